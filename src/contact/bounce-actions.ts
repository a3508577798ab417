import type { Db } from '../database/database.ts';
import { type MessageId, newId, type PatientId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { contactHash } from '../patients/consent-actions.ts';
import { markAddressGone } from '../patients/way-actions.ts';
import { recordAuditEvent } from '../platform/audit.ts';
import { tellDesks } from '../platform/live.ts';
import type { Practice } from '../practice/model.ts';
import { told } from '../words/told.ts';
import { readBounce } from './mail/bounce.ts';
import { takeStep } from './messages/states.ts';
import { countMessageContacts } from './queries/outbox-messages.ts';
import { moveMessages } from './queries/outbox-move.ts';
import { findByReference } from './queries/outbox-reference.ts';

export interface Bounced {
  readonly messageId: MessageId;
  readonly patientId: PatientId;
  readonly status: string;
  /** The address is marked as wrong. */
  readonly gone: boolean;
}

/**
 * Takes in a report that a message came back. Only an address that the message went to is marked: a forged report can
 * silence nobody else. A report about a message that did not leave is refused, and that is on the record.
 * @param named reference that the report was addressed to
 * @returns `invalid_input` where it is no such report or about no message of ours; `impossible_step`
 */
export async function takeBounce(
  db: Db,
  practice: Practice,
  report: string,
  now: Date,
  named?: string,
): Promise<Outcome<Bounced, Refusal<'invalid_input' | 'impossible_step'>>> {
  const bounce = readBounce(report, named);
  const message = bounce === undefined ? undefined : await findByReference(db, practice.id, bounce.clientRef);
  if (bounce === undefined || message === undefined) return refuse('invalid_input', told.outbox.noBounce);
  const { id, patientId } = message;
  const step = takeStep(message.state, 'bounce');
  await recordAuditEvent(db, practice.id, {
    accountId: null,
    staffMemberId: null,
    action: 'outbox.bounce',
    result: step.ok ? 'ok' : step.refusal.code,
    patientIds: [patientId],
    objectIds: [id],
    requestId: newId(now.getTime()),
    network: null,
  });
  if (!step.ok) return step;
  await moveMessages(db, practice.id, 'bounce', [{ id, why: told.outbox.bounced(bounce.status) }], now);
  // It reached nobody: sent anew, to another address, it waits for no cap.
  if (message.contactId !== null) await countMessageContacts(db, practice.id, [message.contactId], false);
  const { address, gone, status } = bounce;
  const ours =
    gone && address !== undefined && message.addressHash?.equals(contactHash(address)) === true
      ? address
      : undefined;
  if (ours !== undefined) await markAddressGone(db, practice.id, ours, now);
  await tellDesks(db, 'outbox');
  return done({ messageId: id, patientId, status, gone: ours !== undefined });
}
