import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PatientId, PracticeId, PromiseId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';

/** A promise that was broken and not made good: until then nobody asks this patient for a favour. */
export interface OpenBrokenPromise {
  readonly id: PromiseId;
  readonly dueOn: LocalDate;
  readonly brokenAt: Date;
}

/** A promise that has to be done still: open, or broken by its day and not made good. What somebody gave up is not. */
export function isOwed(promise: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(${promise}.kept_at is null and ${promise}.made_good_at is null
    and (${promise}.broken_at is null or ${promise}.broken_by is null))`;
}

/**
 * Of these patients, the oldest promise that was broken and not made good; whoever has none is not in the answer.
 * @param asKnownAt what was broken or made good later is not known
 * @cost one statement on an index of the broken ones alone
 */
export async function openBrokenPromises(
  db: Db,
  practice: PracticeId,
  patients: readonly PatientId[],
  asKnownAt: Date,
): Promise<ReadonlyMap<PatientId, OpenBrokenPromise>> {
  if (patients.length === 0) return new Map();
  const found = await sql<OpenBrokenPromise & { patientId: PatientId }>`
    select distinct on (patient_id) patient_id as "patientId", id, due_on as "dueOn", broken_at as "brokenAt"
    from promise
    where practice_id = ${practice} and patient_id = any(${patients}::uuid[]) and broken_at <= ${asKnownAt}
      and (made_good_at is null or made_good_at > ${asKnownAt})
    order by patient_id, due_on, id`.execute(db);
  return new Map(found.rows.map(({ patientId, ...promise }) => [patientId, promise]));
}
