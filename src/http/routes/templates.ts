import type { FastifyInstance } from 'fastify';
import {
  addTemplate,
  readTemplates,
  readTemplateVersions,
  saveTemplate,
  type TemplateVersion,
} from '../../contact/template-actions.ts';
import * as contract from '../../contact/template-contract.ts';
import { previewTemplate } from '../../contact/template-preview-actions.ts';
import { fieldOf, isField, templateFields } from '../../contact/templates/fields.ts';
import type { SpokenWords } from '../../contact/templates/render.ts';
import type { ReplyOf } from '../../kit/contract.ts';
import type { PatientId, TemplateId } from '../../kit/ids.ts';
import { done } from '../../kit/outcome.ts';
import { note } from '../deeds.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

const channels = ['email', 'text', 'post'] as const;

function presentNewest(
  version: TemplateVersion,
): ReplyOf<typeof contract.listTemplates>['templates'][number] {
  const { templateId, code, title, legalClass, thirdPartyPaid, paper, words, by, at } = version;
  const first: Partial<SpokenWords> = Object.values(words)[0] ?? {};
  return {
    id: templateId,
    code,
    title,
    version: version.version,
    legalClass,
    thirdPartyPaid,
    paper,
    languages: Object.keys(words),
    channels: channels.filter((channel) => (first[channel] ?? '').trim() !== ''),
    by,
    at: at.toISOString(),
  };
}

function presentWhole(versions: readonly TemplateVersion[]): ReplyOf<typeof contract.getTemplate> {
  const [newest] = versions;
  return {
    id: newest?.templateId ?? '',
    code: newest?.code ?? '',
    title: newest?.title ?? {},
    versions: versions.map(({ id, version, legalClass, thirdPartyPaid, paper, words, by, at }) => ({
      id,
      version,
      legalClass,
      thirdPartyPaid,
      paper,
      words,
      by,
      at: at.toISOString(),
    })),
  };
}

const fields = Object.keys(templateFields)
  .filter(isField)
  .map((name) => {
    const { sensitive, link, ofVisit } = fieldOf(name);
    return { name, sensitive, link: link !== undefined, ofVisit: ofVisit === true };
  });

/** What is said: templates, their versions, and how they come out. */
export function templateRoutes(server: FastifyInstance, ports: HttpPorts): void {
  const origin = ports.config.publicUrl ?? ports.origin;
  staffRoute(server, ports, contract.listTemplates, async ({ db, actor, now }) => {
    const templates = await readTemplates(db, actor.practice.id, now);
    return done({ templates: templates.map(presentNewest), fields });
  });
  staffRoute(server, ports, contract.getTemplate, async ({ db, actor, seen }, { params }) => {
    seen.object(params.templateId);
    const versions = await readTemplateVersions(db, actor.practice.id, params.templateId as TemplateId);
    return versions.ok ? done(presentWhole(versions.value)) : versions;
  });
  staffRoute(server, ports, contract.saveTemplate, async (context, { params, body }) => {
    const { db, actor, now, seen } = context;
    const id = params.templateId as TemplateId;
    seen.object(id);
    const before = await readTemplateVersions(db, actor.practice.id, id);
    const versions = await saveTemplate(db, actor, id, body, origin, now);
    if (!versions.ok) return versions;
    const title = before.ok ? before.value[0]?.title : undefined;
    const [made, was] = versions.value;
    if (was !== undefined && made !== undefined && title !== undefined)
      await note(context, 'template', id, { savedId: made.id, versionId: was.id, title });
    return done(presentWhole(versions.value));
  });
  staffRoute(server, ports, contract.addTemplate, async ({ db, actor, now, seen }, { body }) => {
    const { code, ...saved } = body;
    const versions = await addTemplate(db, actor, code, saved, origin, now);
    if (!versions.ok) return versions;
    seen.object(versions.value[0]?.templateId ?? '');
    return done(presentWhole(versions.value));
  });
  staffRoute(server, ports, contract.previewTemplate, async ({ db, actor, now, seen }, { body }) => {
    const patientId = body.patientId as PatientId | undefined;
    if (patientId !== undefined) seen.patient(patientId);
    const wish = { ...body, patientId, news: body.news, origin };
    const preview = await previewTemplate(db, actor.practice, wish, now);
    if (!preview.ok) return preview;
    const { refusal, written, size, readability } = preview.value;
    const { counts, grades, flagged } = readability;
    return done({
      refusal: refusal ?? null,
      subject: written.subject,
      text: written.text,
      html: written.html === '' ? null : written.html,
      size: size ?? null,
      readability: {
        sentences: counts.sentences,
        words: counts.words,
        grades: typeof grades === 'object' ? grades : null,
        noGrade: typeof grades === 'object' ? null : grades,
        flagged: flagged.map((one) => ({
          ...one,
          hardWords: [...one.hardWords],
          jargon: one.jargon.map((term) => ({ ...term })),
        })),
      },
    });
  });
}
