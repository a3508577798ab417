import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import {
  newId,
  type PatientId,
  type PersonalDetailId,
  type PracticeId,
  type QuestionAskedId,
} from '../kit/ids.ts';
import { localDateIn } from '../kit/instant.ts';
import type { LocalDate } from '../kit/local-date.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import type { Actor } from '../practice/model.ts';
import { may } from '../practice/policy.ts';
import { languageOf, speak, told } from '../words/told.ts';
import { recordConsent } from './consent-actions.ts';
import { rememberDetail } from './detail-actions.ts';
import { type Asked, type Known, nextQuestion, type Question } from './find-out.ts';

async function findKnown(db: Db, practice: PracticeId, patient: PatientId): Promise<Known | undefined> {
  const found = await sql<Known & { there: boolean }>`
    select true as there, p.preferred_name <> '' as "preferredName",
      exists (select from contact_point c where c.practice_id = p.practice_id and c.patient_id = p.id and c.valid
        and c.kind = 'mobile') as "hasMobile",
      exists (select from consent c where c.practice_id = p.practice_id and c.patient_id = p.id
        and c.purpose = 'care' and c.channel in ('text', 'any')) as "saidOfTexts",
      (select count(distinct c.kind) from contact_point c where c.practice_id = p.practice_id and c.patient_id = p.id
        and c.valid)::int as "waysToReach",
      array(select distinct d.kind from personal_detail d where d.practice_id = p.practice_id and d.patient_id = p.id
        and d.removed_at is null) as details,
      (select count(*) from visit v where v.practice_id = p.practice_id and v.patient_id = p.id
        and v.status in ('seen', 'left'))::int as visits
    from patient p where p.practice_id = ${practice} and p.id = ${patient}`.execute(db);
  return found.rows[0];
}

// What was answered and taken back again counts as asked, not as answered.
async function listAsked(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  zone: string,
): Promise<readonly Asked[]> {
  const found = await sql<Asked>`
    select q.question, (q.asked_at at time zone ${zone})::date as on,
      q.answered and (q.detail_id is null or d.removed_at is null) as answered
    from question_asked q
    left join personal_detail d on d.practice_id = ${practice} and d.id = q.detail_id
    where q.practice_id = ${practice} and q.patient_id = ${patient}
    order by q.asked_at desc limit 200`.execute(db);
  return found.rows;
}

/** The one thing to find out of a patient next; null: nothing, or there is no such patient. */
export async function findQuestion(
  db: Db,
  actor: Actor,
  patient: PatientId,
  today: LocalDate,
): Promise<Question | null> {
  const practice = actor.practice.id;
  const known = await findKnown(db, practice, patient);
  if (known === undefined) return null;
  const asked = await listAsked(db, practice, patient, actor.practice.zone);
  const mayWrite = (question: Question): boolean =>
    may(actor.roles, question === 'texts' ? 'patients.consent' : 'patients.change');
  return nextQuestion(known, asked, today, mayWrite) ?? null;
}

const kinds = {
  reach: 'comfort',
  name: 'likes',
  matters: 'other',
  fear: 'fear',
  found_us: 'other',
} as const;

/** What came of an answer, so that it can be taken back like any other detail or consent. */
export type Answered =
  | { readonly kind: 'detail'; readonly id: PersonalDetailId }
  | {
      readonly kind: 'consent';
      readonly id: string;
      readonly granted: boolean;
      readonly before: boolean | null;
    }
  | { readonly kind: 'nothing' };

/**
 * Keeps what the patient said, in the words of the practice's first language, and that they were asked.
 * @param answer null: they did not say
 * @returns `not_found`; `invalid_input` for an answer about texts that is neither yes nor no; `not_allowed` for texts
 *   by a role that writes no consent
 */
export async function answerQuestion(
  db: Db,
  actor: Actor,
  patient: PatientId,
  question: Question,
  answer: string | null,
  now: Date,
): Promise<Outcome<Answered, Refusal<'not_found' | 'invalid_input' | 'not_allowed'>>> {
  const practice = actor.practice.id;
  if ((await findKnown(db, practice, patient)) === undefined)
    return refuse('not_found', told.refusals.noPatient);
  const kept = await keep(db, actor, patient, question, answer, now);
  if (!kept.ok) return kept;
  await db
    .insertInto('question_asked')
    .values({
      practice_id: practice,
      id: newId<QuestionAskedId>(now.getTime()),
      patient_id: patient,
      question,
      asked_at: now,
      by_staff: actor.staffMemberId,
      answered: answer !== null,
      detail_id: kept.value.kind === 'detail' ? kept.value.id : null,
    })
    .execute();
  await tellDesks(db, 'patient', { id: patient });
  return kept;
}

async function keep(
  db: Db,
  actor: Actor,
  patient: PatientId,
  question: Question,
  answer: string | null,
  now: Date,
): Promise<Outcome<Answered, Refusal<'not_found' | 'invalid_input' | 'not_allowed'>>> {
  if (answer === null) return done({ kind: 'nothing' });
  const practice = actor.practice.id;
  if (question === 'texts') {
    if (!may(actor.roles, 'patients.consent')) return refuse('not_allowed', told.refusals.notAllowed);
    if (answer !== 'yes' && answer !== 'no') return refuse('invalid_input', told.refusals.yesOrNo);
    const granted = answer === 'yes';
    const word = { purpose: 'care', channel: 'text', granted, evidence: null } as const;
    const { id, before } = await recordConsent(db, practice, patient, word, actor.staffMemberId, now);
    return done({ kind: 'consent', id, granted, before });
  }
  const words = speak(told.findOut[question](answer), languageOf(actor.practice.languages[0]));
  const remembered = await rememberDetail(db, practice, patient, {
    words,
    kind: kinds[question],
    // A fear is for us to know; the rest may be spoken of.
    sharing: question === 'fear' ? 'know' : 'say',
    source: 'call',
    toldOn: localDateIn(actor.practice.zone, now),
    expiresOn: null,
    toldTo: actor.staffMemberId,
  });
  return remembered.ok ? done({ kind: 'detail', id: remembered.value }) : remembered;
}
