import { sql } from 'kysely';
import type { HouseholdId, PatientId } from '../../kit/ids.ts';
import { addDays, dayFromNumber, dayNumber, type LocalDate } from '../../kit/local-date.ts';
import type { Words } from '../../kit/words.ts';
import { guardianJoin, isChild } from '../../patients/reading.ts';
import { numberParam } from '../../plan/model.ts';
import { told, toldDay } from '../../words/told.ts';
import {
  type Candidate,
  type Fact,
  householdJoin,
  mostCandidates,
  type Occasion,
  type OccasionContext,
  servedPatients,
} from './occasion.ts';

const holds: Occasion['gone'] = async () => undefined;

interface Summary {
  guardian: string | null;
  patient_id: PatientId;
  household_id: HouseholdId | null;
  first_day: number;
  last_day: number;
  visits: number;
  total: number;
}

// Visits of all services together, from the summaries that the scores are made of.
const summaries = (context: OccasionContext) => sql`
  select patient_id, min(visit_days[1])::int as first_day, max(last_day)::int as last_day, sum(visits)::int as visits
  from visit_summary where practice_id = ${context.view.practice}
  group by patient_id`;

// A child's card goes to whoever is responsible; where nobody is known, none is written.
const mayHaveCard = (day: LocalDate) => sql<boolean>`(not ${isChild(day)} or guardian.name is not null)`;

function toGuardian(guardian: string | null, day: LocalDate): readonly Fact[] {
  return guardian === null
    ? []
    : [{ fact: told.facts.toGuardian(guardian), source: told.sources.record, date: day }];
}

/** Every so many visits: a card of thanks. */
export const milestoneVisit: Occasion = {
  restsOnSchedule: false,
  find: async (context) => {
    const { db, view, touchpoint } = context;
    const every = numberParam(touchpoint, 'every', 5);
    const since = dayNumber(view.day) - numberParam(touchpoint, 'withinDays', 10);
    const found = await sql<Summary>`
      with summary as (${summaries(context)}),
      reached as materialized (
        select * from summary where visits > 0 and visits % ${every}::int = 0 and last_day >= ${since})
      select p.id as patient_id, hm.household_id, y.first_day, y.last_day, y.visits, guardian.name as guardian, count(*) over ()::int as total
      from reached y
      join patient p on p.practice_id = ${view.practice} and p.id = y.patient_id
      ${householdJoin(view)}
      ${guardianJoin(view.practice, view.day)}
      where ${servedPatients(view)} and ${mayHaveCard(view.day)}
      order by y.visits desc, y.last_day desc, p.id
      limit ${context.most ?? mostCandidates}`.execute(db);
    const candidates = found.rows.map((row): Candidate => {
      const last = dayFromNumber(row.last_day);
      return {
        patientId: row.patient_id,
        householdId: row.household_id,
        occurrence: `visits:${row.visits}`,
        dueFrom: view.day,
        dueTo: addDays(view.day, 10),
        facts: [
          {
            fact: told.facts.milestone(row.visits, toldDay(dayFromNumber(row.first_day))),
            source: told.sources.visits,
            date: last,
          },
          ...toGuardian(row.guardian, view.day),
        ],
        merge: {
          visits: { text: String(row.visits) },
          since: { day: dayFromNumber(row.first_day) },
          lastVisit: { day: last },
        },
        premise: {},
      };
    });
    return { candidates, total: found.rows[0]?.total ?? 0 };
  },
  gone: holds,
};

/** The days of `[day, day + ahead]` as month and day; 29 February counts as the 28th where there is none. */
export function monthDays(day: LocalDate, ahead: number): ReadonlyMap<string, LocalDate> {
  const found = new Map<string, LocalDate>();
  for (let i = 0; i <= ahead; i += 1) {
    const one = addDays(day, i);
    found.set(one.slice(5), one);
    if (one.slice(5) === '02-28' && addDays(one, 1).slice(5) === '03-01') found.set('02-29', one);
  }
  return found;
}

interface DatedRow {
  guardian: string | null;
  patient_id: PatientId;
  household_id: HouseholdId | null;
  date: LocalDate;
  last_day: number;
  total: number;
}

function yearsWords(years: number): Words {
  return years === 1 ? { en: '1 year', es: '1 año' } : { en: `${years} years`, es: `${years} años` };
}

