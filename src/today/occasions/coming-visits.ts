import { type RawBuilder, sql } from 'kysely';
import type { HouseholdId, PatientId, VisitId } from '../../kit/ids.ts';
import { addDays, type LocalDate } from '../../kit/local-date.ts';
import type { Words } from '../../kit/words.ts';
import { numberParam, textParam } from '../../plan/model.ts';
import { completedStatuses, visitsOf } from '../../visits/reading.ts';
import { told, toldDay } from '../../words/told.ts';
import {
  type Candidate,
  householdJoin,
  mostCandidates,
  type Occasion,
  type OccasionContext,
  ofServices,
  type PremiseContext,
  servedPatients,
  staffService,
} from './occasion.ts';

interface Row {
  visit_id: VisitId;
  patient_id: PatientId;
  household_id: HouseholdId | null;
  starts_at: Date;
  local_day: LocalDate;
  zone: string;
  has_time: boolean;
  booked_on: LocalDate | null;
  minutes: number | null;
  service_name: Words | null;
  what_we_do: Words | null;
  missed: number;
  total: number;
}

// Fewer visits than this prove nothing.
const provenVisits = 6;

/**
 * For whom by the chance that they do not come: `likelier` than usual, or `courtesy` for all others but those who always
 * came. Where the practice's own past tells nothing of it, there is nobody likelier and everybody gets the courtesy.
 */
function ofRisk({ view, touchpoint }: OccasionContext): RawBuilder<boolean> {
  const risk = textParam(touchpoint, 'risk');
  if (risk !== 'likelier' && risk !== 'courtesy') return sql<boolean>`true`;
  // As `isLikelier` of noshow/model.ts has it.
  const likelier = sql`exists (
    select from no_show_score n
    join no_show_model m on m.practice_id = ${view.practice} and m.state = 'told'
    where n.practice_id = ${view.practice} and n.visit_id = v.id and n.probability >= 1.5 * n.usual and n.low > n.usual)`;
  if (risk === 'likelier') return sql<boolean>`${likelier}`;
  return sql<boolean>`not ${likelier} and not (
    select count(*) filter (where e.status in ${completedStatuses}) >= ${provenVisits}
      and count(*) filter (where e.status = 'no_show') = 0
    from ${visitsOf(view)} e where e.patient_id = p.id and e.local_day < v.local_day)`;
}

async function comingVisits(context: OccasionContext, first: boolean): Promise<readonly Row[]> {
  const { db, view, practice, touchpoint } = context;
  const asked = addDays(view.day, numberParam(touchpoint, 'daysBefore', 1));
  // Who comes on Monday is called on Friday: on the days between nobody is there to call.
  const { nextWorkday = asked } = context;
  const until = asked > view.day && nextWorkday > asked ? nextWorkday : asked;
  const earlier = sql`exists (
    select from ${visitsOf(view)} e
    where e.patient_id = p.id and e.status in ${completedStatuses} and e.local_day < v.local_day)`;
  const found = await sql<Row>`
    with coming as (
      -- the next visit only: a patient with two in a week is called about the first of those that are meant
      select distinct on (v.patient_id) v.*
      from ${visitsOf(view)} v
      where v.status in ('booked', 'confirmed') and v.local_day > ${view.day} and v.local_day <= ${until}
        and not v.provisional and ${ofServices(touchpoint, sql`v.service_id`)}
      order by v.patient_id, v.starts_at
    )
    select v.id as visit_id, p.id as patient_id, hm.household_id, v.starts_at, v.local_day,
      coalesce(l.zone, ${practice.zone}) as zone,
      (v.starts_at at time zone coalesce(l.zone, ${practice.zone}))::time <> '00:00' as has_time,
      (v.booked_at at time zone coalesce(l.zone, ${practice.zone}))::date as booked_on,
      coalesce(v.minutes, s.minutes) as minutes, s.name as service_name, s.what_we_do,
      coalesce(missed.count, 0)::int as missed, count(*) over ()::int as total
    from coming v
    join patient p on p.practice_id = ${view.practice} and p.id = v.patient_id
    left join location l on l.practice_id = ${view.practice} and l.id = v.location_id
    left join service s on s.practice_id = ${view.practice} and s.id = v.service_id
    ${householdJoin(view)}
    left join lateral (
      select count(*) as count from ${visitsOf(view)} m
      where m.patient_id = p.id and m.status = 'no_show' and m.local_day < v.local_day
    ) missed on true
    where ${servedPatients(view)} and ${first ? sql`not ${earlier}` : earlier} and ${ofRisk(context)}
    order by v.local_day, coalesce(missed.count, 0) desc, v.starts_at, v.id
    limit ${context.most ?? mostCandidates}`.execute(db);
  return found.rows;
}

