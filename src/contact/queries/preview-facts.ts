import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PatientId, PracticeId } from '../../kit/ids.ts';
import type { WritingFacts } from './outbox-facts.ts';

/**
 * What a preview is written from: a patient with the visit that is nearest to now, or, without a patient, what the
 * practice itself gives. @returns undefined when there is no such patient
 */
export async function findPreviewFacts(
  db: Db,
  practice: PracticeId,
  patient: PatientId | undefined,
  now: Date,
): Promise<WritingFacts | undefined> {
  const found = await sql<WritingFacts & { there: boolean }>`
    select pr.id::text as id, p.id is not null as there,
      coalesce(nullif(p.preferred_name, ''), nullif(p.given_name, ''), '') as "calledName",
      coalesce(nullif(trim(p.given_name || ' ' || p.family_name), ''), p.full_name, '') as "fullName",
      p.birth_date::text as "birthDate", p.written_language as "writtenLanguage",
      coalesce(at.zone, own.zone, first_location.zone, pr.zone) as zone,
      coalesce(own.phone, first_location.phone) as "practicePhone",
      coalesce(nullif(own.address, '{}'), first_location.address, '{}') as "practiceAddress",
      pr.mission, coalesce(at.name, own.name, first_location.name) as "locationName",
      coalesce(at.address, own.address, first_location.address) as "locationAddress",
      v.starts_at as "visitStartsAt", v.status as "visitStatus", coalesce(v.minutes, s.minutes) as "visitMinutes",
      c.display_name as clinician, s.name as "serviceName", s.what_we_do as "whatWeDo", s.after_care as "afterCare",
      s.price_cents as "priceCents", null as to
    from practice pr
    left join patient p on p.practice_id = ${practice} and p.id = ${patient ?? null}
    left join location own on own.practice_id = ${practice} and own.id = p.primary_location_id
    left join lateral (
      select name, zone, phone, address from location where practice_id = ${practice} order by created_at, id limit 1
    ) first_location on true
    left join lateral (
      select * from visit
      where practice_id = ${practice} and patient_id = p.id and status <> 'cancelled'
      order by abs(extract(epoch from starts_at - ${now}::timestamptz)), id limit 1
    ) v on true
    left join location at on at.practice_id = ${practice} and at.id = v.location_id
    left join staff_member c on c.practice_id = ${practice} and c.id = v.clinician_id
    left join service s on s.practice_id = ${practice} and s.id = v.service_id
    where pr.id = ${practice}`.execute(db);
  const [row] = found.rows;
  return row === undefined || (patient !== undefined && !row.there) ? undefined : row;
}
