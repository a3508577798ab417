import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import { type MessageId, newId, type PracticeId, type StaffMemberId } from '../../kit/ids.ts';
import { type Step, steps } from '../messages/states.ts';

/** What a step writes beside the state; what is absent stays, but `why` and the lease, which belong to one state. */
export interface Move {
  readonly id: MessageId;
  readonly dueAt?: Date;
  readonly leaseUntil?: Date;
  readonly why?: string;
  readonly gate?: object;
  readonly via?: string;
  readonly providerId?: string;
  readonly templateVersion?: string;
  readonly language?: string;
  readonly subject?: string;
  readonly preheader?: string;
  readonly body?: string;
  readonly addressHash?: Buffer;
  readonly contactId?: string;
  readonly attempts?: number;
}

function toRow(move: Move): object {
  return {
    id: move.id,
    event_id: newId(),
    due_at: move.dueAt?.toISOString(),
    lease_until: move.leaseUntil?.toISOString(),
    why: move.why,
    gate: move.gate,
    via: move.via,
    provider_id: move.providerId,
    template_version_id: move.templateVersion,
    language: move.language,
    subject: move.subject,
    preheader: move.preheader,
    body: move.body,
    address_hash: move.addressHash?.toString('hex'),
    contact_id: move.contactId,
    attempts: move.attempts,
  };
}

/**
 * Takes one step with many messages, where each is still in a state from which the step leads, and notes it in their
 * ledger; the others stay as they are.
 * @returns which took it
 * @cost one statement, whatever the number
 */
export async function moveMessages(
  db: Db,
  practice: PracticeId,
  step: Step,
  moves: readonly Move[],
  now: Date,
  by: StaffMemberId | null = null,
): Promise<ReadonlySet<MessageId>> {
  if (moves.length === 0) return new Set();
  const { from, to } = steps[step];
  const found = await sql<{ id: MessageId }>`
    with wanted as (
      select * from jsonb_to_recordset(${JSON.stringify(moves.map(toRow))}::jsonb) as w (
        id uuid, event_id uuid, due_at timestamptz, lease_until timestamptz, why text, gate jsonb, via text,
        provider_id text, template_version_id uuid, language text, subject text, preheader text, body text, address_hash text,
        contact_id uuid, attempts int)
    ), locked as (
      select m.id, m.state from message m
      where m.practice_id = ${practice} and m.id in (select id from wanted) and m.state = any(${[...from]}::text[])
      order by m.id for update
    ), moved as (
      update message m
      set state = ${to}, state_at = ${now}, due_at = coalesce(w.due_at, m.due_at), lease_until = w.lease_until,
        why = w.why, gate = coalesce(w.gate, m.gate), via = coalesce(w.via, m.via),
        provider_id = coalesce(w.provider_id, m.provider_id),
        template_version_id = coalesce(w.template_version_id, m.template_version_id),
        language = coalesce(w.language, m.language), subject = coalesce(w.subject, m.subject),
        preheader = coalesce(w.preheader, m.preheader), body = coalesce(w.body, m.body),
        address_hash = coalesce(decode(w.address_hash, 'hex'), m.address_hash),
        contact_id = coalesce(w.contact_id, m.contact_id), attempts = coalesce(w.attempts, m.attempts)
      from wanted w join locked l on l.id = w.id
      where m.practice_id = ${practice} and m.id = w.id
      returning m.id
    ), noted as (
      insert into message_event (practice_id, id, message_id, at, step, from_state, to_state, by_staff, why)
      select ${practice}, w.event_id, w.id, ${now}, ${step}, l.state, ${to}, ${by}, w.why
      from wanted w join locked l on l.id = w.id
    )
    select id from moved`.execute(db);
  return new Set(found.rows.map(({ id }) => id));
}
