import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PracticeId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';

/** Which moment a reader stands in: now, with all that is recorded, or a past day, with what was known at its end. */
export interface Viewpoint {
  readonly practice: PracticeId;
  readonly day: LocalDate;
  /** The instant up to which things are known. */
  readonly knownAt: Date;
  /** True: the present; nothing has to be hidden. */
  readonly live: boolean;
}

/** The visits of the practice, as a subquery for `from ${visitsOf(view)} v`. From a past day: see `shadowVisits`. */
export function visitsOf(view: Viewpoint): RawBuilder<unknown> {
  return sql`(select * from visit where practice_id = ${view.practice})`;
}

/**
 * Puts the visits as they were known at the end of a past day in front of the real table, for the rest of the
 * transaction: a temporary table of the same name, which every later statement finds first. A booking is known from
 * the moment it was made (without that date, from the visit itself: otherwise the future would leak), an outcome from
 * the visit's own time, a cancellation from when it was made, and a moved visit stands where it stood then.
 */
export async function shadowVisits(db: Db, view: Viewpoint): Promise<void> {
  const { practice, knownAt } = view;
  await sql`create temporary table visit (like public.visit including defaults) on commit drop`.execute(db);
  await sql`
    insert into visit
    select v.practice_id, v.id, v.patient_id, v.location_id, v.clinician_id, v.service_id, v.booked_at,
      coalesce(moved.old_starts_at, v.starts_at), coalesce(moved.old_local_day, v.local_day), v.minutes,
      case
        when v.status = 'cancelled' and v.cancelled_at <= ${knownAt} then 'cancelled'
        when coalesce(moved.old_starts_at, v.starts_at) > ${knownAt} then 'booked'
        else v.status
      end,
      v.arrived_at, v.roomed_at, v.seen_at, v.left_at, v.cancelled_at, v.cancel_reason, v.charge_cents,
      v.source_system, v.source_id, v.import_id, v.provisional, v.created_at, v.updated_at
    from public.visit v
    left join (
      select distinct on (c.visit_id) c.visit_id, c.old_starts_at, c.old_local_day
      from visit_change c
      join public.visit now on now.practice_id = ${practice} and now.id = c.visit_id
      where c.practice_id = ${practice} and c.changed_at > ${knownAt} and c.old_starts_at <> now.starts_at
        and now.booked_at is not null
      order by c.visit_id, c.changed_at, c.id
    ) moved on moved.visit_id = v.id
    where v.practice_id = ${practice} and coalesce(v.booked_at, v.starts_at) <= ${knownAt} and not v.provisional`.execute(
    db,
  );
  await sql`create index on visit (practice_id, patient_id, local_day)`.execute(db);
  await sql`create index on visit (practice_id, local_day)`.execute(db);
  await sql`create index on visit (practice_id, id)`.execute(db);
  await sql`analyze visit`.execute(db);
}

/** Statuses of a visit that took place; only these make a rhythm. */
export const completedStatuses = sql`('seen', 'left')`;

/**
 * True of a visit still to come, on an alias of ours such as `v`. A provisional booking counts until the practice's own
 * schedule has been brought in again without it.
 */
export function isUpcoming(view: Viewpoint, alias: string): RawBuilder<boolean> {
  const visit = (column: string) => sql.ref(`${alias}.${column}`);
  return sql<boolean>`(${visit('status')} in ('booked', 'confirmed') and ${visit('local_day')} >= ${view.day}
    and ${visit('starts_at')} > ${view.knownAt}
    and not (${visit('provisional')} and exists (
      select from import i
      where i.practice_id = ${view.practice} and i.state = 'finished' and i.finished_at > ${visit('created_at')})))`;
}

/** True where the patient has a visit still to come. @param patient the SQL of a patient id, such as sql`p.id` */
export function hasUpcomingVisit(view: Viewpoint, patient: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from ${visitsOf(view)} upcoming
    where upcoming.patient_id = ${patient} and ${isUpcoming(view, 'upcoming')})`;
}

/**
 * True where the patient of a visit has another one booked on a later day: what is ticked before they leave. One rule for
 * the list that is shown and the one that is checked; the visit itself is no next one, also while it is still to come.
 * @param visit the alias of the visit's row
 */
export function hasVisitAfter(practice: PracticeId, visit: string): RawBuilder<boolean> {
  const of = (column: string) => sql.ref(`${visit}.${column}`);
  return sql<boolean>`exists (
    select from public.visit later
    where later.practice_id = ${practice} and later.patient_id = ${of('patient_id')}
      and later.local_day > ${of('local_day')} and later.status in ('booked', 'confirmed'))`;
}
