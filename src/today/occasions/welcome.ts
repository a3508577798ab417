import { sql } from 'kysely';
import type { HouseholdId, PatientId } from '../../kit/ids.ts';
import { addDays, type LocalDate } from '../../kit/local-date.ts';
import { numberParam } from '../../plan/model.ts';
import { visitsOf } from '../../visits/reading.ts';
import { told, toldDay } from '../../words/told.ts';
import { householdJoin, mostCandidates, type Occasion } from './occasion.ts';

interface Row {
  patient_id: PatientId;
  household_id: HouseholdId | null;
  since: LocalDate;
  total: number;
}

/** Somebody whom we know for at most `withinDays` days as one who may come, and who has booked nothing yet. */
export const welcome: Occasion = {
  restsOnSchedule: true,
  find: async ({ db, view, practice, touchpoint, most = mostCandidates }) => {
    const found = await sql<Row>`
      select p.id as patient_id, hm.household_id, (p.known_from at time zone ${practice.zone})::date as since,
        count(*) over ()::int as total
      from patient p
      ${householdJoin(view)}
      where p.practice_id = ${view.practice} and p.status = 'prospective' and p.deceased_on is null
        and p.known_from <= ${view.knownAt}
        and (p.known_from at time zone ${practice.zone})::date
          >= ${addDays(view.day, -numberParam(touchpoint, 'withinDays', 14))}
        and not exists (select from ${visitsOf(view)} v where v.patient_id = p.id)
      order by p.known_from, p.id
      limit ${most}`.execute(db);
    const candidates = found.rows.map((row) => ({
      patientId: row.patient_id,
      householdId: row.household_id,
      occurrence: 'welcome',
      dueFrom: view.day,
      dueTo: addDays(row.since, 2) > view.day ? addDays(row.since, 2) : view.day,
      facts: [
        { fact: told.facts.prospective(toldDay(row.since)), source: told.sources.record, date: row.since },
      ],
      merge: { since: { day: row.since } },
      premise: {},
    }));
    return { candidates, total: found.rows[0]?.total ?? 0 };
  },
  gone: async ({ db, view, patientId }) => {
    const found = await sql<{ local_day: LocalDate }>`
      select v.local_day from ${visitsOf(view)} v
      where v.patient_id = ${patientId} and v.status <> 'cancelled' order by v.starts_at desc limit 1`.execute(
      db,
    );
    const day = found.rows[0]?.local_day;
    return day === undefined ? undefined : told.gone.booked(toldDay(day));
  },
};
