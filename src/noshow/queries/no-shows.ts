import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PatientId, PracticeId, VisitId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import { isUpcoming, type Viewpoint, visitsOf } from '../../visits/reading.ts';
import type { NoShowAnswer } from '../engine.ts';
import type { NoShowScore, NoShowState } from '../model.ts';

export interface BookingRow {
  readonly visit: VisitId;
  readonly patient: PatientId;
  readonly day: number;
  readonly bookedDay: number | null;
  readonly hour: number;
  readonly bookedHour: number | null;
  readonly service: string | null;
  readonly missed: boolean | null;
}

// What happened long ago, under other people and other reminders, says little of next week.
const mostPast = 20_000;
const mostAhead = 10_000;
const daysAhead = 90;

const columns = (view: Viewpoint) => sql`
  v.id as visit, v.patient_id as patient, v.local_day - date '1970-01-01' as day,
  (v.booked_at at time zone r.zone)::date - date '1970-01-01' as "bookedDay",
  (extract(epoch from (v.starts_at at time zone coalesce(l.zone, r.zone))::time) / 3600)::float8 as hour,
  (extract(epoch from (v.booked_at at time zone r.zone)::time) / 3600)::float8 as "bookedHour",
  v.service_id as service
  from ${visitsOf(view)} v
  join practice r on r.id = ${view.practice}
  left join location l on l.practice_id = ${view.practice} and l.id = v.location_id`;

/** Visits of which it is known whether the patient came, the newest first. */
export async function listPast(db: Db, view: Viewpoint): Promise<readonly BookingRow[]> {
  const found = await sql<BookingRow>`
    select v.status = 'no_show' as missed, ${columns(view)}
    where v.local_day < ${view.day} and v.status in ('arrived', 'roomed', 'seen', 'left', 'no_show')
    order by v.local_day desc, v.id limit ${mostPast}`.execute(db);
  return found.rows;
}

export async function listAhead(db: Db, view: Viewpoint): Promise<readonly BookingRow[]> {
  const found = await sql<BookingRow>`
    select null::boolean as missed, ${columns(view)}
    where ${isUpcoming(view, 'v')} and v.local_day <= ${view.day}::date + ${daysAhead}::int
    order by v.local_day, v.id limit ${mostAhead}`.execute(db);
  return found.rows;
}

/** Replaces what was said before. @param ahead the visits of `answer.scores`, in their order */
export async function storeNoShows(
  db: Db,
  view: Viewpoint,
  ahead: readonly BookingRow[],
  { state, n, usual, figures, scores }: NoShowAnswer,
): Promise<void> {
  await sql`delete from no_show_model where practice_id = ${view.practice}`.execute(db);
  await sql`delete from no_show_score where practice_id = ${view.practice}`.execute(db);
  await sql`
    insert into no_show_model (practice_id, as_of, state, n, usual, figures)
    values (${view.practice}, ${view.day}, ${state}, ${n}, ${usual}, ${JSON.stringify(figures)})`.execute(db);
  if (scores.length === 0) return;
  const rows = scores.map((score, nth) => ({
    visit_id: ahead[nth]?.visit,
    patient_id: ahead[nth]?.patient,
    ...score,
  }));
  await sql`
    insert into no_show_score (practice_id, visit_id, patient_id, as_of, probability, low, high, n, usual, reasons)
    select ${view.practice}::int, s.visit_id, s.patient_id, ${view.day}::date, s.probability, s.low, s.high, s.n, s.usual,
      s.reasons
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s (visit_id uuid, patient_id uuid,
      probability float8, low float8, high float8, n int, usual float8, reasons jsonb)`.execute(db);
}

const scoreOf = sql`s.probability, s.low, s.high, s.n, s.usual, s.reasons`;

/** Of the visits of one day. */
export async function listNoShowsOn(
  db: Db,
  practice: PracticeId,
  day: LocalDate,
): Promise<readonly (NoShowScore & { readonly visit: VisitId })[]> {
  const found = await sql<NoShowScore & { readonly visit: VisitId }>`
    select v.id as visit, ${scoreOf}
    from no_show_score s
    join visit v on v.practice_id = ${practice} and v.id = s.visit_id
    where s.practice_id = ${practice} and v.local_day = ${day} and v.status in ('booked', 'confirmed')
    order by v.starts_at, v.id limit 1000`.execute(db);
  return found.rows;
}

/** Of the next visit that a patient has. */
export async function findNextNoShow(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  day: LocalDate,
): Promise<(NoShowScore & { readonly day: LocalDate }) | undefined> {
  const found = await sql<NoShowScore & { readonly day: LocalDate }>`
    select v.local_day as day, ${scoreOf}
    from no_show_score s
    join visit v on v.practice_id = ${practice} and v.id = s.visit_id
    where s.practice_id = ${practice} and s.patient_id = ${patient} and v.status in ('booked', 'confirmed')
      and v.local_day >= ${day}
    order by v.starts_at, v.id limit 1`.execute(db);
  return found.rows[0];
}

export async function findState(db: Db, practice: PracticeId): Promise<NoShowState | undefined> {
  const found = await sql<{ state: NoShowState }>`
    select state from no_show_model where practice_id = ${practice}`.execute(db);
  return found.rows[0]?.state;
}
