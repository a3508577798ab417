import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { MessageId, PatientId, PracticeId } from '../../kit/ids.ts';
import { envelopeJoin } from '../../patients/reading.ts';
import type { Purpose } from '../model.ts';
import type { Paper } from '../templates/render.ts';

export interface Letter {
  readonly messageId: MessageId;
  readonly patientId: PatientId;
  /** As on an envelope. */
  readonly name: string;
  /** Nothing of the practice is to be seen from outside. */
  readonly nameless: boolean;
  readonly address: string;
  /** The practice's own address: of the patient's location, else of the first. */
  readonly practiceAddress: readonly string[];
  readonly paper: Paper;
  readonly language: string;
  readonly text: string;
  readonly template: Readonly<Record<string, string>>;
}

/** Written letters, in the order in which they were due. The address is whoever claimed them's to add. */
export async function findLetters(
  db: Db,
  practice: PracticeId,
  ids: readonly MessageId[],
): Promise<readonly Letter[]> {
  if (ids.length === 0) return [];
  const found = await sql<Letter>`
    select m.id as "messageId", m.patient_id as "patientId",
      coalesce(nullif(envelope.name, ''), nullif(trim(p.given_name || ' ' || p.family_name), ''), p.full_name) as name,
      coalesce(envelope.nameless, false) as nameless, '' as address, v.paper,
      coalesce(m.language, 'en') as language,
      coalesce(nullif(own.address, '{}'), first_location.address, '{}') as "practiceAddress", coalesce(m.body, '') as text, t.title as template
    from message m
    join patient p on p.practice_id = ${practice} and p.id = m.patient_id
    ${envelopeJoin(practice, sql`p.id`)}
    left join location own on own.practice_id = ${practice} and own.id = p.primary_location_id
    left join lateral (
      select address from location where practice_id = ${practice} order by created_at, id limit 1
    ) first_location on true
    join template t on t.practice_id = ${practice} and t.id = m.template_id
    join template_version v on v.practice_id = ${practice} and v.id = m.template_version_id
    where m.practice_id = ${practice} and m.id = any(${[...ids]}::uuid[])
    order by m.due_at, m.id`.execute(db);
  return found.rows;
}

/** Those of them that are on their way to a printer, locked. */
export async function listPrinting(
  db: Db,
  practice: PracticeId,
  ids: readonly MessageId[],
): Promise<
  readonly {
    readonly id: MessageId;
    readonly patientId: PatientId;
    readonly channel: 'post';
    readonly purpose: Purpose;
  }[]
> {
  const found = await sql<{ id: MessageId; patientId: PatientId; channel: 'post'; purpose: Purpose }>`
    select id, patient_id as "patientId", channel, purpose from message
    where practice_id = ${practice} and id = any(${[...ids]}::uuid[]) and channel = 'post' and state = 'handed'
    order by id for update`.execute(db);
  return found.rows;
}
