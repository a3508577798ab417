import { sql } from 'kysely';
import type { HouseholdId, PatientId, ServiceId } from '../../kit/ids.ts';
import { addDays, daysBetween, type LocalDate } from '../../kit/local-date.ts';
import type { Words } from '../../kit/words.ts';
import { numberParam } from '../../plan/model.ts';
import { hasUpcomingVisit, visitsOf } from '../../visits/reading.ts';
import { told, toldDay } from '../../words/told.ts';
import {
  type Candidate,
  type Fact,
  householdJoin,
  mostCandidates,
  type Occasion,
  type OccasionContext,
  ofServices,
  servedPatients,
  staffService,
} from './occasion.ts';

interface Row {
  patient_id: PatientId;
  household_id: HouseholdId | null;
  service_id: ServiceId;
  service_name: Words | null;
  as_of: LocalDate;
  last_day: LocalDate;
  due_on: LocalDate;
  recall_days: number;
  usual_gap_days: number | null;
  gaps: number;
  p_visit: number | null;
  p_low: number | null;
  p_high: number | null;
  episodes: number;
  overdue_percentile: number | null;
  call_value: number | null;
  call_value_low: number | null;
  call_value_high: number | null;
  total: number;
}

async function scored(context: OccasionContext, statuses: readonly string[]): Promise<readonly Row[]> {
  const { db, view, touchpoint } = context;
  const found = await sql<Row>`
    with worth as (
      -- a patient of two services that are meant is asked about the one that is worth more
      select r.*, row_number() over (partition by r.patient_id order by r.call_value desc nulls last, r.service_id) as nth
      from rhythm_score r
      where r.practice_id = ${view.practice} and r.status = any(${statuses}::text[])
        and ${ofServices(touchpoint, sql`r.service_id`)}
    )
    select p.id as patient_id, hm.household_id, r.service_id, s.name as service_name, r.as_of, r.last_day, r.due_on,
      r.recall_days, r.usual_gap_days, r.gaps, r.p_visit, r.p_low, r.p_high, r.episodes, r.overdue_percentile,
      r.call_value, r.call_value_low, r.call_value_high, count(*) over ()::int as total
    from worth r
    join patient p on p.practice_id = ${view.practice} and p.id = r.patient_id
    left join service s on s.practice_id = ${view.practice} and s.id = r.service_id
    ${householdJoin(view)}
    where r.nth = 1 and ${servedPatients(view)}
      and not ${hasUpcomingVisit(view, sql`p.id`)}
      and r.days_past_due >= ${numberParam(touchpoint, 'pastDueDays', -100_000)}
    order by r.call_value desc nulls last, r.due_on, p.id
    limit ${context.most ?? mostCandidates}`.execute(db);
  return found.rows;
}

function usualWords(gaps: number, usual: number, elapsed: number): string {
  return gaps === 0 ? told.facts.usualOfService(usual, elapsed) : told.facts.usual(usual, gaps, elapsed);
}

function inHundred(chance: number): string {
  return chance < 0.005 ? told.facts.fewerThanOne : String(Math.round(100 * chance));
}

function returnWords(row: Row, chance: number, low: number, high: number): string {
  return told.facts.comeBack(inHundred(chance), inHundred(low), inHundred(high), row.episodes);
}

function factsOf(row: Row, day: LocalDate): readonly Fact[] {
  const elapsed = daysBetween(row.last_day, day);
  const pastDue = daysBetween(row.due_on, day);
  const service = staffService(row.service_name);
  const facts: Fact[] = [
    {
      fact: told.facts.lastHere(toldDay(row.last_day), elapsed, service),
      source: told.sources.visits,
      date: row.last_day,
    },
  ];
  if (row.usual_gap_days !== null) {
    const fact = usualWords(row.gaps, Math.round(row.usual_gap_days), elapsed);
    facts.push({
      fact,
      source: row.gaps === 0 ? told.sources.serviceRhythm : told.sources.ownRhythm,
      date: row.as_of,
    });
  }
  facts.push({
    fact: told.facts.recall(toldDay(row.due_on), Math.max(0, pastDue)),
    source: told.sources.recall(row.recall_days),
    date: row.due_on,
  });
  if (row.p_visit !== null && row.p_low !== null && row.p_high !== null) {
    facts.push({
      fact: returnWords(row, row.p_visit, row.p_low, row.p_high),
      source: told.sources.rhythmModel,
      date: row.as_of,
    });
  }
  return facts;
}

function toCandidate(row: Row, day: LocalDate): Candidate {
  return {
    patientId: row.patient_id,
    householdId: row.household_id,
    occurrence: `since:${row.service_id}:${row.last_day}`,
    dueFrom: row.due_on < day ? row.due_on : day,
    // Nothing about a recall ends today; a week keeps it behind what does.
    dueTo: addDays(day, 7),
    facts: factsOf(row, day),
    merge: {
      lastVisit: { day: row.last_day },
      ...(row.service_name === null ? {} : { service: { words: row.service_name } }),
    },
    ...(row.call_value === null ? {} : { value: row.call_value }),
    ...(row.call_value_low === null ? {} : { valueLow: row.call_value_low }),
    ...(row.call_value_high === null ? {} : { valueHigh: row.call_value_high }),
    premise: { serviceId: row.service_id, lastDay: row.last_day },
  };
}

const gone: Occasion['gone'] = async ({ db, view, patientId, premise }) => {
  const found = await sql<{ local_day: LocalDate; status: string }>`
    select v.local_day, v.status from ${visitsOf(view)} v
    where v.patient_id = ${patientId}
      and ((v.status in ('booked', 'confirmed') and v.starts_at > ${view.knownAt})
        or (v.status in ('arrived', 'roomed', 'seen', 'left') and v.local_day > ${premise.lastDay}
          and v.service_id = ${premise.serviceId}))
    order by v.starts_at desc limit 1`.execute(db);
  const visit = found.rows[0];
  if (visit === undefined) return undefined;
  const coming = visit.status === 'booked' || visit.status === 'confirmed';
  return coming ? told.gone.booked(toldDay(visit.local_day)) : told.gone.wasHere(toldDay(visit.local_day));
};

function occasion(statuses: readonly string[]): Occasion {
  return {
    restsOnSchedule: true,
    find: async (context) => {
      const rows = await scored(context, statuses);
      return {
        candidates: rows.map((row) => toCandidate(row, context.view.day)),
        total: rows[0]?.total ?? 0,
      };
    },
    gone,
  };
}

/** Past or within the due window of a service, nothing booked. */
export const recallDue = occasion(['due', 'overdue']);

/** Past the own rhythm while the practice's recall rule would still wait; nothing booked. */
export const drifting = occasion(['drifting']);
