import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PatientId, PracticeId, StaffMemberId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';

export interface WayToReach {
  readonly id: string;
  readonly kind: string;
  readonly value: string;
  readonly belongsTo: string;
  readonly confidentialOnly: boolean;
  readonly neverVoicemail: boolean;
  /** Not from the record: where they asked their post to go. */
  readonly asked: boolean;
}

/** What a patient asked to stand on envelopes, and where their post goes (45 CFR 164.522(b)). */
export interface Envelope {
  /** Empty: their own name. */
  readonly name: string;
  /** Nothing of the practice is to be seen from outside. */
  readonly nameless: boolean;
  /** Empty: as in the record. */
  readonly address: string;
  readonly at: Date;
  readonly by: string | null;
}

/**
 * Joins `envelope` (id, name, nameless, address) to a statement: what a patient asked last and did not take back.
 * @param patient the column that names the patient
 */
export function envelopeJoin(practice: PracticeId, patient: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`left join lateral (
    select q.id, q.name, q.nameless, q.address, q.at, q.by_staff from contact_request q
    where q.practice_id = ${practice} and q.patient_id = ${patient} and q.kind = 'envelope' and q.struck_at is null
    order by q.at desc, q.id desc limit 1) envelope on true`;
}

/**
 * Joins `called` (received) to a statement: the number on which a person calls a patient back, the first of their own
 * that works; of whom has a confidential way, only such a one.
 * @param patient the column that names the patient
 */
export function numberJoin(practice: PracticeId, patient: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`left join lateral (
    select c.received from contact_point c
    where c.practice_id = ${practice} and c.patient_id = ${patient} and c.kind in ('mobile', 'phone') and c.valid
      and c.related_person_id is null
      and (c.confidential_only or not exists (select from contact_point o where o.practice_id = ${practice}
        and o.patient_id = ${patient} and o.valid and o.confidential_only))
    order by c.rank, c.kind, c.id limit 1) called on true`;
}

/** What a patient asked of envelopes; undefined: nothing, or everything as in the record again. */
export async function findEnvelope(
  db: Db,
  practice: PracticeId,
  id: PatientId,
): Promise<Envelope | undefined> {
  const found = await sql<Envelope>`
    select envelope.name, envelope.nameless, envelope.address, envelope.at, m.display_name as by
    from patient p
    ${envelopeJoin(practice, sql`p.id`)}
    left join staff_member m on m.practice_id = ${practice} and m.id = envelope.by_staff
    where p.practice_id = ${practice} and p.id = ${id}
      and (envelope.name <> '' or envelope.nameless or envelope.address <> '')`.execute(db);
  return found.rows[0];
}

/**
 * The ways that work, in the patient's order; with a confidential wish only that one. Somebody else's only when
 * that person may receive what is the patient's. Where they asked their post to go stands for all addresses of the
 * record; only a confidential one goes before it.
 */
export async function listWaysToReach(
  db: Db,
  practice: PracticeId,
  id: PatientId,
): Promise<readonly WayToReach[]> {
  const found = await sql<WayToReach>`
    select c.id, c.kind, c.received as value, c.confidential_only as "confidentialOnly",
      c.never_voicemail as "neverVoicemail", false as asked,
      coalesce(r.name || ' (' || r.relationship || ')', 'self') as "belongsTo"
    from contact_point c
    left join related_person r on r.practice_id = ${practice} and r.id = c.related_person_id
    where c.practice_id = ${practice} and c.patient_id = ${id} and c.valid
      and (c.related_person_id is null or r.may_receive)
    order by c.confidential_only desc, c.rank, c.kind, c.id limit 20`.execute(db);
  const confidential = found.rows.filter((way) => way.confidentialOnly);
  if (confidential.length > 0) return confidential;
  const asked = await sql<WayToReach>`
    select envelope.id, 'post' as kind, envelope.address as value, false as "confidentialOnly",
      false as "neverVoicemail", true as asked, 'self' as "belongsTo"
    from patient p ${envelopeJoin(practice, sql`p.id`)}
    where p.practice_id = ${practice} and p.id = ${id} and envelope.address <> ''`.execute(db);
  const left = asked.rows.length === 0 ? found.rows : found.rows.filter(({ kind }) => kind !== 'post');
  return [...left, ...asked.rows];
}

/** Below this age a card goes to whoever is responsible, years. */
export const ageOfMajority = 18;

/**
 * Joins `guardian.name` to a patient `p`: who may receive what is theirs, the one known longest; only of a child.
 * @param day the day on which the patient is a child or not
 */
export function guardianJoin(practice: PracticeId, day: LocalDate): RawBuilder<unknown> {
  return sql`left join lateral (
    select r.name from related_person r
    where r.practice_id = ${practice} and r.patient_id = p.id and r.may_receive and ${isChild(day)}
    order by r.created_at, r.id limit 1) guardian on true`;
}

/** Whether `p` is a child on the day; of whom no birth date is known, nobody can tell. */
export function isChild(day: LocalDate): RawBuilder<boolean> {
  return sql<boolean>`coalesce(p.birth_date > ${day}::date - make_interval(years => ${ageOfMajority}), false)`;
}

/** Who gets the card of a child; null: the patient is none, or nobody may receive it. */
export async function findGuardian(
  db: Db,
  practice: PracticeId,
  id: PatientId,
  day: LocalDate,
): Promise<string | null> {
  const found = await sql<{ name: string | null }>`
    select guardian.name from patient p ${guardianJoin(practice, day)}
    where p.practice_id = ${practice} and p.id = ${id}`.execute(db);
  return found.rows[0]?.name ?? null;
}

/** True of a visit `v` before which a patient told us a worry of 7 or more, or wished for comfort, and nobody asked since. */
export function worriedBefore(practice: PracticeId): RawBuilder<boolean> {
  return sql<boolean>`coalesce((
    select w.asked_at is null and (w.worry >= 7 or cardinality(w.comfort) > 0) from visit_wish w
    where w.practice_id = ${practice} and w.visit_id = v.id order by w.at desc, w.id desc limit 1), false)`;
}

export interface WhatMatters {
  readonly id: string;
  readonly words: string;
  readonly kind: string;
  readonly sharing: 'say' | 'know' | 'only_told';
  readonly source: string;
  readonly toldTo: string | null;
  readonly toldOn: LocalDate;
  readonly expiresOn: LocalDate | null;
}

/** What the patient told us; what only the one who was told may know is left out for everybody else. */
export async function listWhatMatters(
  db: Db,
  practice: PracticeId,
  id: PatientId,
  reader: StaffMemberId | null,
  day: LocalDate,
): Promise<readonly WhatMatters[]> {
  const found = await sql<WhatMatters>`
    select d.id, d.words, d.kind, d.sharing, d.source, m.display_name as "toldTo", d.told_on as "toldOn",
      d.expires_on as "expiresOn"
    from personal_detail d
    left join staff_member m on m.practice_id = ${practice} and m.id = d.told_to
    where d.practice_id = ${practice} and d.patient_id = ${id} and d.removed_at is null
      and (d.expires_on is null or d.expires_on >= ${day})
      and (d.sharing <> 'only_told' or d.told_to = ${reader})
    order by d.told_on desc, d.id limit 20`.execute(db);
  return found.rows;
}
