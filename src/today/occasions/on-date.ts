import { sql } from 'kysely';
import type { HouseholdId, PatientId } from '../../kit/ids.ts';
import { addDays, daysBetween, type LocalDate, parseLocalDate } from '../../kit/local-date.ts';
import { newsOf, numberParam, textParam } from '../../plan/model.ts';
import { completedStatuses, visitsOf } from '../../visits/reading.ts';
import { told, toldDay } from '../../words/told.ts';
import { householdJoin, mostCandidates, type Occasion, servedPatients } from './occasion.ts';

interface Row {
  patient_id: PatientId;
  household_id: HouseholdId | null;
  last_day: LocalDate;
  total: number;
}

/** The day that `MM-DD` (every year) or a whole date names, when it began at most `forDays` days ago. */
export function dateWithin(on: string | undefined, forDays: number, day: LocalDate): LocalDate | undefined {
  if (on === undefined) return undefined;
  const years = /^\d{2}-\d{2}$/.test(on)
    ? [`${day.slice(0, 4)}-${on}`, `${Number(day.slice(0, 4)) - 1}-${on}`]
    : [on];
  return years
    .map(parseLocalDate)
    .find((date) => date !== undefined && date <= day && daysBetween(date, day) < forDays);
}

/** The next day that `MM-DD` (every year) or a whole date names, from this day on; undefined: it is over, or no day. */
export function nextDate(on: string | undefined, day: LocalDate): LocalDate | undefined {
  if (on === undefined) return undefined;
  const years = /^\d{2}-\d{2}$/.test(on)
    ? [0, 1, 2, 3, 4].map((ahead) => `${Number(day.slice(0, 4)) + ahead}-${on}`)
    : [on];
  return years.map(parseLocalDate).find((date) => date !== undefined && date >= day);
}

/** A date of the calendar, such as that of a newsletter: everybody seen within `seenWithinDays`, one a household. */
export const onDate: Occasion = {
  restsOnSchedule: false,
  find: async ({ db, view, touchpoint, most = mostCandidates }) => {
    const date = dateWithin(textParam(touchpoint, 'on'), numberParam(touchpoint, 'forDays', 14), view.day);
    if (date === undefined) return { candidates: [], total: 0 };
    const news = newsOf(touchpoint);
    const since = addDays(view.day, -numberParam(touchpoint, 'seenWithinDays', 730));
    const found = await sql<Row>`
      with seen as (
        select v.patient_id, max(v.local_day) as last_day
        from ${visitsOf(view)} v
        where v.status in ${completedStatuses} and v.local_day between ${since} and ${view.day}
        group by v.patient_id
      ),
      one as (
        select distinct on (coalesce(hm.household_id, p.id)) p.id as patient_id, hm.household_id, seen.last_day
        from seen
        join patient p on p.practice_id = ${view.practice} and p.id = seen.patient_id
        ${householdJoin(view)}
        where ${servedPatients(view)}
        order by coalesce(hm.household_id, p.id), p.birth_date nulls last, p.id
      )
      select *, count(*) over ()::int as total from one order by last_day desc, patient_id
      limit ${most}`.execute(db);
    const candidates = found.rows.map((row) => ({
      patientId: row.patient_id,
      householdId: row.household_id,
      occurrence: `date:${date}`,
      dueFrom: date,
      dueTo: addDays(date, numberParam(touchpoint, 'forDays', 14) - 1),
      facts: [
        { fact: told.facts.dateCame(toldDay(date)), source: told.sources.plan, date },
        {
          fact: told.facts.lastHereOn(toldDay(row.last_day)),
          source: told.sources.visits,
          date: row.last_day,
        },
      ],
      merge: {
        lastVisit: { day: row.last_day },
        ...(news === undefined ? {} : { news: { words: news } }),
      },
      premise: {},
    }));
    return { candidates, total: found.rows[0]?.total ?? 0 };
  },
  gone: async () => undefined,
};
