import type { Db } from '../../database/database.ts';
import { done, type Outcome, refuse } from '../../kit/outcome.ts';
import { inLanguage } from '../../kit/words.ts';
import { contactHash } from '../../patients/consent-actions.ts';
import type { Practice } from '../../practice/model.ts';
import { told } from '../../words/told.ts';
import type { Channels, Outgoing } from '../channels.ts';
import { makePatientLink } from '../link-actions.ts';
import type { DueMessage } from '../queries/outbox-due.ts';
import type { WritingFacts } from '../queries/outbox-facts.ts';
import type { Move } from '../queries/outbox-move.ts';
import type { TemplateVersion } from '../queries/templates.ts';
import { type FieldName, fieldOf } from '../templates/fields.ts';
import {
  bakeMessage,
  type FieldValues,
  frameMessage,
  isBulk,
  linksIn,
  type SpokenWords,
} from '../templates/render.ts';
import { valuesOf } from '../templates/values.ts';
import type { LegalClass } from './ask.ts';

/** The words in the patient's language, else in the practice's first; a template has at least one. */
export function chooseWords(
  words: Readonly<Record<string, SpokenWords>>,
  wanted: readonly (string | null)[],
): { readonly language: string; readonly spoken: SpokenWords } {
  const tags = Object.fromEntries(Object.keys(words).map((tag) => [tag, tag]));
  const language = inLanguage(tags, [...wanted, 'en'])?.text ?? 'en';
  return { language, spoken: words[language] as SpokenWords };
}

export interface WrittenMessage {
  readonly outgoing: Outgoing;
  /** What is kept of it. */
  readonly record: Omit<Move, 'id'>;
}

interface Where {
  readonly practice: Practice;
  readonly channels: Channels;
  readonly via: string;
}

async function makeLinks(
  db: Db,
  { practice, channels }: Where,
  message: DueMessage,
  names: readonly FieldName[],
  to: string,
  now: Date,
): Promise<FieldValues> {
  const links: Partial<Record<FieldName, string>> = {};
  for (const name of names) {
    const purpose = fieldOf(name).link;
    if (purpose === undefined) continue;
    const visitId = message.premise?.visitId;
    const link = {
      purpose,
      patientId: message.patientId,
      messageId: message.id,
      contactHash: contactHash(to),
      ...(purpose === 'visit' && visitId !== undefined ? { visitId } : {}),
    };
    links[name] = `${channels.publicUrl ?? channels.ownUrl}${await makePatientLink(db, practice, link, now)}`;
  }
  return links;
}

/**
 * Writes one message in the transaction that claims it: with what is true now, in the patient's language, with links
 * of its own. @returns a refusal in words when it cannot be said
 */
export async function writeDueMessage(
  db: Db,
  where: Where,
  message: DueMessage,
  facts: WritingFacts,
  template: TemplateVersion,
  legalClass: LegalClass,
  now: Date,
): Promise<Outcome<WrittenMessage>> {
  const { practice, channels, via } = where;
  const { channel } = message;
  const { to } = facts;
  if (to === null) return refuse('unreachable', told.gate.unreachable[channel]);
  const { language, spoken } = chooseWords(template.words, [facts.writtenLanguage, ...practice.languages]);
  const { paper } = template;
  // A message about no visit has no page of one.
  const names = linksIn({ words: spoken, channel, paper, legalClass }).filter(
    (name) => fieldOf(name).link !== 'visit' || message.premise !== null,
  );
  const outside = via !== 'mailbox';
  if (outside && names.length > 0 && channels.publicUrl === undefined)
    return refuse('no_public_url', told.outbox.noPublicUrl);
  const values = valuesOf(practice, facts, message.merge, language, now);
  // Before any link is made: a message that cannot be written leaves none behind.
  const known = { ...Object.fromEntries(names.map((name) => [name, name])), ...values };
  const baked = bakeMessage({ words: spoken, channel, paper, values: known });
  if (!baked.ok) return baked;
  const links = await makeLinks(db, where, message, names, to, now);
  const framed = frameMessage(baked.value, {
    language,
    channel,
    legalClass,
    practiceName: practice.name,
    postalAddress: facts.practiceAddress.join(', '),
    mission: facts.mission,
    links,
  });
  if (!framed.ok) return framed;
  const unsubscribe = isBulk(legalClass) && channel === 'email' ? links.unsubscribe_link : undefined;
  return done({
    outgoing: {
      clientRef: message.clientRef,
      to,
      from: practice.name,
      ...framed.value,
      ...(unsubscribe === undefined ? {} : { unsubscribe }),
    },
    record: {
      via,
      templateVersion: template.id,
      language,
      ...baked.value,
      addressHash: contactHash(to),
    },
  });
}
