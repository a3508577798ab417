import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PatientId, PracticeId } from '../kit/ids.ts';

export interface NotSent {
  readonly id: string;
  readonly title: string;
  readonly channel: string;
  readonly day: string;
  /** `gate_refused` or `gate_later`. */
  readonly code: string;
  readonly words: string;
}

const days = 90;
const most = 12;

/** What the gate held back from a patient in the last 90 days, the newest first, with the reasons kept with it. */
export async function listNotSent(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  now: Date,
): Promise<readonly NotSent[]> {
  const found = await sql<NotSent>`
    select a.id, a.title, a.channel, a.day::text as day, split_part(a.held_reason, ': ', 1) as code,
      substr(a.held_reason, strpos(a.held_reason, ': ') + 2) as words
    from act a
    where a.practice_id = ${practice} and a.patient_id = ${patient}
      and a.held_reason ~ '^gate_(refused|later): '
      and a.day > ${now}::timestamptz::date - ${days}::int
    order by a.day desc, a.id desc
    limit ${most}`.execute(db);
  return found.rows;
}