function cardCandidate(
  row: DatedRow,
  today: LocalDate,
  on: LocalDate,
  what: string,
  source: string,
  code: string,
): Candidate {
  return {
    patientId: row.patient_id,
    householdId: row.household_id,
    occurrence: `${code}:${on.slice(0, 4)}`,
    dueFrom: addDays(on, -3),
    dueTo: on,
    facts: [
      { fact: what, source, date: row.date },
      {
        fact: told.facts.lastHereOn(toldDay(dayFromNumber(row.last_day))),
        source: told.sources.visits,
        date: dayFromNumber(row.last_day),
      },
      ...toGuardian(row.guardian, today),
    ],
    merge: {
      day: { day: on },
      years: { words: yearsWords(Number(on.slice(0, 4)) - Number(row.date.slice(0, 4))) },
    },
    premise: {},
  };
}

/** A birthday within `daysBefore` days, of somebody seen within `seenWithinDays`. Only whole birth dates count. */
export const birthday: Occasion = {
  restsOnSchedule: false,
  find: async (context) => {
    const { db, view, touchpoint } = context;
    const days = monthDays(view.day, numberParam(touchpoint, 'daysBefore', 3));
    const since = dayNumber(view.day) - numberParam(touchpoint, 'seenWithinDays', 730);
    const found = await sql<DatedRow>`
      with summary as materialized (${summaries(context)})
      select p.id as patient_id, hm.household_id, p.birth_date as date, y.last_day, guardian.name as guardian, count(*) over ()::int as total
      from patient p
      join summary y on y.patient_id = p.id
      ${householdJoin(view)}
      ${guardianJoin(view.practice, view.day)}
      where ${servedPatients(view)} and ${mayHaveCard(view.day)} and p.birth_precision = 'day' and y.last_day >= ${since}
        and to_char(p.birth_date, 'MM-DD') = any(${[...days.keys()]}::text[])
      order by to_char(p.birth_date, 'MM-DD'), y.last_day desc, p.id
      limit ${context.most ?? mostCandidates}`.execute(db);
    const candidates = found.rows.flatMap((row) => {
      const on = days.get(row.date.slice(5));
      // Age stays off the list: the card does not need it and the desk is a public place.
      return on === undefined
        ? []
        : [
            cardCandidate(
              row,
              view.day,
              on,
              told.facts.birthday(toldDay(on)),
              told.sources.record,
              'birthday',
            ),
          ];
    });
    return { candidates, total: found.rows[0]?.total ?? 0 };
  },
  gone: holds,
};

/** The day of the first visit comes round, of somebody seen within `seenWithinDays`. */
export const anniversary: Occasion = {
  restsOnSchedule: false,
  find: async (context) => {
    const { db, view, touchpoint } = context;
    const days = monthDays(view.day, numberParam(touchpoint, 'daysBefore', 3));
    const since = dayNumber(view.day) - numberParam(touchpoint, 'seenWithinDays', 550);
    const found = await sql<DatedRow>`
      with summary as (${summaries(context)}),
      -- the few whose day it is first: joined to patients before, each of them would read the whole summary
      dated as materialized (
        select y.*, date '1970-01-01' + y.first_day as first_date from summary y
        where y.last_day >= ${since}
          and date '1970-01-01' + y.first_day < ${addDays(view.day, -180)}
          and to_char(date '1970-01-01' + y.first_day, 'MM-DD') = any(${[...days.keys()]}::text[])
      )
      select p.id as patient_id, hm.household_id, y.first_date as date, y.last_day, guardian.name as guardian, count(*) over ()::int as total
      from dated y
      join patient p on p.practice_id = ${view.practice} and p.id = y.patient_id
      ${householdJoin(view)}
      ${guardianJoin(view.practice, view.day)}
      where ${servedPatients(view)} and ${mayHaveCard(view.day)}
      order by y.first_date, p.id
      limit ${context.most ?? mostCandidates}`.execute(db);
    const candidates = found.rows.flatMap((row) => {
      const on = days.get(row.date.slice(5));
      if (on === undefined) return [];
      return [
        cardCandidate(
          row,
          view.day,
          on,
          told.facts.firstCame(toldDay(row.date)),
          told.sources.visits,
          'anniversary',
        ),
      ];
    });
    return { candidates, total: found.rows[0]?.total ?? 0 };
  },
  gone: holds,
};
