import { sql } from 'kysely';
import type { GateReason } from '../contact/model.ts';
import { reasonWords } from '../contact/policy.ts';
import type { Db } from '../database/database.ts';
import type { PatientId, PracticeId } from '../kit/ids.ts';
import type { Words } from '../kit/words.ts';
import { toldWords } from '../words/told.ts';

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

/** Acts of a person that the gate held back; what is kept with them is for every desk to read. */
async function listActsNotMade(
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

/** Messages whose newest answer of the gate was no, or not yet, with the reasons that this viewer may know. */
async function listMessagesNotSent(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  viewerRoles: readonly string[],
  now: Date,
): Promise<readonly NotSent[]> {
  const found = await sql<{
    id: string;
    title: Words;
    channel: string;
    day: string;
    verdict: 'delay' | 'refuse';
    reasons: readonly GateReason[];
  }>`
    select m.id, t.title, m.channel, (m.state_at at time zone pr.zone)::date::text as day,
      m.gate ->> 'verdict' as verdict, m.gate -> 'reasons' as reasons
    from message m
    join practice pr on pr.id = m.practice_id
    join template t on t.practice_id = m.practice_id and t.id = m.template_id
    where m.practice_id = ${practice} and m.patient_id = ${patient}
      and m.gate ->> 'verdict' in ('delay', 'refuse') and m.state in ('planned', 'held', 'cancelled')
      and m.state_at > ${now}::timestamptz - make_interval(days => ${days})
    order by m.state_at desc, m.id desc
    limit ${most}`.execute(db);
  return found.rows.map(({ id, title, channel, day, verdict, reasons }) => ({
    id,
    title: toldWords(title),
    channel,
    day,
    code: verdict === 'delay' ? 'gate_later' : 'gate_refused',
    words: reasonWords(viewerRoles, reasons),
  }));
}

/** What the gate held back from a patient in the last 90 days, the newest first, with the reasons kept with it. */
export async function listNotSent(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  viewerRoles: readonly string[],
  now: Date,
): Promise<readonly NotSent[]> {
  const all = [
    ...(await listActsNotMade(db, practice, patient, now)),
    ...(await listMessagesNotSent(db, practice, patient, viewerRoles, now)),
  ];
  return all.sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0)).slice(0, most);
}
