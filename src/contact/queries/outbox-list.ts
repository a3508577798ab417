import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { KeptGate } from '../../database/tables/contact.ts';
import type { MessageId, PatientId, PracticeId, VisitId } from '../../kit/ids.ts';
import type { LegalClass, MessageChannel } from '../messages/ask.ts';
import type { MessageState } from '../messages/states.ts';
import type { Purpose } from '../model.ts';

export type OutboxView = 'waiting' | 'asks' | 'sent' | 'mailbox' | 'dropped';

export interface MessageLine {
  readonly id: MessageId;
  readonly patientId: PatientId;
  readonly patientName: string;
  readonly source: string;
  readonly template: Readonly<Record<string, string>>;
  readonly channel: MessageChannel;
  readonly state: MessageState;
  readonly stateAt: Date;
  readonly dueAt: Date;
  readonly why: string | null;
  readonly via: string | null;
  readonly subject: string | null;
}

const columns = sql`
  m.id, m.patient_id as "patientId",
  coalesce(nullif(trim(p.given_name || ' ' || p.family_name), ''), p.full_name) as "patientName",
  m.source, t.title as template, m.channel, m.state, m.state_at as "stateAt", m.due_at as "dueAt", m.why, m.via,
  m.subject`;

const tables = sql`
  message m
  join patient p on p.practice_id = m.practice_id and p.id = m.patient_id
  join template t on t.practice_id = m.practice_id and t.id = m.template_id`;

const conditions = {
  waiting: sql`m.state in ('planned', 'claimed', 'handed')`,
  asks: sql`m.state in ('held', 'failed', 'unknown')`,
  sent: sql`m.state in ('accepted', 'delivered') and m.via <> 'mailbox'`,
  mailbox: sql`m.state in ('accepted', 'delivered') and m.via = 'mailbox'`,
  dropped: sql`m.state = 'cancelled'`,
} as const satisfies Readonly<Record<OutboxView, unknown>>;

/** A hundred lines of one view: what waits by when it is due, the rest the newest first. */
export async function listMessageLines(
  db: Db,
  practice: PracticeId,
  view: OutboxView,
): Promise<readonly MessageLine[]> {
  const order = view === 'waiting' ? sql`m.due_at, m.id` : sql`m.state_at desc, m.id`;
  const found = await sql<MessageLine>`
    select ${columns} from ${tables}
    where m.practice_id = ${practice} and ${conditions[view]}
    order by ${order} limit 100`.execute(db);
  return found.rows;
}

export type OutboxCounts = Readonly<Record<OutboxView | 'toPrint' | 'printing', number>>;

export async function countMessages(db: Db, practice: PracticeId, now: Date): Promise<OutboxCounts> {
  const found = await sql<OutboxCounts>`
    select count(*) filter (where ${conditions.waiting})::int as waiting,
      count(*) filter (where ${conditions.asks})::int as asks,
      count(*) filter (where ${conditions.sent})::int as sent,
      count(*) filter (where ${conditions.mailbox})::int as mailbox,
      count(*) filter (where ${conditions.dropped})::int as dropped,
      count(*) filter (where m.state = 'planned' and m.channel = 'post' and m.due_at <= ${now})::int as "toPrint",
      count(*) filter (where m.state = 'handed' and m.channel = 'post')::int as printing
    from message m where m.practice_id = ${practice}`.execute(db);
  return found.rows[0] as OutboxCounts;
}

export interface WholeMessage extends MessageLine {
  readonly occurrence: string;
  readonly legalClass: LegalClass;
  readonly purpose: Purpose;
  readonly templateCode: string;
  readonly version: number | null;
  readonly language: string | null;
  readonly preheader: string | null;
  readonly body: string | null;
  readonly attempts: number;
  readonly reference: string;
  readonly gate: KeptGate | null;
  readonly contactId: string | null;
  readonly visitId: VisitId | null;
  readonly practiceAddress: readonly string[];
  readonly mission: string;
}

/** @param lock true: nobody else changes it until the transaction ends */
export async function findMessage(
  db: Db,
  practice: PracticeId,
  id: MessageId,
  lock = false,
): Promise<WholeMessage | undefined> {
  const found = await sql<WholeMessage>`
    select ${columns}, m.occurrence, m.legal_class as "legalClass", m.purpose, t.code as "templateCode", v.version,
      m.language, m.preheader, m.body, m.attempts, m.client_ref as reference, m.gate, m.contact_id as "contactId",
      (m.premise ->> 'visitId')::uuid as "visitId",
      coalesce((select address from location where practice_id = ${practice} order by created_at, id limit 1), '{}')
        as "practiceAddress",
      (select mission from practice where id = ${practice}) as mission
    from ${tables}
    left join template_version v on v.practice_id = m.practice_id and v.id = m.template_version_id
    where m.practice_id = ${practice} and m.id = ${id}
    ${lock ? sql`for update of m` : sql``}`.execute(db);
  return found.rows[0];
}

export interface MessageStep {
  readonly at: Date;
  readonly step: string;
  readonly from: MessageState;
  readonly to: MessageState;
  readonly by: string | null;
  readonly why: string | null;
}

export async function listMessageSteps(
  db: Db,
  practice: PracticeId,
  id: MessageId,
): Promise<readonly MessageStep[]> {
  const found = await sql<MessageStep>`
    select e.at, e.step, e.from_state as "from", e.to_state as "to", s.display_name as by, e.why
    from message_event e
    left join staff_member s on s.practice_id = ${practice} and s.id = e.by_staff
    where e.practice_id = ${practice} and e.message_id = ${id}
    order by e.at, e.id limit 200`.execute(db);
  return found.rows;
}