function toCandidate(row: Row, context: OccasionContext, first: boolean): Candidate {
  const { view } = context;
  const service = staffService(row.service_name);
  const known = row.booked_on ?? view.day;
  const facts = [
    {
      fact: first
        ? told.facts.firstVisit(toldDay(row.local_day), service)
        : told.facts.visit(toldDay(row.local_day), service),
      source: told.sources.schedule,
      date: known,
    },
  ];
  if (row.missed > 0) {
    facts.push({ fact: told.facts.missed(row.missed), source: told.sources.schedule, date: view.day });
  }
  return {
    patientId: row.patient_id,
    householdId: row.household_id,
    occurrence: `visit:${row.visit_id}`,
    dueFrom: view.day,
    dueTo: addDays(row.local_day, -1),
    facts,
    merge: {
      day: { day: row.local_day },
      ...(row.has_time ? { time: { time: row.starts_at, zone: row.zone } } : {}),
      ...(row.minutes === null ? {} : { minutes: { text: String(row.minutes) } }),
      ...(row.service_name === null ? {} : { service: { words: row.service_name } }),
      ...(row.what_we_do === null ? {} : { whatWeDo: { words: row.what_we_do } }),
    },
    premise: { visitId: row.visit_id, localDay: row.local_day },
  };
}

export async function visitGone({ db, view, premise }: PremiseContext): Promise<string | undefined> {
  const found = await sql<{
    status: string;
    local_day: LocalDate;
    cancelled_on: LocalDate | null;
    cancelled_at: string;
  }>`
    select v.status, v.local_day,
      (v.cancelled_at at time zone coalesce(l.zone, p.zone))::date as cancelled_on,
      to_char(v.cancelled_at at time zone coalesce(l.zone, p.zone), 'HH24:MI') as cancelled_at
    from ${visitsOf(view)} v
    join practice p on p.id = ${view.practice}
    left join location l on l.practice_id = ${view.practice} and l.id = v.location_id
    where v.id = ${premise.visitId}`.execute(db);
  const visit = found.rows[0];
  if (visit === undefined) return told.gone.notInSchedule;
  if (visit.status === 'cancelled') {
    if (visit.cancelled_on === null) return told.gone.cancelled('');
    // A day without a time came as its midnight.
    return visit.cancelled_on === view.day && visit.cancelled_at !== '00:00'
      ? told.gone.cancelledAt(visit.cancelled_at)
      : told.gone.cancelled(toldDay(visit.cancelled_on));
  }
  if (visit.status === 'no_show') return told.gone.didNotCome;
  if (visit.status !== 'booked' && visit.status !== 'confirmed') return told.gone.hereAlready;
  if (visit.local_day !== premise.localDay) return told.gone.moved(toldDay(visit.local_day));
  return undefined;
}

function occasion(first: boolean): Occasion {
  return {
    restsOnSchedule: true,
    find: async (context) => {
      const rows = await comingVisits(context, first);
      return { candidates: rows.map((row) => toCandidate(row, context, first)), total: rows[0]?.total ?? 0 };
    },
    gone: visitGone,
  };
}

/** Somebody comes for the first time within `daysBefore` days: describe the visit before it happens. */
export const firstVisitAhead = occasion(true);

/** Somebody who has been here before comes within `daysBefore` days; those who missed visits before go first. */
export const visitAhead = occasion(false);
