import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type {
  LeavingId,
  PatientId,
  PersonalDetailId,
  PracticeId,
  StaffMemberId,
  VisitId,
} from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import { worriedBefore } from '../../patients/reading.ts';
import type { LeavingFacts } from '../../plan/model.ts';
import { isOwed } from '../../promises/reading.ts';
import { hasVisitAfter, type Viewpoint } from '../../visits/reading.ts';

export interface VisitInHand extends LeavingFacts {
  readonly patientId: PatientId;
  readonly day: LocalDate;
  readonly takesPlace: boolean;
}

/** What is so of a visit when somebody is about to leave. @returns undefined when it is not there */
export async function findVisitInHand(
  db: Db,
  view: Viewpoint,
  visit: VisitId,
): Promise<VisitInHand | undefined> {
  const found = await sql<VisitInHand>`
    select v.patient_id as "patientId", v.local_day as day, v.status not in ('cancelled', 'no_show') as "takesPlace",
      not exists (select from visit before where before.practice_id = ${view.practice}
        and before.patient_id = v.patient_id and before.local_day < v.local_day
        and before.status in ('seen', 'left')) as "isFirst",
      ${hasVisitAfter(view.practice, 'v')} as "hasNextVisit",
      exists (select from promise r where r.practice_id = ${view.practice} and r.patient_id = v.patient_id
        and ${isOwed(sql`r`)}) as "promiseOpen",
      ${worriedBefore(view.practice)} as worried
    from visit v
    where v.practice_id = ${view.practice} and v.id = ${visit}`.execute(db);
  return found.rows[0];
}

/** @returns false when a list of this client key was finished before */
export async function insertLeaving(
  db: Db,
  practice: PracticeId,
  leaving: {
    readonly id: LeavingId;
    readonly visitId: VisitId;
    readonly patientId: PatientId;
    readonly seenTo: readonly string[];
    readonly leftOpen: readonly string[];
    readonly detailId: PersonalDetailId | null;
    readonly clientKey: string;
    readonly by: StaffMemberId | null;
    readonly at: Date;
  },
): Promise<boolean> {
  const inserted = await db
    .insertInto('leaving')
    .values({
      practice_id: practice,
      id: leaving.id,
      visit_id: leaving.visitId,
      patient_id: leaving.patientId,
      seen_to: [...leaving.seenTo],
      left_open: [...leaving.leftOpen],
      detail_id: leaving.detailId,
      client_key: leaving.clientKey,
      by_staff: leaving.by,
      at: leaving.at,
    })
    .onConflict((conflict) => conflict.columns(['practice_id', 'client_key']).doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

export interface Leaving {
  readonly id: LeavingId;
  readonly visitId: VisitId;
  readonly patientId: PatientId;
  readonly seenTo: readonly string[];
  readonly leftOpen: readonly string[];
  readonly detailId: PersonalDetailId | null;
  readonly at: Date;
  readonly undoneAt: Date | null;
}

function selectLeaving(db: Db, practice: PracticeId) {
  return db
    .selectFrom('leaving')
    .select([
      'id',
      'visit_id as visitId',
      'patient_id as patientId',
      'seen_to as seenTo',
      'left_open as leftOpen',
      'detail_id as detailId',
      'at',
      'undone_at as undoneAt',
    ])
    .where('practice_id', '=', practice);
}

/** Whoever sends the same key at once waits until this transaction ends, so that what is heard is remembered once. */
export async function findLeavingByKey(
  db: Db,
  practice: PracticeId,
  clientKey: string,
): Promise<Leaving | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended('keepwell leaving ' || ${clientKey}::text, ${practice}))`.execute(
    db,
  );
  return selectLeaving(db, practice).where('client_key', '=', clientKey).executeTakeFirst();
}

export function findLeaving(db: Db, practice: PracticeId, id: LeavingId): Promise<Leaving | undefined> {
  return selectLeaving(db, practice).where('id', '=', id).forUpdate().executeTakeFirst();
}

export async function markLeavingUndone(
  db: Db,
  practice: PracticeId,
  id: LeavingId,
  now: Date,
): Promise<void> {
  await db
    .updateTable('leaving')
    .set({ undone_at: now })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
}

/** Marks a visit as talked about, or as not; twice is once. */
export async function setTalkedAbout(
  db: Db,
  practice: PracticeId,
  visit: { readonly id: VisitId; readonly patientId: PatientId },
  talked: boolean,
  by: StaffMemberId | null,
  now: Date,
): Promise<void> {
  if (!talked) {
    await db
      .deleteFrom('talked_about')
      .where('practice_id', '=', practice)
      .where('visit_id', '=', visit.id)
      .execute();
    return;
  }
  await db
    .insertInto('talked_about')
    .values({ practice_id: practice, visit_id: visit.id, patient_id: visit.patientId, by_staff: by, at: now })
    .onConflict((conflict) => conflict.columns(['practice_id', 'visit_id']).doNothing())
    .execute();
}
