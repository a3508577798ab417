import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { ActId, PatientId } from '../../kit/ids.ts';
import type { Touchpoint } from '../../plan/model.ts';
import { hasUpcomingVisit, type Viewpoint } from '../../visits/reading.ts';

/** An act that was made before and what became of it, as far as today's plan must respect it. */
export interface ActHistory {
  readonly id: ActId;
  readonly state: 'planned' | 'held' | 'waiting' | 'done' | 'closed';
  readonly attempts: number;
  readonly notBefore: Date | null;
  /** No answer closed it: its occasion had passed, or nobody was allowed to contact the patient. */
  readonly closedItself: boolean;
  /**
   * The try of an earlier day gave nobody what is owed: a message was left, or a promise met a wrong number or a day
   * that was not right for it.
   */
  readonly owedStill: boolean;
  /** Recorded as booked, but a schedule that was brought in since does not have it. */
  readonly bookingMissing: boolean;
}

/**
 * What became of acts with these ids. In the past of a what-if nothing had happened yet that was recorded later, so
 * only outcomes up to `knownAt` count.
 */
export async function findHistory(
  db: Db,
  view: Viewpoint,
  ids: readonly ActId[],
): Promise<ReadonlyMap<ActId, ActHistory>> {
  if (ids.length === 0 || !view.live) return new Map();
  const found = await sql<{
    id: ActId;
    state: ActHistory['state'];
    attempts: number;
    not_before: Date | null;
    closed_itself: boolean;
    owed_still: boolean;
    booking_missing: boolean;
  }>`
    select a.id, a.state, a.attempts, a.not_before,
      -- after these an act waits: what closed it came later, and was nobody's answer
      a.state = 'closed' and coalesce(last.outcome in ('no_answer', 'call_back', 'later'), true) as closed_itself,
      coalesce((last.outcome = 'left_message'
          or last.outcome in ('wrong_number', 'not_appropriate') and a.premise ->> 'promiseId' is not null)
        and (last.recorded_at at time zone r.zone)::date < ${view.day}, false) as owed_still,
      coalesce(last.outcome = 'booked' and exists (
        select from import i
        where i.practice_id = ${view.practice} and i.state = 'finished' and i.finished_at > last.recorded_at)
        and not ${hasUpcomingVisit(view, sql`a.patient_id`)}
        and not exists (
          select from visit v where v.practice_id = ${view.practice} and v.patient_id = a.patient_id
            and v.starts_at > last.recorded_at and v.status <> 'cancelled' and not v.provisional), false)
        as booking_missing
    from act a
    join practice r on r.id = ${view.practice}
    left join lateral (
      select o.outcome, o.recorded_at from act_outcome o
      where o.practice_id = ${view.practice} and o.act_id = a.id and o.outcome <> 'undo'
        and not exists (
          select from act_outcome u where u.practice_id = ${view.practice} and u.undoes = o.id)
      order by o.recorded_at desc, o.id desc limit 1
    ) last on true
    where a.practice_id = ${view.practice} and a.id = any(${ids}::uuid[])`.execute(db);
  return new Map(
    found.rows.map((row) => [
      row.id,
      {
        id: row.id,
        state: row.state,
        attempts: row.attempts,
        notBefore: row.not_before,
        closedItself: row.closed_itself,
        owedStill: row.owed_still,
        bookingMissing: row.booking_missing,
      },
    ]),
  );
}

/** The newest act of a touchpoint about each of these visits, as `patient visit`: what it was about, and the day it named. */
export async function findLastForVisits(
  db: Db,
  view: Viewpoint,
  { id }: Touchpoint,
  about: readonly { readonly patientId: PatientId; readonly premise: Readonly<Record<string, string>> }[],
): Promise<
  ReadonlyMap<string, { readonly occurrence: string; readonly localDay: string; readonly done: boolean }>
> {
  if (about.length === 0 || !view.live) return new Map();
  const found = await sql<{ key: string; occurrence: string; localDay: string; done: boolean }>`
    select distinct on (key) a.patient_id || ' ' || (a.premise ->> 'visitId') as key, a.occurrence,
      a.premise ->> 'localDay' as "localDay", a.state = 'done' as done
    from act a
    where a.practice_id = ${view.practice} and a.touchpoint_id = ${id}
      and a.patient_id = any(${about.map(({ patientId }) => patientId)}::uuid[])
      and a.premise ->> 'visitId' = any(${about.map(({ premise }) => premise.visitId ?? '')}::text[])
    order by key, a.created_at desc, a.state = 'done', a.id limit 10000`.execute(db);
  return new Map(found.rows.map(({ key, ...last }) => [key, last]));
}

/** Patients to leave in peace on a topic: they declined it, or said it was not right, less than `days` ago. */
export async function findDeclined(
  db: Db,
  view: Viewpoint,
  patients: readonly PatientId[],
  days: number,
): Promise<ReadonlySet<string>> {
  if (patients.length === 0) return new Set();
  const found = await sql<{ patient_id: PatientId; topic: string }>`
    select distinct o.patient_id, a.topic
    from act_outcome o
    join act a on a.practice_id = ${view.practice} and a.id = o.act_id
    where o.practice_id = ${view.practice} and o.patient_id = any(${patients}::uuid[])
      and o.outcome in ('declined', 'not_appropriate')
      and o.recorded_at <= ${view.knownAt}
      and o.recorded_at > ${view.knownAt}::timestamptz - make_interval(days => ${days})
      and not exists (select from act_outcome u where u.practice_id = ${view.practice} and u.undoes = o.id)
    limit 10000`.execute(db);
  return new Set(found.rows.map((row) => `${row.patient_id} ${row.topic}`));
}

/** Patients who got an act today already. */
export async function findTouchedToday(db: Db, view: Viewpoint): Promise<ReadonlySet<PatientId>> {
  if (!view.live) return new Set();
  const found = await sql<{ patient_id: PatientId }>`
    select distinct patient_id from act
    where practice_id = ${view.practice} and day = ${view.day} and state = 'done'
    limit 10000`.execute(db);
  return new Set(found.rows.map((row) => row.patient_id));
}

/** Who was asked by a touchpoint less than its days of rest ago: `touchpoint patient`. */
export async function findAskedLately(
  db: Db,
  view: Viewpoint,
  touchpoints: readonly Touchpoint[],
): Promise<ReadonlySet<string>> {
  const resting = touchpoints.filter((one) => one.restDays !== null);
  if (resting.length === 0 || !view.live) return new Set();
  const found = await sql<{ asked: string }>`
    select distinct a.touchpoint_id || ' ' || a.patient_id as asked
    from unnest(${resting.map((one) => one.id)}::uuid[], ${resting.map((one) => one.restDays)}::int[]) r(id, days)
    join act a on a.practice_id = ${view.practice} and a.touchpoint_id = r.id and a.state = 'done'
      and a.day > ${view.day}::date - r.days
    limit 20000`.execute(db);
  return new Set(found.rows.map((row) => row.asked));
}
