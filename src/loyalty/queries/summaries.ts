import { type RawBuilder, sql } from 'kysely';
import { withBulkPlans } from '../../database/bulk-plans.ts';
import type { Db } from '../../database/database.ts';
import type { PatientId } from '../../kit/ids.ts';
import { addDays } from '../../kit/local-date.ts';
import { completedStatuses, isUpcoming, type Viewpoint, visitsOf } from '../../visits/reading.ts';

/** True when summaries exist, so that only patients whose visits changed need new ones. */
export async function haveSummaries(db: Db, view: Viewpoint): Promise<boolean> {
  const found = await sql`select from visit_summary where practice_id = ${view.practice} limit 1`.execute(db);
  return found.rows.length > 0;
}

// Up to so many changed patients are looked up one by one; of more, a walk through everything is cheaper.
const fewChanged = 20_000;

/**
 * Summarises completed visits by patient and service: of all patients, or of those whose visits changed. One visit a
 * day; a rhythm is made of days.
 * @cost after a usual day its patients' visits alone, by their index, however many years there are
 */
export async function summarise(db: Db, view: Viewpoint, onlyChanged: boolean): Promise<void> {
  if (!onlyChanged) return withBulkPlans(db, () => summariseWhere(db, view, sql``));
  const found = await sql<{ patient_id: PatientId }>`
    select patient_id from visit_dirty where practice_id = ${view.practice} limit ${fewChanged + 1}`.execute(
    db,
  );
  if (found.rows.length === 0) return;
  const few = found.rows.length <= fewChanged;
  // As a list of values: joined to the table of changes, the bulk plans read every visit there ever was.
  const changed = few
    ? sql`and patient_id = any(${found.rows.map((row) => row.patient_id)}::uuid[])`
    : sql`and patient_id in (select d.patient_id from visit_dirty d where d.practice_id = ${view.practice})`;
  const work = async () => {
    await sql`delete from visit_summary where practice_id = ${view.practice} ${changed}`.execute(db);
    await summariseWhere(db, view, changed);
  };
  await (few ? work() : withBulkPlans(db, work));
}

/** @param condition on patient_id */
async function summariseWhere(db: Db, view: Viewpoint, condition: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into visit_summary (practice_id, patient_id, service_id, visit_days, last_day, visits)
    select ${view.practice}::int, patient_id, service_id, days, days[cardinality(days)], cardinality(days)
    from (
      select patient_id, service_id,
        array_agg(distinct local_day - date '1970-01-01' order by local_day - date '1970-01-01') as days
      from ${visitsOf(view)} v
      where service_id is not null and status in ${completedStatuses} and local_day <= ${view.day} ${condition}
      group by patient_id, service_id
    ) gathered`.execute(db);
}

/**
 * Gathers what the engine reads: days, next booking, exit. COPY takes no parameters, so the query goes through a
 * temporary table of the transaction.
 */
export async function prepareScoring(db: Db, view: Viewpoint): Promise<void> {
  // Within any horizon they may pass the age from which silence may be death; of the others age is not even read.
  const old = addDays(view.day, -68 * 365);
  await sql`
    create temporary table scoring on commit drop as
    with booked as (
      select distinct on (v.patient_id) v.patient_id, v.local_day - date '1970-01-01' as day,
        n.probability as missed, n.low as missed_low, n.high as missed_high, n.n as missed_n
      from ${visitsOf(view)} v
      left join no_show_score n on n.practice_id = ${view.practice} and n.visit_id = v.id
      where ${isUpcoming(view, 'v')}
      order by v.patient_id, v.local_day, v.starts_at, v.id
    )
    select s.patient_id, s.service_id, s.visit_days, b.day as booked,
      case when p.deceased_on <= ${view.day} then p.deceased_on - date '1970-01-01'
        when p.status = 'exited' and coalesce(p.exited_on, ${view.day}) <= ${view.day}
          then coalesce(p.exited_on, ${view.day}) - date '1970-01-01'
      end as exited,
      case when p.birth_date <= ${old} then p.birth_date - date '1970-01-01' end as born,
      case when p.birth_date <= ${old} then p.sex end as sex, b.missed, b.missed_low, b.missed_high, b.missed_n
    from visit_summary s
    join patient p on p.practice_id = ${view.practice} and p.id = s.patient_id
    join service r on r.practice_id = ${view.practice} and r.id = s.service_id and r.returns
    left join booked b on b.patient_id = s.patient_id
    where s.practice_id = ${view.practice} and p.known_from <= ${view.knownAt}`.execute(db);
}

export const scoringRows =
  'select patient_id, service_id, visit_days, booked, exited, born, sex, missed, missed_low, missed_high, missed_n from scoring';
