import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PatientId, PracticeId } from '../kit/ids.ts';
import type { TimelineReader } from './timeline-queries.ts';

export interface OriginRow {
  readonly fact: string;
  readonly from: 'file' | 'fhir' | 'line' | 'staff' | 'unknown';
  readonly name: string | null;
  readonly who: string | null;
  readonly at: Date | null;
  readonly changedAt: Date | null;
}

/**
 * Where each fact about one patient came from: the import or the line whose rows kept it, or the staff member. A fact
 * that was written before these were kept is of unknown origin.
 */
export async function listOrigins(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  reader: TimelineReader,
): Promise<readonly OriginRow[]> {
  const found = await sql<OriginRow>`
    with fact (fact, import_id, feed, staff_id, at, changed_at) as (
      select f.fact, p.import_id, p.feed, null::uuid, p.created_at,
        case when p.updated_at > p.created_at + interval '1 second' then p.updated_at end
      from patient p
      cross join (values ('name'), ('birth_date'), ('language')) f (fact)
      where p.practice_id = ${practice} and p.id = ${patient}
      union all
      select 'identifier:' || i.system || ' ' || i.value, i.import_id, i.feed, null, i.created_at, null
      from patient_identifier i where i.practice_id = ${practice} and i.patient_id = ${patient}
      union all
      select 'way:' || c.id, c.import_id, c.feed, null, c.created_at, null
      from contact_point c where c.practice_id = ${practice} and c.patient_id = ${patient}
      union all
      select 'detail:' || d.id, null, null, d.told_to, d.created_at, null
      from personal_detail d
      where d.practice_id = ${practice} and d.patient_id = ${patient} and d.removed_at is null
        and (d.sharing <> 'only_told' or d.told_to = ${reader.staff})
      union all
      select 'promise:' || r.id, null, null, coalesce(r.made_by, r.owner_id), r.created_at, null
      from promise r where r.practice_id = ${practice} and r.patient_id = ${patient}
      union all
      select 'household:' || other.patient_id, null, null, other.by_staff, other.created_at, null
      from household_member mine
      join household_member other on other.practice_id = ${practice} and other.household_id = mine.household_id
      where mine.practice_id = ${practice} and mine.patient_id = ${patient} and other.patient_id <> mine.patient_id
      union all
      (select distinct on (c.purpose, c.channel) 'consent:' || c.purpose || ' ' || c.channel, c.import_id, null, c.by_staff,
        c.at, null
      from consent c where c.practice_id = ${practice} and c.patient_id = ${patient}
      order by c.purpose, c.channel, c.at desc, c.id desc)
    )
    select f.fact,
      case
        when f.import_id is not null then case when files.fhir then 'fhir' else 'file' end
        when f.feed is not null then 'line'
        when f.staff_id is not null then 'staff'
        else 'unknown'
      end as from,
      coalesce(files.names, f.feed) as name,
      coalesce(m.display_name, importer.display_name) as who,
      f.at, f.changed_at as "changedAt"
    from fact f
    left join staff_member m on m.practice_id = ${practice} and m.id = f.staff_id
    left join import i on i.practice_id = ${practice} and i.id = f.import_id
    left join account importer on importer.id = i.by_account
    left join lateral (
      select string_agg(x.name, ', ' order by x.position) filter (where x.position < 3) as names,
        coalesce(bool_or(x.kind ilike '%fhir%'), false) as fhir
      from import_file x where x.practice_id = ${practice} and x.import_id = f.import_id
    ) files on f.import_id is not null
    order by f.fact limit 500`.execute(db);
  return found.rows;
}
