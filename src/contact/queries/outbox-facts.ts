import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { MessageId, PracticeId } from '../../kit/ids.ts';
import { envelopeJoin } from '../../patients/reading.ts';

/** What a message is written from, read in the transaction that claims it. */
export interface WritingFacts {
  readonly id: MessageId;
  /** How the patient likes to be called. */
  readonly calledName: string;
  readonly fullName: string;
  readonly birthDate: string | null;
  readonly writtenLanguage: string | null;
  readonly zone: string;
  readonly practicePhone: string | null;
  readonly practiceAddress: readonly string[];
  /** One line of the practice's own; empty: none. */
  readonly mission: string;
  readonly locationName: string | null;
  readonly locationAddress: readonly string[] | null;
  /** Undefined visit: the message is about none, or it is gone. */
  readonly visitStartsAt: Date | null;
  readonly visitStatus: string | null;
  readonly visitMinutes: number | null;
  readonly clinician: string | null;
  readonly serviceName: Readonly<Record<string, string>> | null;
  readonly whatWeDo: Readonly<Record<string, string>> | null;
  readonly afterCare: Readonly<Record<string, string>> | null;
  readonly priceCents: number | null;
  /** Where it goes: the patient's first way on this channel that works. */
  readonly to: string | null;
}

/** Everything but the words, for many messages in one statement. */
export async function findWritingFacts(
  db: Db,
  practice: PracticeId,
  messages: readonly MessageId[],
): Promise<ReadonlyMap<MessageId, WritingFacts>> {
  if (messages.length === 0) return new Map();
  const found = await sql<WritingFacts>`
    select m.id,
      coalesce(nullif(p.preferred_name, ''), nullif(p.given_name, ''), '') as "calledName",
      coalesce(nullif(trim(p.given_name || ' ' || p.family_name), ''), p.full_name) as "fullName",
      p.birth_date::text as "birthDate", p.written_language as "writtenLanguage",
      coalesce(at.zone, own.zone, first_location.zone, pr.zone) as zone,
      coalesce(own.phone, first_location.phone) as "practicePhone",
      coalesce(nullif(own.address, '{}'), first_location.address, '{}') as "practiceAddress",
      pr.mission, coalesce(at.name, own.name, first_location.name) as "locationName",
      coalesce(at.address, own.address, first_location.address) as "locationAddress",
      v.starts_at as "visitStartsAt", v.status as "visitStatus", coalesce(v.minutes, s.minutes) as "visitMinutes",
      c.display_name as clinician, s.name as "serviceName", s.what_we_do as "whatWeDo", s.after_care as "afterCare",
      s.price_cents as "priceCents",
      -- where they asked their post to go; a confidential address goes before it
      case when m.channel = 'post' and not coalesce(way.confidential_only, false)
        then coalesce(nullif(envelope.address, ''), way.normal) else way.normal end as to
    from message m
    -- one by one, by their keys: before a new practice was counted, the planner takes everybody for few, and joins them all
    cross join lateral (
      select * from patient where practice_id = ${practice} and id = m.patient_id limit 1
    ) p
    join practice pr on pr.id = ${practice}
    left join location own on own.practice_id = ${practice} and own.id = p.primary_location_id
    left join lateral (
      select name, zone, phone, address from location where practice_id = ${practice} order by created_at, id limit 1
    ) first_location on true
    left join lateral (
      select * from visit where practice_id = ${practice} and id = (m.premise ->> 'visitId')::uuid
        and patient_id = m.patient_id limit 1
    ) v on true
    left join location at on at.practice_id = ${practice} and at.id = v.location_id
    left join staff_member c on c.practice_id = ${practice} and c.id = v.clinician_id
    left join service s on s.practice_id = ${practice} and s.id = v.service_id
    left join lateral (
      select case when cp.kind = 'post' then cp.received else cp.normal end as normal, cp.confidential_only
      from contact_point cp
      left join related_person r on r.practice_id = ${practice} and r.id = cp.related_person_id
      where cp.practice_id = ${practice} and cp.patient_id = m.patient_id and cp.valid
        and cp.kind = case m.channel when 'text' then 'mobile' else m.channel end
        and (cp.related_person_id is null or r.may_receive)
      order by cp.confidential_only desc, cp.rank, cp.id limit 1
    ) way on true
    ${envelopeJoin(practice, sql`m.patient_id`)}
    where m.practice_id = ${practice} and m.id = any(${[...messages]}::uuid[])`.execute(db);
  return new Map(found.rows.map((row) => [row.id, row]));
}
