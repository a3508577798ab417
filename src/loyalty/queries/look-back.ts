import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import { completedStatuses } from '../../visits/reading.ts';
import type { LookBack } from '../look-back.ts';

/** The last day with a completed visit, up to today, and whether the record knows of bookings and of exits. */
export async function describeRecord(
  db: Db,
  practice: PracticeId,
  today: LocalDate,
): Promise<{ readonly lastDay: LocalDate | null; readonly bookedShare: number; readonly exits: number }> {
  const found = await sql<{ lastDay: LocalDate | null; bookedShare: number; exits: number }>`
    select max(local_day) filter (where status in ${completedStatuses}) as "lastDay",
      coalesce(avg((booked_at is not null)::int), 0)::float as "bookedShare",
      (select count(*)::int from patient where practice_id = ${practice} and (status = 'exited' or deceased_on is not null)) as exits
    from visit where practice_id = ${practice} and local_day <= ${today} limit 1`.execute(db);
  return found.rows[0] ?? { lastDay: null, bookedShare: 0, exits: 0 };
}

/**
 * Gathers for each patient who had come by the origin: the service they came for most until then (the newer one of two),
 * the days of all completed visits, the day they left, and whether a visit was in the book on that day. The rows go out
 * by COPY, which takes no parameters, hence the temporary table.
 */
export async function prepareLookBack(
  db: Db,
  practice: PracticeId,
  origin: LocalDate,
  lastDay: LocalDate,
): Promise<void> {
  await sql`
    create temporary table looking_back on commit drop as
    with day as (
      select patient_id, service_id, local_day
      from visit
      where practice_id = ${practice} and status in ${completedStatuses} and local_day <= ${lastDay}
    ), came as (
      select patient_id, array_agg(distinct local_day - date '1970-01-01') as days
      from day group by patient_id having min(local_day) <= ${origin}
    ), main as (
      select distinct on (patient_id) patient_id, service_id
      from (
        select patient_id, service_id, count(*) as visits, max(local_day) as last
        from day where local_day <= ${origin} and service_id is not null
        group by patient_id, service_id
      ) service
      order by patient_id, visits desc, last desc, service_id
    ), booked as (
      select distinct patient_id from visit
      where practice_id = ${practice} and local_day > ${origin} and booked_at < ${origin}::date + 1
        and not (status = 'cancelled' and coalesce(cancelled_at, '-infinity') < ${origin}::date + 1)
    )
    select m.service_id, c.days,
      coalesce(p.deceased_on, case when p.status = 'exited' then p.exited_on end) - date '1970-01-01' as exited,
      b.patient_id is not null as booked
    from came c
    join patient p on p.practice_id = ${practice} and p.id = c.patient_id
    left join main m on m.patient_id = c.patient_id
    left join booked b on b.patient_id = c.patient_id
    order by c.patient_id`.execute(db);
}

export const lookBackRows = 'select service_id, days, exited, booked from looking_back';

export interface StoredLookBack {
  readonly day: LocalDate;
  readonly origin: LocalDate;
  readonly horizonDays: number;
  readonly madeAt: Date;
  readonly found: LookBack;
}

export async function storeLookBack(
  db: Db,
  practice: PracticeId,
  { day, origin, horizonDays, madeAt, found }: StoredLookBack,
): Promise<void> {
  const json = JSON.stringify(found);
  await sql`
    insert into look_back (practice_id, day, origin, horizon_days, made_at, found)
    values (${practice}, ${day}, ${origin}, ${horizonDays}, ${madeAt}, ${json})
    on conflict (practice_id) do update
      set day = excluded.day, origin = excluded.origin, horizon_days = excluded.horizon_days,
        made_at = excluded.made_at, found = excluded.found`.execute(db);
}

export async function forgetLookBack(db: Db, practice: PracticeId): Promise<void> {
  await sql`delete from look_back where practice_id = ${practice}`.execute(db);
}

export async function findLookBack(db: Db, practice: PracticeId): Promise<StoredLookBack | undefined> {
  const found = await sql<StoredLookBack>`
    select day, origin, horizon_days as "horizonDays", made_at as "madeAt", found
    from look_back where practice_id = ${practice} limit 1`.execute(db);
  return found.rows[0];
}

/** Whether any visit took place, and when files last came in. */
export async function findLastNews(
  db: Db,
  practice: PracticeId,
): Promise<{ readonly visits: boolean; readonly importedAt: Date | null }> {
  const found = await sql<{ visits: boolean; importedAt: Date | null }>`
    select exists (
        select from visit where practice_id = ${practice} and status in ${completedStatuses}) as visits,
      (select max(finished_at) from import where practice_id = ${practice} and state = 'finished') as "importedAt"
    limit 1`.execute(db);
  return found.rows[0] ?? { visits: false, importedAt: null };
}
