import { type RawBuilder, sql } from 'kysely';
import type { HouseholdId, PatientId, VisitId } from '../../kit/ids.ts';
import { addDays, type LocalDate } from '../../kit/local-date.ts';
import type { Words } from '../../kit/words.ts';
import { numberParam } from '../../plan/model.ts';
import { completedStatuses, hasUpcomingVisit, visitsOf } from '../../visits/reading.ts';
import { told, toldDay } from '../../words/told.ts';
import {
  type Candidate,
  householdJoin,
  mostCandidates,
  type Occasion,
  type OccasionContext,
  ofServices,
  servedPatients,
  staffService,
} from './occasion.ts';

interface Row {
  visit_id: VisitId;
  patient_id: PatientId;
  household_id: HouseholdId | null;
  local_day: LocalDate;
  service_name: Words | null;
  after_care: Words | null;
  check_in_days: number | null;
  total: number;
}

// Of one day, so that what one visit asks for is not lost to another an hour later.
async function pastVisits(context: OccasionContext, condition: RawBuilder<boolean>): Promise<readonly Row[]> {
  const { db, view, touchpoint } = context;
  const found = await sql<Row>`
    with recent as (
      select v.*, max(v.local_day) over (partition by v.patient_id) as last_day
      from ${visitsOf(view)} v
      where v.status in ${completedStatuses} and v.local_day <= ${view.day}
        and v.local_day >= ${addDays(view.day, -70)}
    ),
    past as (
      select distinct on (p.id) v.id as visit_id, p.id as patient_id, hm.household_id, v.local_day, s.name as service_name, s.after_care,
        s.check_in_days, v.starts_at
      from recent v
      join patient p on p.practice_id = ${view.practice} and p.id = v.patient_id
      left join service s on s.practice_id = ${view.practice} and s.id = v.service_id
      ${householdJoin(view)}
      where v.local_day = v.last_day and ${servedPatients(view)} and ${ofServices(touchpoint, sql`v.service_id`)}
        and ${condition}
      order by p.id, v.starts_at desc, v.id
    )
    select *, count(*) over ()::int as total from past
    order by local_day desc, starts_at, visit_id
    limit ${context.most ?? mostCandidates}`.execute(db);
  return found.rows;
}

function toCandidate(row: Row, dueTo: LocalDate, context: OccasionContext, why: string): Candidate {
  return {
    patientId: row.patient_id,
    householdId: row.household_id,
    occurrence: `visit:${row.visit_id}`,
    dueFrom: context.view.day,
    dueTo,
    facts: [
      {
        fact: told.facts.wasHere(toldDay(row.local_day), staffService(row.service_name)),
        source: told.sources.visits,
        date: row.local_day,
      },
      { fact: why, source: told.sources.schedule, date: context.view.day },
    ],
    merge: {
      day: { day: row.local_day },
      ...(row.service_name === null ? {} : { service: { words: row.service_name } }),
      ...(row.after_care === null ? {} : { afterCare: { words: row.after_care } }),
    },
    premise: { visitId: row.visit_id },
  };
}

async function upcomingDay({
  db,
  view,
  patientId,
}: Parameters<Occasion['gone']>[0]): Promise<LocalDate | undefined> {
  const found = await sql<{ local_day: LocalDate }>`
    select v.local_day from ${visitsOf(view)} v
    where v.patient_id = ${patientId} and v.status in ('booked', 'confirmed') and v.starts_at > ${view.knownAt}
    order by v.starts_at limit 1`.execute(db);
  return found.rows[0]?.local_day;
}

async function knowsBookingsAhead({ db, view }: OccasionContext): Promise<boolean> {
  const found = await sql<{ known: boolean }>`
    select exists (
      select from ${visitsOf(view)} v where v.status in ('booked', 'confirmed') and v.local_day >= ${view.day}
    ) as known`.execute(db);
  return found.rows[0]?.known ?? false;
}

/** Somebody was here today and went without a next visit: offered the same day, once. */
export const leftWithoutNext: Occasion = {
  restsOnSchedule: true,
  restsOnToday: true,
  find: async (context) => {
    const { view } = context;
    const rows = await pastVisits(
      context,
      sql<boolean>`v.local_day = ${view.day} and not ${hasUpcomingVisit(view, sql`p.id`)}`,
    );
    // Where no booking of the future is known at all, nobody can say that this patient has none.
    const why = (await knowsBookingsAhead(context)) ? told.facts.noNext : told.facts.noneAhead;
    const candidates = rows.map((row) => toCandidate(row, view.day, context, why));
    return { candidates, total: rows[0]?.total ?? 0 };
  },
  gone: async (context) => {
    const next = await upcomingDay(context);
    return next === undefined ? undefined : told.gone.nextBooked(toldDay(next));
  },
};

/** A visit whose service asks for a check-in, so many days ago. */
export const afterVisit: Occasion = {
  restsOnSchedule: true,
  find: async (context) => {
    const { view, touchpoint } = context;
    const window = numberParam(touchpoint, 'windowDays', 2);
    const rows = await pastVisits(
      context,
      // What is written goes the next day, to whomever there is something to write.
      touchpoint.params.withAfterCare === true
        ? sql<boolean>`s.after_care <> '{}' and ${view.day}::date - v.local_day between 1 and 1 + ${window}::int`
        : sql<boolean>`s.check_in_days is not null
            and ${view.day}::date - v.local_day between s.check_in_days and s.check_in_days + ${window}::int`,
    );
    const candidates = rows.map((row) => {
      const asked = touchpoint.params.withAfterCare === true ? 1 : (row.check_in_days ?? 0);
      const dueTo = addDays(row.local_day, asked + window);
      return toCandidate(row, dueTo, context, told.facts.checkIn(asked));
    });
    return { candidates, total: rows[0]?.total ?? 0 };
  },
  gone: async ({ db, view, patientId, premise }) => {
    const found = await sql<{ local_day: LocalDate }>`
      select later.local_day
      from ${visitsOf(view)} v
      join ${visitsOf(view)} later on later.patient_id = ${patientId} and later.local_day > v.local_day
        and later.status in ('arrived', 'roomed', 'seen', 'left')
      where v.id = ${premise.visitId}
      order by later.local_day limit 1`.execute(db);
    const later = found.rows[0]?.local_day;
    return later === undefined ? undefined : told.gone.hereAgain(toldDay(later));
  },
};
