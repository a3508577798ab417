import type { Db } from '../database/database.ts';
import { newId, type PracticeId, type TemplateId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import type { Actor } from '../practice/model.ts';
import { told } from '../words/told.ts';
import type { LegalClass, MessageChannel } from './messages/ask.ts';
import {
  insertTemplate,
  insertVersion,
  listNewestVersions,
  listVersions,
  lockTemplate,
  renameTemplate,
  type TemplateVersion,
} from './queries/templates.ts';
import { lengthTooMuch } from './templates/example-links.ts';
import { faultsIn } from './templates/fields.ts';
import {
  longestText,
  type Paper,
  type SpokenWords,
  tellFault,
  textsOf,
  type WritingRefusal,
} from './templates/render.ts';
import { starterTemplates } from './templates/starter.ts';

export type { TemplateVersion } from './queries/templates.ts';

const channels: readonly MessageChannel[] = ['email', 'text', 'post'];

/** Gives a practice the templates to begin with; those that it has already stay as they are. */
async function startTemplates(db: Db, practice: PracticeId, now: Date): Promise<void> {
  for (const starter of starterTemplates) {
    const id = newId<TemplateId>(now.getTime());
    if (!(await insertTemplate(db, practice, { id, code: starter.code, title: starter.title }))) continue;
    const { legalClass, paper, words } = starter;
    const version = {
      id: newId(),
      templateId: id,
      legalClass,
      thirdPartyPaid: false,
      paper,
      words,
      by: null,
    };
    await insertVersion(db, practice, version, now);
  }
}

/** The newest version of each template, by code; a practice without any gets the starter's first. */
export async function readTemplates(
  db: Db,
  practice: PracticeId,
  now: Date,
): Promise<readonly TemplateVersion[]> {
  const found = await listNewestVersions(db, practice);
  if (found.length > 0) return found;
  await startTemplates(db, practice, now);
  return listNewestVersions(db, practice);
}

export interface SavedTemplate {
  readonly title: Readonly<Record<string, string>>;
  readonly legalClass: LegalClass;
  readonly thirdPartyPaid: boolean;
  readonly paper: Paper;
  readonly words: Readonly<Record<string, SpokenWords>>;
}

/** The first field that may not stand where it stands, in any language. */
function faultOf({ words, paper }: SavedTemplate): WritingRefusal | undefined {
  for (const spoken of Object.values(words)) {
    for (const channel of channels) {
      const fault = textsOf(spoken, channel, paper).flatMap(([text, place]) => faultsIn(text, place))[0];
      if (fault !== undefined) return tellFault(fault);
    }
  }
  const said = Object.values(words).some((spoken) =>
    channels.some((channel) => (textsOf(spoken, channel, paper).at(-1)?.[0] ?? '').trim() !== ''),
  );
  return said ? undefined : { code: 'no_words', detail: told.outbox.noWords };
}

/** A text that fits for nobody, because of its links. */
function tooLong({ words }: SavedTemplate, { practice }: Actor, origin: string): WritingRefusal | undefined {
  for (const { text } of Object.values(words)) {
    const characters = lengthTooMuch(text, { origin, publicId: practice.publicId });
    if (characters !== undefined)
      return { code: 'text_too_long', detail: told.outbox.textTooLong(characters, longestText) };
  }
  return undefined;
}

/**
 * Saves words as the next version; messages that went out keep the one that they were written from.
 * @param origin where patients' links begin
 * @returns the newest version; `unknown_field`, `sensitive_field` or `link_in_subject` with the field's name;
 * `text_too_long` for a text that fits for nobody; `impossible_step` where another version is the newest by now
 */
export async function saveTemplate(
  db: Db,
  actor: Actor,
  template: TemplateId,
  saved: SavedTemplate & { readonly basedOn?: string | undefined },
  origin: string,
  now: Date,
): Promise<Outcome<readonly TemplateVersion[], WritingRefusal | Refusal<'not_found' | 'impossible_step'>>> {
  const { basedOn, ...rest } = saved;
  if (basedOn !== undefined) {
    await lockTemplate(db, actor.practice.id, template);
    const [newest] = await listVersions(db, actor.practice.id, template);
    if (newest !== undefined && newest.id !== basedOn)
      return refuse('impossible_step', told.refusals.changedSince);
  }
  const fault = tooLong(rest, actor, origin);
  if (fault !== undefined) return { ok: false, refusal: fault };
  return keepVersion(db, actor, template, rest, now);
}

async function keepVersion(
  db: Db,
  actor: Actor,
  template: TemplateId,
  saved: SavedTemplate,
  now: Date,
): Promise<Outcome<readonly TemplateVersion[], WritingRefusal | Refusal<'not_found'>>> {
  const practice = actor.practice.id;
  const fault = faultOf(saved);
  if (fault !== undefined) return { ok: false, refusal: fault };
  if ((await listVersions(db, practice, template)).length === 0)
    return refuse('not_found', told.outbox.noSuchTemplate);
  const { title, ...rest } = saved;
  await insertVersion(
    db,
    practice,
    { id: newId(), templateId: template, by: actor.staffMemberId, ...rest },
    now,
  );
  await renameTemplate(db, practice, template, title);
  await tellDesks(db, 'plan');
  return done(await listVersions(db, practice, template));
}

/** What a saving needs to be taken back: the version that it made, and how it was before. */
export interface BeforeSaving {
  readonly savedId: string;
  readonly versionId: string;
  readonly title: Readonly<Record<string, string>>;
}

/**
 * Takes a saving back: what it said before becomes the newest version, so that nothing that went out loses the one it
 * was written from.
 * @returns `cannot_undo` where somebody has saved since
 */
export async function takeSavingBack(
  db: Db,
  actor: Actor,
  template: TemplateId,
  { savedId, versionId, title }: BeforeSaving,
  now: Date,
): Promise<Outcome<readonly TemplateVersion[], WritingRefusal | Refusal<'not_found' | 'cannot_undo'>>> {
  await lockTemplate(db, actor.practice.id, template);
  const versions = await listVersions(db, actor.practice.id, template);
  const before = versions.find(({ id }) => id === versionId);
  if (versions[0]?.id !== savedId || before === undefined)
    return refuse('cannot_undo', told.refusals.changedSince);
  const { legalClass, thirdPartyPaid, paper, words } = before;
  return keepVersion(db, actor, template, { title, legalClass, thirdPartyPaid, paper, words }, now);
}

/** @returns its versions; `invalid_input` when the code is taken */
export async function addTemplate(
  db: Db,
  actor: Actor,
  code: string,
  saved: SavedTemplate,
  origin: string,
  now: Date,
): Promise<Outcome<readonly TemplateVersion[], WritingRefusal | Refusal<'invalid_input'>>> {
  const practice = actor.practice.id;
  const fault = faultOf(saved) ?? tooLong(saved, actor, origin);
  if (fault !== undefined) return { ok: false, refusal: fault };
  await readTemplates(db, practice, now);
  const id = newId<TemplateId>(now.getTime());
  const { title, ...rest } = saved;
  if (!(await insertTemplate(db, practice, { id, code, title })))
    return refuse('invalid_input', told.outbox.templateThere);
  await insertVersion(db, practice, { id: newId(), templateId: id, by: actor.staffMemberId, ...rest }, now);
  await tellDesks(db, 'plan');
  return done(await listVersions(db, practice, id));
}

/** All versions of a template, the newest first. */
export async function readTemplateVersions(
  db: Db,
  practice: PracticeId,
  template: TemplateId,
): Promise<Outcome<readonly TemplateVersion[], Refusal<'not_found'>>> {
  const versions = await listVersions(db, practice, template);
  return versions.length === 0 ? refuse('not_found', told.outbox.noSuchTemplate) : done(versions);
}
