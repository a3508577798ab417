import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import { newId, type PatientId, type PracticeId, type PromiseId, type StaffMemberId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import { tellDesks } from '../platform/live.ts';
import { announce } from '../platform/queue.ts';
import type { PracticePromise } from './model.ts';

/** Writes down what was promised. */
export async function makePromise(
  db: Db,
  practice: PracticeId,
  promise: {
    readonly patientId: PatientId;
    readonly words: string;
    readonly ownerId: StaffMemberId | null;
    readonly madeOn: LocalDate;
    readonly dueOn: LocalDate;
    readonly source: PracticePromise['source'];
    readonly madeBy: StaffMemberId | null;
  },
): Promise<PromiseId> {
  const id = newId<PromiseId>();
  await db
    .insertInto('promise')
    .values({
      practice_id: practice,
      id,
      patient_id: promise.patientId,
      words: promise.words,
      owner_id: promise.ownerId,
      made_on: promise.madeOn,
      due_on: promise.dueOn,
      source: promise.source,
      made_by: promise.madeBy,
    })
    .execute();
  // What is due later is found when its day begins.
  if (promise.dueOn <= promise.madeOn) await announce(db, 'promise.made', { patientId: promise.patientId });
  await tellDesks(db, 'patient', { id: promise.patientId });
  return id;
}

/**
 * Strikes out a promise that was written down by mistake.
 * @returns whom it was made to; undefined when it was kept or broken since, or is not there
 */
export async function strikePromise(
  db: Db,
  practice: PracticeId,
  id: PromiseId,
): Promise<PatientId | undefined> {
  const row = await db
    .deleteFrom('promise')
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .where('kept_at', 'is', null)
    .where('broken_at', 'is', null)
    .returning('patient_id')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  await announce(db, 'promise.settled', { patientId: row.patient_id });
  await tellDesks(db, 'patient', { id: row.patient_id });
  return row.patient_id;
}

/**
 * Claims a promise as kept; one that its day has broken meanwhile is made good by it.
 * @returns false when it was kept, made good or given up before, or is not there
 */
export async function keepPromise(
  db: Db,
  practice: PracticeId,
  id: PromiseId,
  by: StaffMemberId | null,
  now: Date,
): Promise<boolean> {
  const result = await sql`
    update promise set
      kept_at = case when broken_at is null then ${now}::timestamptz end,
      made_good_at = case when broken_at is not null then ${now}::timestamptz end,
      made_good_by = case when broken_at is not null then ${by}::uuid end
    where practice_id = ${practice} and id = ${id} and kept_at is null and made_good_at is null
      and (broken_at is null or broken_by is null)`.execute(db);
  return result.numAffectedRows === 1n;
}

/** It was not kept after all. */
export async function reopenPromise(db: Db, practice: PracticeId, id: PromiseId): Promise<void> {
  await db
    .updateTable('promise')
    .set({ kept_at: null, made_good_at: null, made_good_by: null })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
}

/** The promises made to a patient, open ones first, then the newest; at most 100. */
export async function listPromisesTo(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
): Promise<readonly PracticePromise[]> {
  const found = await sql<PracticePromise>`
    select r.id, r.patient_id as "patientId", r.words, r.owner_id as "ownerId", m.display_name as "ownerName",
      r.made_on as "madeOn", r.due_on as "dueOn", r.source,
      case when r.kept_at is not null then 'kept' when r.broken_at is not null then 'broken' else 'open' end as state
    from promise r
    left join staff_member m on m.practice_id = ${practice} and m.id = r.owner_id
    where r.practice_id = ${practice} and r.patient_id = ${patient}
    order by (r.kept_at is null and r.broken_at is null) desc, r.due_on desc, r.id
    limit 100`.execute(db);
  return found.rows;
}
