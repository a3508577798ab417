import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PatientId, PracticeId } from '../../kit/ids.ts';
import { isBrokenStill } from '../../promises/reading.ts';
import { residenceOf } from '../gate/residence.ts';
import type { Channel, ContactFacts, Purpose, Suppressed } from '../model.ts';
import { findOpenCases } from './open-cases.ts';
import { sayingEverything } from './saying-everything.ts';

interface Point {
  kind: 'mobile' | 'phone' | 'email' | 'post';
  confidential: boolean;
  never_voicemail: boolean;
  /** The first four figures of a number; the end of an address. */
  tells: string | null;
  scopes: Suppressed['scope'][] | null;
}

interface Row {
  id: PatientId;
  country: string;
  zone: string;
  status: string;
  exit_reason: ContactFacts['exited'] | null;
  deceased_on: string | null;
  bereaved: boolean;
  appointments_only: boolean;
  consents: { purpose: Purpose; channel: string; granted: boolean; at: string }[] | null;
  points: Point[] | null;
  /** The end of the address where they asked their post to go. */
  post_to: string | null;
  reach_known: boolean;
  authorisations:
    | {
        signed: string;
        expires: string | null;
        event: boolean;
        ended: string | null;
        payment: boolean;
        whole: boolean;
      }[]
    | null;
  contacts: string[] | null;
  broken_promise: boolean;
  heard_at: Date | null;
  sender_address: boolean;
}

function channelsOf(points: readonly Point[]): Channel[] {
  const kinds = new Set(points.map((point) => point.kind));
  const reachable: Channel[] = [];
  if (kinds.has('mobile') || kinds.has('phone')) reachable.push('call');
  if (kinds.has('mobile')) reachable.push('text');
  if (kinds.has('email')) reachable.push('email');
  if (kinds.has('post')) reachable.push('post');
  return reachable;
}

// Where they asked their post to go is one more place where they may be, and no confidential wish of its own.
function postTo(tells: string): Point {
  return { kind: 'post', confidential: false, never_voicemail: false, tells, scopes: null };
}

function toFacts(row: Row, openCase: boolean): ContactFacts {
  const exited =
    row.deceased_on !== null ? 'died' : row.status === 'exited' ? (row.exit_reason ?? 'inactive') : undefined;
  const points = [...(row.points ?? []), ...(row.post_to === null ? [] : [postTo(row.post_to)])];
  const wished = points.filter((point) => point.confidential);
  const residences = points
    .filter((point) => point.kind === 'post')
    .map((point) => residenceOf(point.tells ?? '', row.country));
  const numbers = points.filter((point) => point.kind === 'mobile' || point.kind === 'phone');
  return {
    country: row.country,
    zone: row.zone,
    residences: residences.filter((one) => one !== undefined),
    numbers: [...new Set(numbers.map((point) => point.tells ?? ''))],
    exited,
    bereaved: row.bereaved,
    appointmentsOnly: row.appointments_only,
    consents: (row.consents ?? []).map((word) => ({ ...word, at: new Date(word.at) })),
    reachable: channelsOf(points),
    // A confidential wish is strict: where one is set, nothing else may be used.
    confidential: wished.length === 0 ? undefined : channelsOf(wished),
    neverVoicemail: points.some((point) => point.never_voicemail),
    reachKnown: row.reach_known,
    suppressed: points.flatMap(({ kind, scopes }) =>
      kind === 'post' ? [] : (scopes ?? []).map((scope) => ({ kind, scope })),
    ),
    authorisations: (row.authorisations ?? []).map((one) => ({
      signedAt: new Date(one.signed),
      expiresAt: one.expires === null ? undefined : new Date(one.expires),
      endsWithEvent: one.event,
      endedAt: one.ended === null ? undefined : new Date(one.ended),
      coversPayment: one.payment,
      isWhole: one.whole,
    })),
    contacts: (row.contacts ?? []).map((at) => new Date(at)),
    openCase,
    brokenPromise: row.broken_promise,
    heardAt: row.heard_at ?? undefined,
    hasSenderAddress: row.sender_address,
  };
}

/**
 * What the gate must know, for many patients in one statement. Facts recorded after `asKnownAt` are left out. No number
 * leaves the database: the suppression ledger is asked by hash there, and only a number's area comes out.
 */
