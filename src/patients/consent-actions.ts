import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import { newId, type PatientId, type PracticeId, type StaffMemberId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { announce } from '../platform/queue.ts';
import { told } from '../words/told.ts';

type Purpose = 'care' | 'feedback' | 'marketing';
const purposes: readonly Purpose[] = ['care', 'feedback', 'marketing'];

type WordChannel = 'call' | 'text' | 'email' | 'post' | 'any';

/**
 * What held before a change, by purpose: the newest word on all channels, null where none was ever given, and the words
 * on one channel that it had not outdone.
 */
export type ConsentBefore = readonly {
  readonly purpose: string;
  readonly granted: boolean | null;
  /** Absent: all of them. */
  readonly channel?: WordChannel;
}[];

interface Standing {
  readonly purpose: Purpose;
  readonly channel: WordChannel;
  readonly granted: boolean;
  readonly at: Date;
}

async function standingWords(db: Db, practice: PracticeId, patient: PatientId): Promise<readonly Standing[]> {
  const found = await sql<Standing>`
    select distinct on (purpose, channel) purpose, channel, granted, at from consent
    where practice_id = ${practice} and patient_id = ${patient}
    order by purpose, channel, at desc, id desc limit 15`.execute(db);
  return found.rows;
}

function heldBefore(standing: readonly Standing[]): ConsentBefore {
  return purposes.flatMap((purpose) => {
    const ofPurpose = standing.filter((word) => word.purpose === purpose);
    const onAll = ofPurpose.find(({ channel }) => channel === 'any');
    const onOne = ofPurpose.filter(({ channel, granted, at }) => {
      if (channel === 'any') return false;
      const later = at.getTime() - (onAll?.at.getTime() ?? 0);
      return later > 0 || (later === 0 && !granted);
    });
    return [
      { purpose, granted: onAll?.granted ?? null },
      ...onOne.map(({ channel, granted }) => ({ purpose, channel, granted })),
    ];
  });
}

interface Word {
  readonly purpose: Purpose;
  readonly channel?: WordChannel;
  readonly granted: boolean;
  readonly source: string;
}

async function addWords(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  words: readonly Word[],
  by: StaffMemberId | null,
  now: Date,
): Promise<void> {
  if (words.length === 0) return;
  await db
    .insertInto('consent')
    .values(
      words.map((word) => ({
        practice_id: practice,
        id: newId(now.getTime()),
        patient_id: patient,
        purpose: word.purpose,
        channel: word.channel ?? 'any',
        granted: word.granted,
        source: word.source,
        at: now,
        by_staff: by,
      })),
    )
    .execute();
  await announce(db, 'consent.changed', { patientId: patient });
}

/**
 * The patient told us to stop: all purposes, all channels, from this transaction on. An ambiguous "stop" is read
 * widely; what somebody still wants can be granted again, one by one.
 * @param source where it was said
 * @returns what held before, for an undo
 */
export async function withdrawAllConsent(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  by: StaffMemberId | null,
  now: Date,
  source = 'said to staff',
): Promise<ConsentBefore> {
  const before = heldBefore(await standingWords(db, practice, patient));
  const words = purposes.map((purpose) => ({ purpose, granted: false, source }));
  await addWords(db, practice, patient, words, by, now);
  return before;
}

/**
 * Takes a withdrawal back that was recorded by mistake. The ledger keeps both rows; feedback and marketing return to
 * what was said before and are never granted by an undo. What the patient said after it holds.
 * @param since when it was recorded
 */
export async function restoreConsent(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  { before, since }: { readonly before: ConsentBefore; readonly since: Date },
  by: StaffMemberId | null,
  now: Date,
): Promise<void> {
  const standing = await standingWords(db, practice, patient);
  const words = purposes.flatMap((purpose) => {
    const ofPurpose = standing.filter((word) => word.purpose === purpose);
    return wordsToRestore(
      purpose,
      before.filter((word) => word.purpose === purpose),
      ofPurpose.filter(({ at }) => at > since),
    );
  });
  await addWords(db, practice, patient, words, by, now);
}

function wordsToRestore(purpose: Purpose, before: ConsentBefore, later: readonly Standing[]): Word[] {
  if (later.some(({ channel }) => channel === 'any')) return [];
  const onAll = before.find(({ channel }) => channel === undefined)?.granted ?? null;
  const isLifted = onAll === true || (onAll === null && purpose === 'care');
  const source = 'withdrawal was recorded by mistake';
  const onOne = [
    ...before.filter(({ channel }) => !later.some((word) => word.channel === channel)),
    ...later.filter(({ granted }) => !granted),
  ].flatMap(({ channel, granted }): Word[] =>
    // A yes on all channels needs each no beside it; where there is none, each yes is said by itself.
    channel === undefined || granted === null || granted === isLifted
      ? []
      : [{ purpose, channel, granted, source }],
  );
  return isLifted ? [{ purpose, granted: true, source }, ...onOne] : onOne;
}

interface RecordedWord {
  readonly purpose: Purpose;
  readonly channel: 'call' | 'text' | 'email' | 'post' | 'any';
  readonly granted: boolean;
  readonly evidence: string | null;
}

/**
 * Records one word of the patient on a purpose and channel.
 * @returns its id, and what was said before on the same; null: nothing
 */
export async function recordConsent(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  word: RecordedWord,
  by: StaffMemberId | null,
  now: Date,
): Promise<{ readonly id: string; readonly before: boolean | null }> {
  const newest = await db
    .selectFrom('consent')
    .select('granted')
    .where('practice_id', '=', practice)
    .where('patient_id', '=', patient)
    .where('purpose', '=', word.purpose)
    .where('channel', '=', word.channel)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const id: string = newId(now.getTime());
  await db
    .insertInto('consent')
    .values({
      practice_id: practice,
      id,
      patient_id: patient,
      ...word,
      source: 'said to staff',
      at: now,
      by_staff: by,
    })
    .execute();
  await announce(db, 'consent.changed', { patientId: patient });
  return { id, before: newest?.granted ?? null };
}

/**
 * Takes one recorded word back. The ledger keeps both rows: what was granted is withdrawn again, and what was withdrawn
 * returns to what the patient had said before. Only care, which needs no word, returns without one.
 * @returns `cannot_undo` for a withdrawal before which nothing was said: an undo never grants; and for one after which
 * the patient said no again
 */
export async function takeConsentBack(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  id: string,
  word: Pick<RecordedWord, 'purpose' | 'channel' | 'granted'> & { readonly before: boolean | null },
  by: StaffMemberId | null,
  now: Date,
): Promise<Outcome<true, Refusal<'cannot_undo'>>> {
  const { purpose, channel } = word;
  if (word.before === word.granted) return done(true);
  const granted = !word.granted;
  if (granted && word.before !== true && !(word.before === null && purpose === 'care')) {
    return refuse('cannot_undo', told.refusals.nothingGranted);
  }
  if (granted && (await wasWithdrawnAfter(db, practice, patient, id)))
    return refuse('cannot_undo', told.refusals.changedSince);
  await db
    .insertInto('consent')
    .values({
      practice_id: practice,
      id: newId(now.getTime()),
      patient_id: patient,
      purpose,
      channel,
      granted,
      source: 'the word before was recorded by mistake',
      at: now,
      by_staff: by,
    })
    .execute();
  await announce(db, 'consent.changed', { patientId: patient });
  return done(true);
}

async function wasWithdrawnAfter(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  id: string,
): Promise<boolean> {
  const found = await sql`
    select from consent mine
    join consent later on later.practice_id = ${practice} and later.patient_id = ${patient}
      and later.purpose = mine.purpose and later.channel in (mine.channel, 'any') and not later.granted
      and (later.at, later.id) > (mine.at, mine.id)
    where mine.practice_id = ${practice} and mine.id = ${id}
    limit 1`.execute(db);
  return found.rows.length > 0;
}

/** The number we called is somebody else's. @returns the contact point, for an undo; undefined when there was none */
export async function markNumberWrong(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
): Promise<string | undefined> {
  const row = await sql<{ id: string }>`
    update contact_point set valid = false
    where practice_id = ${practice} and id = (
      select id from contact_point
      where practice_id = ${practice} and patient_id = ${patient} and kind in ('mobile', 'phone') and valid
        and (related_person_id is null or exists (
          select from related_person r
          where r.practice_id = ${practice} and r.id = related_person_id and r.may_receive))
      order by confidential_only desc, rank, kind, id limit 1)
    returning id`.execute(db);
  return row.rows[0]?.id;
}

export async function markNumberRight(db: Db, practice: PracticeId, contactPoint: string): Promise<void> {
  await db
    .updateTable('contact_point')
    .set({ valid: true })
    .where('practice_id', '=', practice)
    .where('id', '=', contactPoint)
    .execute();
}

/** The key of the suppression ledger; the same in SQL: sha256(convert_to(normal, 'UTF8')). */
export function contactHash(normal: string): Buffer {
  return createHash('sha256').update(normal, 'utf8').digest();
}
