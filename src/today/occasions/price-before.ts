import { sql } from 'kysely';
import type { HouseholdId, PatientId, VisitId } from '../../kit/ids.ts';
import { addDays, type LocalDate } from '../../kit/local-date.ts';
import type { Words } from '../../kit/words.ts';
import { numberParam } from '../../plan/model.ts';
import { visitsOf } from '../../visits/reading.ts';
import { told, toldDay } from '../../words/told.ts';
import { visitGone } from './coming-visits.ts';
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
  price_cents: number;
  total: number;
}

/** A visit within `daysBefore` days whose service has a price of `atLeastCents` or more: said before, never after. */
export const priceBefore: Occasion = {
  restsOnSchedule: true,
  find: async ({ db, view, practice, touchpoint, most = mostCandidates }) => {
    const found = await sql<Row>`
      select v.id as visit_id, p.id as patient_id, hm.household_id, v.local_day, s.name as service_name, s.price_cents,
        count(*) over ()::int as total
      from ${visitsOf(view)} v
      join patient p on p.practice_id = ${view.practice} and p.id = v.patient_id
      join service s on s.practice_id = ${view.practice} and s.id = v.service_id
      ${householdJoin(view)}
      where v.status in ('booked', 'confirmed') and not v.provisional and v.local_day > ${view.day}
        and v.local_day <= ${addDays(view.day, numberParam(touchpoint, 'daysBefore', 10))}
        and s.price_cents >= ${numberParam(touchpoint, 'atLeastCents', 1)}
        and ${servedPatients(view)} and ${ofServices(touchpoint, sql`v.service_id`)}
      order by v.local_day, s.price_cents desc, v.id
      limit ${most}`.execute(db);
    const candidates = found.rows.map((row) => ({
      patientId: row.patient_id,
      householdId: row.household_id,
      occurrence: `visit:${row.visit_id}`,
      dueFrom: view.day,
      dueTo: addDays(row.local_day, -1),
      facts: [
        {
          fact: told.facts.visit(toldDay(row.local_day), staffService(row.service_name)),
          source: told.sources.schedule,
          date: view.day,
        },
      ],
      merge: {
        day: { day: row.local_day },
        price: { cents: row.price_cents, currency: practice.currency },
        ...(row.service_name === null ? {} : { service: { words: row.service_name } }),
      },
      premise: { visitId: row.visit_id, localDay: row.local_day },
    }));
    return { candidates, total: found.rows[0]?.total ?? 0 };
  },
  gone: visitGone,
};
