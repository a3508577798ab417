import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { LocalDate } from '../kit/local-date.ts';
import type { Words } from '../kit/words.ts';
import type { Viewpoint } from '../visits/reading.ts';
import type { NamedPatient } from './patient-queries.ts';

export interface DriftLine extends NamedPatient {
  readonly service: Words;
  readonly status: 'drifting' | 'overdue';
  readonly lastDay: LocalDate;
  readonly dueOn: LocalDate;
  readonly silentDays: number;
  readonly usualGap: number | null;
  readonly usualGapLow: number | null;
  readonly usualGapHigh: number | null;
  readonly gaps: number;
  readonly overdue: number | null;
  readonly pVisit: number | null;
  readonly pLow: number | null;
  readonly pHigh: number | null;
  readonly modelN: number | null;
  readonly callValue: number | null;
}

/**
 * Patients who are late against their own rhythm with one service and on course with none: the call that is worth most
 * first. A patient stands there once, with the service they are latest for.
 */
export async function listDrifting(
  db: Db,
  { practice, day }: Viewpoint,
  status: 'drifting' | 'overdue' | undefined,
  most: number,
): Promise<readonly DriftLine[]> {
  const found = await sql<DriftLine>`
    with late as (
      select distinct on (r.patient_id) r.*
      from rhythm_score r
      where r.practice_id = ${practice} and r.status in ('drifting', 'overdue')
        and not exists (select from rhythm_score other
          where other.practice_id = ${practice} and other.patient_id = r.patient_id
            and other.status in ('booked', 'on_rhythm', 'due', 'new'))
      order by r.patient_id, r.overdue_percentile desc nulls last, r.service_id
    )
    select p.id, p.family_name, p.given_name, p.full_name, p.preferred_name,
      (select i.value from patient_identifier i
        where i.practice_id = ${practice} and i.patient_id = p.id order by i.system, i.value limit 1) as identifier,
      s.name as service, l.status, l.last_day as "lastDay", l.due_on as "dueOn",
      ${day}::date - l.last_day as "silentDays", l.usual_gap_days as "usualGap", l.usual_gap_low as "usualGapLow",
      l.usual_gap_high as "usualGapHigh", l.gaps, l.overdue_percentile as overdue, l.p_visit as "pVisit",
      l.p_low as "pLow", l.p_high as "pHigh", m.n as "modelN", l.call_value as "callValue"
    from late l
    join patient p on p.practice_id = ${practice} and p.id = l.patient_id and p.status = 'active'
      and p.deceased_on is null
    join service s on s.practice_id = ${practice} and s.id = l.service_id
    left join rhythm_model m on m.practice_id = ${practice} and m.id = l.model_id
    where ${status ?? null}::text is null or l.status = ${status ?? null}
    order by l.call_value desc nulls last, l.overdue_percentile desc nulls last, p.id
    limit ${most}`.execute(db);
  return found.rows;
}
