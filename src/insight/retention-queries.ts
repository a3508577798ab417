import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { LocalDate } from '../kit/local-date.ts';
import type { Words } from '../kit/words.ts';
import { completedStatuses, isUpcoming, type Viewpoint, visitsOf } from '../visits/reading.ts';

/** Patients by the best that can be said of any of their services; a patient counts once. */
export interface Standings {
  readonly scored: number;
  /** A visit booked. */
  readonly booked: number;
  /** First visit not long ago. */
  readonly fresh: number;
  /** On their own rhythm, or due and not late. */
  readonly onRhythm: number;
  readonly drifting: number;
  readonly overdue: number;
  readonly scoredOn: LocalDate | null;
}

const none: Standings = {
  scored: 0,
  booked: 0,
  fresh: 0,
  onRhythm: 0,
  drifting: 0,
  overdue: 0,
  scoredOn: null,
};

/** One pass over the scores, 0.1 s among 100,000 patients. */
export async function countStandings(db: Db, { practice }: Viewpoint): Promise<Standings> {
  const found = await sql<Standings>`
    with best as (
      select patient_id, max(as_of) as as_of, min(case status
          when 'booked' then 1 when 'on_rhythm' then 2 when 'due' then 2 when 'new' then 3
          when 'drifting' then 4 when 'overdue' then 5 end) as rank
      from rhythm_score
      where practice_id = ${practice} and status not in ('exited', 'too_few')
      group by patient_id
    )
    select count(*)::int as scored,
      count(*) filter (where rank = 1)::int as booked,
      count(*) filter (where rank = 2)::int as "onRhythm",
      count(*) filter (where rank = 3)::int as fresh,
      count(*) filter (where rank = 4)::int as drifting,
      count(*) filter (where rank = 5)::int as overdue,
      max(as_of) as "scoredOn"
    from best limit 1`.execute(db);
  return found.rows[0] ?? none;
}

/** Who left in the last so many days, by reason; died is a reason like the others. */
export async function countLeft(
  db: Db,
  { practice, day }: Viewpoint,
  days: number,
): Promise<readonly { readonly reason: string; readonly n: number }[]> {
  const found = await sql<{ reason: string; n: number }>`
    select case when deceased_on is not null then 'died' else exit_reason end as reason, count(*)::int as n
    from patient
    where practice_id = ${practice} and (status = 'exited' or deceased_on is not null)
      and coalesce(deceased_on, exited_on) > ${day}::date - ${days}::int
      and coalesce(deceased_on, exited_on) <= ${day}
    group by 1 order by n desc, reason limit 10`.execute(db);
  return found.rows;
}

/**
 * Of the patients who were here in the last so many days, how many left with the next visit booked: one made no later
 * than the day of the visit. Where the files do not say when bookings were made, any visit still to come counts.
 */
export async function countRebooked(
  db: Db,
  view: Viewpoint,
  days: number,
): Promise<{ readonly came: number; readonly rebooked: number; readonly datesKnown: boolean }> {
  const { practice, day } = view;
  const found = await sql<{ came: number; rebooked: number; datesKnown: boolean }>`
    with here as (
      select patient_id, max(local_day) as day
      from visit
      where practice_id = ${practice} and status in ${completedStatuses}
        and local_day > ${day}::date - ${days}::int and local_day <= ${day}
      group by patient_id
    ), next as (
      select h.patient_id, bool_or(v.booked_at is null or v.booked_at < h.day + 1) as before,
        bool_or(v.booked_at is not null) as known
      from here h
      join ${visitsOf(view)} v on v.patient_id = h.patient_id and v.local_day > h.day
      where ${isUpcoming(view, 'v')} or v.status in ${completedStatuses}
      group by h.patient_id
    )
    select (select count(*)::int from here) as came,
      count(*) filter (where before)::int as rebooked,
      coalesce(bool_and(known), false) as "datesKnown"
    from next limit 1`.execute(db);
  return found.rows[0] ?? { came: 0, rebooked: 0, datesKnown: false };
}

export interface RebookedOfService {
  readonly service: Words | null;
  readonly came: number;
  readonly rebooked: number;
}

// More are no comparison but a catalogue.
const mostServices = 8;

/**
 * The same by the service of each patient's last visit, the largest first; a visit to come counts whatever it is for.
 * @param fewest services with fewer patients are left out: a rate of a handful compares nobody
 */
export async function countRebookedByService(
  db: Db,
  view: Viewpoint,
  days: number,
  fewest: number,
): Promise<readonly RebookedOfService[]> {
  const { practice, day } = view;
  const found = await sql<RebookedOfService>`
    with here as (
      select distinct on (patient_id) patient_id, local_day as day, service_id
      from visit
      where practice_id = ${practice} and status in ${completedStatuses}
        and local_day > ${day}::date - ${days}::int and local_day <= ${day}
      order by patient_id, local_day desc, starts_at desc, id
    ), of_each as (
      select h.service_id, exists (
        select from ${visitsOf(view)} v
        where v.patient_id = h.patient_id and v.local_day > h.day
          and (v.booked_at is null or v.booked_at < h.day + 1)
          and (${isUpcoming(view, 'v')} or v.status in ${completedStatuses})) as before
      from here h
    )
    select s.name as service, count(*)::int as came, count(*) filter (where before)::int as rebooked
    from of_each o
    left join service s on s.practice_id = ${practice} and s.id = o.service_id
    group by o.service_id, s.name
    having count(*) >= ${fewest}
    order by came desc, o.service_id limit ${mostServices}`.execute(db);
  return found.rows;
}

/** What today's plan had to leave for later, and the minutes that it had. */
export async function findDayMinutes(
  db: Db,
  { practice, day }: Viewpoint,
): Promise<
  { readonly available: number; readonly backlog: number; readonly backlogMinutes: number } | undefined
> {
  const found = await sql<{ available: number; backlog: number; backlogMinutes: number }>`
    select minutes_available as available, backlog, backlog_minutes as "backlogMinutes"
    from day_plan where practice_id = ${practice} and day = ${day} limit 1`.execute(db);
  return found.rows[0];
}
