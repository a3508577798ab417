import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { MessageId, PatientId, PracticeId, StaffMemberId } from '../../kit/ids.ts';
import type { MessageState } from '../messages/states.ts';

/** What a message was before a person decided about it. */
export interface BeforeDecision {
  readonly patientId: PatientId;
  readonly state: MessageState;
  /** Where the decision led; anything else means that something came of it. */
  readonly to: MessageState;
  readonly why: string | null;
  readonly attempts: number;
  readonly dueAt: string;
  /** Its contact was taken out of the caps. */
  readonly uncounted: boolean;
}

/** Puts one message back into the state in which a decision found it, and notes that in its ledger. */
export async function putDecisionBack(
  db: Db,
  practice: PracticeId,
  id: MessageId,
  from: MessageState,
  before: BeforeDecision,
  note: { readonly eventId: string; readonly by: StaffMemberId | null; readonly at: Date },
): Promise<void> {
  const { state, why, attempts, dueAt } = before;
  await sql`
    with moved as (
      update message
      set state = ${state}, state_at = ${note.at}, why = ${why}, attempts = ${attempts}, due_at = ${dueAt}
      where practice_id = ${practice} and id = ${id} and state = ${from}
      returning id)
    insert into message_event (practice_id, id, message_id, at, step, from_state, to_state, by_staff)
    select ${practice}, ${note.eventId}, id, ${note.at}, 'take_back', ${from}, ${state}, ${note.by} from moved`.execute(
    db,
  );
}
