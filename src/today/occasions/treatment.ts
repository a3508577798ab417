import { sql } from 'kysely';
import type { HouseholdId, PatientId, VisitId } from '../../kit/ids.ts';
import { addDays, type LocalDate } from '../../kit/local-date.ts';
import type { Words } from '../../kit/words.ts';
import { numberParam } from '../../plan/model.ts';
import { completedStatuses, hasUpcomingVisit, visitsOf } from '../../visits/reading.ts';
import { told, toldDay } from '../../words/told.ts';
import {
  householdJoin,
  mostCandidates,
  type Occasion,
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
  total: number;
}

/**
 * A visit of treatment (a service for which nobody is expected back by itself) was cancelled or missed within
 * `withinDays` days, was not made since, and nothing is booked.
 */
export const treatmentUnfinished: Occasion = {
  restsOnSchedule: true,
  find: async ({ db, view, touchpoint, most = mostCandidates }) => {
    const found = await sql<Row>`
      with fell as (
        select distinct on (v.patient_id) v.*
        from ${visitsOf(view)} v
        join service s on s.practice_id = ${view.practice} and s.id = v.service_id and not s.returns
        where v.status in ('cancelled', 'no_show') and v.local_day <= ${view.day}
          and v.local_day >= ${addDays(view.day, -numberParam(touchpoint, 'withinDays', 60))}
          and ${ofServices(touchpoint, sql`v.service_id`)}
        order by v.patient_id, v.starts_at desc
      )
      select v.id as visit_id, p.id as patient_id, hm.household_id, v.local_day, s.name as service_name,
        count(*) over ()::int as total
      from fell v
      join patient p on p.practice_id = ${view.practice} and p.id = v.patient_id
      join service s on s.practice_id = ${view.practice} and s.id = v.service_id
      ${householdJoin(view)}
      where ${servedPatients(view)} and not ${hasUpcomingVisit(view, sql`p.id`)}
        and not exists (
          select from ${visitsOf(view)} made
          where made.patient_id = p.id and made.service_id = v.service_id and made.status in ${completedStatuses}
            and made.local_day >= v.local_day)
      order by v.local_day desc, v.id
      limit ${most}`.execute(db);
    const candidates = found.rows.map((row) => ({
      patientId: row.patient_id,
      householdId: row.household_id,
      occurrence: `visit:${row.visit_id}`,
      dueFrom: view.day,
      dueTo: addDays(view.day, 7),
      facts: [
        {
          fact: told.facts.unfinished(toldDay(row.local_day), staffService(row.service_name)),
          source: told.sources.schedule,
          date: row.local_day,
        },
      ],
      merge: {
        day: { day: row.local_day },
        ...(row.service_name === null ? {} : { service: { words: row.service_name } }),
      },
      premise: { visitId: row.visit_id, lastDay: row.local_day },
    }));
    return { candidates, total: found.rows[0]?.total ?? 0 };
  },
  gone: async ({ db, view, patientId, premise }) => {
    const found = await sql<{ local_day: LocalDate; status: string }>`
      select v.local_day, v.status from ${visitsOf(view)} v
      where v.patient_id = ${patientId}
        and ((v.status in ('booked', 'confirmed') and v.starts_at > ${view.knownAt})
          or (v.status in ${completedStatuses} and v.local_day >= ${premise.lastDay}
            and v.service_id = (select service_id from ${visitsOf(view)} fell where fell.id = ${premise.visitId})))
      order by v.starts_at desc limit 1`.execute(db);
    const visit = found.rows[0];
    if (visit === undefined) return undefined;
    const coming = visit.status === 'booked' || visit.status === 'confirmed';
    return coming ? told.gone.booked(toldDay(visit.local_day)) : told.gone.wasHere(toldDay(visit.local_day));
  },
};