export async function findContactFacts(
  db: Db,
  practice: PracticeId,
  patients: readonly PatientId[],
  asKnownAt: Date,
): Promise<ReadonlyMap<PatientId, ContactFacts>> {
  if (patients.length === 0) return new Map();
  const openCases = await findOpenCases(db, practice, patients);
  const found = await sql<Row>`
    select p.id, pr.country, coalesce(l.zone, first_location.zone, pr.zone) as zone, p.status, p.exit_reason,
      p.deceased_on::text as deceased_on, consents.list as consents, points.list as points,
      envelope.tells as post_to,
      exists (select from contact_point any_point
        where any_point.practice_id = ${practice} and any_point.patient_id = p.id
          and any_point.related_person_id is null) as reach_known,
      exists (select from household_member me
        join household_member them on them.practice_id = ${practice} and them.household_id = me.household_id
          and them.patient_id <> p.id
        join patient gone on gone.practice_id = ${practice} and gone.id = them.patient_id
        where me.practice_id = ${practice} and me.patient_id = p.id
          and (gone.deceased_on is not null or gone.exit_reason = 'died')
          and coalesce(gone.deceased_on, gone.exited_on, gone.updated_at::date)
            > ${asKnownAt}::timestamptz::date - 365) as bereaved,
      coalesce((
        select w.keep <> 'in_touch' and (w.paused_until is null or w.paused_until
          > (${asKnownAt}::timestamptz at time zone coalesce(l.zone, first_location.zone, pr.zone))::date)
        from contact_wish w
        where w.practice_id = ${practice} and w.patient_id = p.id and w.at <= ${asKnownAt}
        order by w.at desc, w.id desc limit 1), false) as appointments_only,
      exists (select from promise r
        where r.practice_id = ${practice} and r.patient_id = p.id and ${isBrokenStill(sql`r`, asKnownAt)}) as broken_promise,
      authorisations.list as authorisations, contacts.list as contacts, 
      -- a sample is made as the day goes on
      case when pr.is_sample then ${asKnownAt}::timestamptz else heard.at end as heard_at,
      sender.has as sender_address
    from patient p
    join practice pr on pr.id = p.practice_id
    left join location l on l.practice_id = p.practice_id and l.id = p.primary_location_id
    left join lateral (
      select zone from location where practice_id = ${practice} order by created_at, id limit 1
    ) first_location on true
    cross join (
      select greatest(
        (select max(finished_at) from import
         where practice_id = ${practice} and state = 'finished' and finished_at <= ${asKnownAt}),
        (select max(received_at) from hl7_message
         where practice_id = ${practice} and state = 'done' and received_at <= ${asKnownAt})) as at
    ) heard
    cross join (
      select exists (select from location where practice_id = ${practice} and cardinality(address) > 0) as has
    ) sender
    left join lateral (
      select jsonb_agg(jsonb_build_object('purpose', c.purpose, 'channel', c.channel, 'granted', c.granted,
        'at', c.at)) as list
      from (
        select distinct on (purpose, channel) purpose, channel, granted, at
        from consent
        where practice_id = ${practice} and patient_id = p.id and at <= ${asKnownAt}
        order by purpose, channel, at desc, id desc
      ) c
    ) consents on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('kind', cp.kind, 'confidential', cp.confidential_only,
        'never_voicemail', cp.never_voicemail,
        'tells', case cp.kind when 'post' then right(cp.normal, 60) when 'email' then null
          else substr(cp.normal, 2, 4) end,
        'scopes', case when cp.kind = 'post' then null else (
          select jsonb_agg(distinct s.scope) from suppression s
          where s.practice_id = ${practice} and s.contact_hash = sha256(convert_to(cp.normal, 'UTF8'))
            and not s.lifted and s.at <= ${asKnownAt}
            and not exists (
              select from suppression later
              where later.practice_id = ${practice} and later.contact_hash = s.contact_hash
                and later.scope = s.scope and later.lifted and later.at > s.at
                and later.at <= ${asKnownAt})) end)) as list
      from contact_point cp
      left join related_person other on other.practice_id = ${practice} and other.id = cp.related_person_id
      where cp.practice_id = ${practice} and cp.patient_id = p.id and cp.valid
        and (cp.related_person_id is null or other.may_receive)
    ) points on true
    left join lateral (
      select nullif(right(regexp_replace(q.address, '[[:space:]]+', ' ', 'g'), 60), '') as tells
      from contact_request q
      where q.practice_id = ${practice} and q.patient_id = p.id and q.kind = 'envelope' and q.at <= ${asKnownAt}
        and q.struck_at is null
      order by q.at desc, q.id desc limit 1
    ) envelope on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('signed', a.signed_at, 'expires', a.expires_at,
        'event', a.ends_when <> '', 'ended', a.revoked_at, 'payment', a.covers_payment,
        'whole', ${sayingEverything})) as list
      from marketing_authorisation a
      where a.practice_id = ${practice} and a.patient_id = p.id and a.signed_at <= ${asKnownAt}
        and a.struck_at is null
    ) authorisations on true
    left join lateral (
      select jsonb_agg(made.at) as list
      from (
        select p.id as patient_id
        union
        select them.patient_id from household_member me
        join household_member them on them.practice_id = ${practice} and them.household_id = me.household_id
        where me.practice_id = ${practice} and me.patient_id = p.id
        union
        -- One by one, by their keys: of a practice that is newer than its statistics the planner expects one row, joins
        -- everybody's numbers with everybody's, and takes 7 s for 20 of 1,000 patients instead of 20 ms.
        select theirs.patient_id
        from (
          select kind, normal, valid from contact_point
          where practice_id = ${practice} and patient_id = p.id offset 0
        ) mine
        cross join lateral (
          select patient_id from contact_point
          where practice_id = ${practice} and normal = mine.normal and kind <> 'post' and valid offset 0
        ) theirs
        where mine.kind <> 'post' and mine.valid
      ) circle
      cross join lateral (
        -- The order keeps this a look by patient (a join is planned by statistics, which lag while much goes out).
        select cm.at from contact_made cm
        where cm.practice_id = ${practice} and cm.patient_id = circle.patient_id and not cm.undone and not cm.owed
          and cm.at > ${asKnownAt}::timestamptz - interval '32 days' and cm.at <= ${asKnownAt}
        order by cm.at desc
      ) made
    ) contacts on true
    where p.practice_id = ${practice} and p.id = any(${patients}::uuid[])`.execute(db);
  return new Map(found.rows.map((row) => [row.id, toFacts(row, openCases.has(row.id))]));
}
