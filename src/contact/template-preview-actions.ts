import type { Db } from '../database/database.ts';
import type { PatientId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { inLanguage } from '../kit/words.ts';
import type { Practice } from '../practice/model.ts';
import { told } from '../words/told.ts';
import type { LegalClass, MessageChannel } from './messages/ask.ts';
import type { WritingFacts } from './queries/outbox-facts.ts';
import { findPreviewFacts } from './queries/preview-facts.ts';
import { exampleLinks } from './templates/example-links.ts';
import { type FieldName, fieldOf, fillFields, templateFields } from './templates/fields.ts';
import { type Readability, readPlainly } from './templates/readability.ts';
import { bakeMessage, frameMessage, type Paper, type SpokenWords, type Written } from './templates/render.ts';
import { measureText, plainText, type TextSize } from './templates/texts.ts';
import { valuesOf } from './templates/values.ts';

export interface PreviewWish {
  readonly language: string;
  readonly channel: MessageChannel;
  readonly paper: Paper;
  readonly legalClass: LegalClass;
  readonly words: SpokenWords;
  /** Undefined: an example. */
  readonly news: string | undefined;
  /** Undefined: somebody made up. */
  readonly patientId: PatientId | undefined;
  /** Where patients' links begin. */
  readonly origin: string;
}

export interface Preview {
  readonly refusal: string | undefined;
  readonly written: Written;
  readonly size: TextSize | undefined;
  readonly readability: Readability;
}

const dayMs = 86_400_000;
const bothWords = (en: string, es: string) => ({ en, es });

// Half past three in the afternoon, UTC, three days from now, or the Monday after.
function nextWorkday(now: Date): Date {
  const at = new Date(Math.floor(now.getTime() / dayMs + 3) * dayMs + 15.5 * 3_600_000);
  const weekend = [1, 0, 0, 0, 0, 0, 2][at.getUTCDay()] ?? 0;
  return new Date(at.getTime() + weekend * dayMs);
}

// Nobody: names and times that look right in every template.
function madeUp(practice: Practice, own: WritingFacts, now: Date): WritingFacts {
  return {
    ...own,
    calledName: 'Maria',
    fullName: 'Maria Example',
    birthDate: '1980-05-04',
    locationName: own.locationName ?? practice.name,
    visitStartsAt: nextWorkday(now),
    visitStatus: 'booked',
    visitMinutes: 45,
    clinician: 'Dr. Lee',
    serviceName: bothWords('Check-up', 'Revisión'),
    whatWeDo: bothWords(
      'We look at everything and talk about it with you.',
      'Lo miramos todo y lo hablamos con usted.',
    ),
    afterCare: bothWords('Rest today. Drink water.', 'Descanse hoy. Beba agua.'),
    priceCents: 12_000,
  };
}

// A preview opens nothing: where a link would be stands what it is called; in a text, which counts its characters, one
// that is as long.
const previewLinks = Object.fromEntries(
  (Object.keys(templateFields) as FieldName[])
    .filter((name) => fieldOf(name).link !== undefined)
    .map((name) => [name, `#${name}`]),
);

const nothing: Written = { subject: '', text: '', html: '' };

/** How words would come out now; nothing is written, and no link is made. @returns `not_found` for a patient who is not there */
export async function previewTemplate(
  db: Db,
  practice: Practice,
  wish: PreviewWish,
  now: Date,
): Promise<Outcome<Preview, Refusal<'not_found'>>> {
  const { language, channel, paper, legalClass, words, patientId } = wish;
  const facts = await findPreviewFacts(db, practice.id, patientId, now);
  if (facts === undefined) return refuse('not_found', told.refusals.noPatient);
  const known = patientId === undefined ? madeUp(practice, facts, now) : facts;
  const news = inLanguage(bothWords('We open on Saturdays from May on.', 'Desde mayo abrimos los sábados.'), [
    language,
    'en',
  ]);
  const merge = { news: wish.news ?? news?.text ?? '' };
  const links =
    channel === 'text' ? exampleLinks({ origin: wish.origin, publicId: practice.publicId }) : previewLinks;
  const values = { ...valuesOf(practice, known, merge, language, now), ...links };
  const baked = bakeMessage({ words, channel, paper, values });
  const plain = baked.ok ? baked.value.body.replace(/\{\w+\}/g, '') : '';
  const readability = readPlainly(plain, language);
  if (!baked.ok)
    return done({ refusal: baked.refusal.detail, written: nothing, size: undefined, readability });
  const framed = frameMessage(baked.value, {
    language,
    channel,
    legalClass,
    practiceName: practice.name,
    postalAddress: known.practiceAddress.join(', '),
    mission: known.mission,
    links,
  });
  const written = framed.ok
    ? framed.value
    : { subject: baked.value.subject, text: plainText(fillFields(baked.value.body, links)), html: '' };
  return done({
    refusal: framed.ok ? undefined : framed.refusal.detail,
    written,
    size: channel === 'text' ? measureText(written.text) : undefined,
    readability,
  });
}
