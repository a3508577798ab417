import type { Db } from '../database/database.ts';
import { type MessageId, newId, type PatientId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import type { Actor } from '../practice/model.ts';
import { told } from '../words/told.ts';
import { type Decision, takeStep } from './messages/states.ts';
import { findMessage } from './queries/outbox-list.ts';
import { countMessageContacts } from './queries/outbox-messages.ts';
import { type Move, moveMessages } from './queries/outbox-move.ts';
import { type BeforeDecision, putDecisionBack } from './queries/outbox-undo.ts';

export type { BeforeDecision } from './queries/outbox-undo.ts';

type DecisionRefusal = Refusal<'not_found' | 'impossible_step'>;

export interface Decided {
  readonly patientId: PatientId;
  readonly before: BeforeDecision;
}

function moveFor(decision: Decision, id: MessageId, now: Date): Move {
  if (decision === 'drop') return { id, why: told.outbox.dropped };
  // Its attempts begin anew, and the gate is asked again when it is claimed.
  return decision === 'arrived' ? { id } : { id, dueAt: now, attempts: 0 };
}

/**
 * A person decides about one message. What did not arrive after all does not count against the caps.
 * @returns what it was before, for an undo; `impossible_step` when it has moved on meanwhile
 */
export async function decideOnMessage(
  db: Db,
  actor: Actor,
  id: MessageId,
  decision: Decision,
  now: Date,
): Promise<Outcome<Decided, DecisionRefusal>> {
  const practice = actor.practice.id;
  const message = await findMessage(db, practice, id, true);
  if (message === undefined) return refuse('not_found', told.outbox.noMessage);
  const step = takeStep(message.state, decision);
  if (!step.ok) return step;
  await moveMessages(db, practice, decision, [moveFor(decision, id, now)], now, actor.staffMemberId);
  const { state, contactId, patientId, why, attempts, dueAt } = message;
  const uncounted = contactId !== null && state === 'unknown' && decision !== 'arrived';
  if (uncounted) await countMessageContacts(db, practice, [contactId], false);
  await tellDesks(db, 'outbox');
  const before = { patientId, state, to: step.value, why, attempts, dueAt: dueAt.toISOString(), uncounted };
  return done({ patientId, before });
}

/**
 * Takes a decision back, as long as nothing came of it.
 * @returns `cannot_undo` when the message was claimed, sent or decided about anew since
 */
export async function takeDecisionBack(
  db: Db,
  actor: Actor,
  id: MessageId,
  before: BeforeDecision,
  now: Date,
): Promise<Outcome<PatientId, Refusal<'not_found' | 'cannot_undo'>>> {
  const practice = actor.practice.id;
  const message = await findMessage(db, practice, id, true);
  if (message === undefined) return refuse('not_found', told.outbox.noMessage);
  if (message.state !== before.to)
    return refuse('cannot_undo', told.outbox.impossibleStep(told.outbox.states[message.state]));
  await putDecisionBack(db, practice, id, message.state, before, {
    eventId: newId(now.getTime()),
    by: actor.staffMemberId,
    at: now,
  });
  if (before.uncounted && message.contactId !== null)
    await countMessageContacts(db, practice, [message.contactId], true);
  await tellDesks(db, 'outbox');
  return done(message.patientId);
}
