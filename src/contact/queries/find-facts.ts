import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PatientId, PracticeId } from '../../kit/ids.ts';
import type { Channel, ContactFacts, Purpose } from '../model.ts';

interface Row {
  id: PatientId;
  zone: string;
  status: string;
  exit_reason: ContactFacts['exited'] | null;
  deceased_on: string | null;
  consents: { purpose: Purpose; channel: string; granted: boolean }[] | null;
  points: { kind: string; confidential: boolean }[] | null;
  reach_known: boolean;
  suppressed: boolean;
  contacts: string[] | null;
}

function reachableBy(points: Row['points']): Channel[] {
  const all = points ?? [];
  // A confidential wish is strict: where one is set, nothing else may be used.
  const usable = all.some((point) => point.confidential) ? all.filter((point) => point.confidential) : all;
  const kinds = new Set(usable.map((point) => point.kind));
  const reachable: Channel[] = [];
  if (kinds.has('mobile') || kinds.has('phone')) reachable.push('call');
  if (kinds.has('mobile')) reachable.push('text');
  if (kinds.has('email')) reachable.push('email');
  if (kinds.has('post')) reachable.push('post');
  return reachable;
}

function toFacts(row: Row): ContactFacts {
  const exited =
    row.deceased_on !== null ? 'died' : row.status === 'exited' ? (row.exit_reason ?? 'inactive') : undefined;
  return {
    zone: row.zone,
    exited,
    consents: row.consents ?? [],
    reachable: reachableBy(row.points),
    reachKnown: row.reach_known,
    suppressed: row.suppressed,
    contacts: (row.contacts ?? []).map((at) => new Date(at)),
  };
}

/**
 * What the gate must know, for many patients in one statement. Facts recorded after `asKnownAt` are left out.
 * @param contactHash makes the key of the suppression ledger; in SQL so that no number leaves the database
 */
export async function findContactFacts(
  db: Db,
  practice: PracticeId,
  patients: readonly PatientId[],
  asKnownAt: Date,
): Promise<ReadonlyMap<PatientId, ContactFacts>> {
  if (patients.length === 0) return new Map();
  const found = await sql<Row>`
    select p.id, coalesce(l.zone, first_location.zone, pr.zone) as zone, p.status, p.exit_reason,
      p.deceased_on::text as deceased_on, consents.list as consents, points.list as points,
      coalesce(points.suppressed, false) as suppressed,
      exists (select from contact_point any_point
        where any_point.practice_id = ${practice} and any_point.patient_id = p.id
          and any_point.related_person_id is null) as reach_known, contacts.list as contacts
    from patient p
    join practice pr on pr.id = p.practice_id
    left join location l on l.practice_id = p.practice_id and l.id = p.primary_location_id
    left join lateral (
      select zone from location where practice_id = ${practice} order by created_at, id limit 1
    ) first_location on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('purpose', c.purpose, 'channel', c.channel, 'granted', c.granted)) as list
      from (
        select distinct on (purpose, channel) purpose, channel, granted
        from consent
        where practice_id = ${practice} and patient_id = p.id and at <= ${asKnownAt}
        order by purpose, channel, at desc, id desc
      ) c
    ) consents on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('kind', cp.kind, 'confidential', cp.confidential_only)) as list,
        bool_or(cp.kind <> 'post' and exists (
          select from suppression s
          where s.practice_id = ${practice} and s.contact_hash = sha256(convert_to(cp.normal, 'UTF8'))
            and s.scope <> 'marketing' and not s.lifted and s.at <= ${asKnownAt}
            and not exists (
              select from suppression later
              where later.practice_id = ${practice} and later.contact_hash = s.contact_hash
                and later.scope = s.scope and later.lifted and later.at > s.at))) as suppressed
      from contact_point cp
      left join related_person other on other.practice_id = ${practice} and other.id = cp.related_person_id
      where cp.practice_id = ${practice} and cp.patient_id = p.id and cp.valid
        and (cp.related_person_id is null or other.may_receive)
    ) points on true
    left join lateral (
      select jsonb_agg(cm.at) as list
      from contact_made cm
      where cm.practice_id = ${practice} and cm.patient_id = p.id and not cm.undone
        and cm.at > ${asKnownAt}::timestamptz - interval '31 days' and cm.at <= ${asKnownAt}
    ) contacts on true
    where p.practice_id = ${practice} and p.id = any(${patients}::uuid[])`.execute(db);
  return new Map(found.rows.map((row) => [row.id, toFacts(row)]));
}
