import { recordContact, undoContact } from '../contact/actions.ts';
import { answerInbound, reopenInbound } from '../contact/inbound-actions.ts';
import type { InboundOutcome } from '../contact/inbound-contract.ts';
import type { Db } from '../database/database.ts';
import type { ActId, ActOutcomeId, InboundId, PromiseId, VisitId } from '../kit/ids.ts';
import { instantOf, localDateIn } from '../kit/instant.ts';
import { addDays, type LocalDate } from '../kit/local-date.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import {
  markNumberRight,
  markNumberWrong,
  restoreConsent,
  withdrawAllConsent,
} from '../patients/consent-actions.ts';
import { owedShare } from '../plan/model.ts';
import { announce } from '../platform/queue.ts';
import type { Actor } from '../practice/model.ts';
import { keepPromise, reopenPromise } from '../promises/actions.ts';
import { cancelProvisionalVisit, noteProvisionalVisit } from '../visits/booking-actions.ts';
import { told } from '../words/told.ts';
import type { outcomeKinds } from './contract.ts';
import { mostTries, offers } from './model.ts';
import { type ActState, bringToDay, findAct, type StoredAct, stateOf, updateAct } from './queries/acts.ts';
import {
  type Effects,
  findOutcome,
  findOutcomeByKey,
  insertOutcome,
  listOutcomesOf,
  type StoredOutcome,
} from './queries/outcomes.ts';

export type OutcomeKind = (typeof outcomeKinds)[number];

export interface OutcomeInput {
  readonly outcome: OutcomeKind;
  /** Of the press; the same key twice is one outcome. */
  readonly clientKey: string;
  readonly reason: string | undefined;
  /** For call_back and later. */
  readonly at: Date | undefined;
  readonly bookedOn: LocalDate | undefined;
}

type OutcomeRefusal = Refusal<
  | 'not_found'
  | 'already_done'
  | 'no_more_tries'
  | 'reason_required'
  | 'invalid_input'
  | 'cannot_undo'
  | 'already_undone'
>;

export interface Recorded {
  readonly outcomeId: ActOutcomeId;
  readonly act: StoredAct;
  /** Who had answered before, when this press came second; it is shown as success. */
  /** False: this very press was recorded before, or another desk was first. */
  readonly isNew: boolean;
  readonly already: { readonly by: string; readonly at: string } | null;
}

// After an unanswered call: the same day three hours later when that is before the evening, else the next morning.
function nextTry(actor: Actor, now: Date): Date {
  const zone = actor.practice.zone;
  const later = new Date(now.getTime() + 3 * 3_600_000);
  const today = localDateIn(zone, now);
  const lastCall = instantOf(today, 17 * 60, zone);
  return later < lastCall ? later : instantOf(addDays(today, 1), 9 * 60 + 30, zone);
}

function nextState(actor: Actor, act: StoredAct, input: OutcomeInput, now: Date): ActState {
  const before = stateOf(act);
  switch (input.outcome) {
    case 'no_answer': {
      const attempts = act.attempts + 1;
      return { ...before, state: 'waiting', attempts, notBefore: nextTry(actor, now).toISOString() };
    }
    case 'call_back':
      // The patient was told a time: it is a deadline.
      return {
        ...before,
        state: 'waiting',
        notBefore: input.at?.toISOString() ?? null,
        deadline: input.at?.toISOString() ?? null,
      };
    case 'later':
      return { ...before, state: 'waiting', notBefore: input.at?.toISOString() ?? null };
    case 'wrong_number':
    case 'stop':
    case 'not_appropriate':
      return { ...before, state: 'closed', closedReason: input.reason ?? input.outcome };
    case 'done':
    case 'booked':
    case 'left_message':
    case 'declined':
      return { ...before, state: 'done' };
  }
}

// Reached by voice or card; a message left counts towards the caps as well, an unanswered ring does not.
const countsAsContact: ReadonlySet<OutcomeKind> = new Set([
  'done',
  'booked',
  'left_message',
  'call_back',
  'declined',
  'stop',
]);

// Whoever asked us something has had an answer; a message left or a call back is none yet.
const answersInbound: ReadonlySet<OutcomeKind> = new Set([
  'done',
  'booked',
  'declined',
  'stop',
  'wrong_number',
  'not_appropriate',
]);

// Whoever declines what we promised them has been offered it: nothing is owed any more.
const keepsPromise: ReadonlySet<OutcomeKind> = new Set(['done', 'booked', 'declined']);

function inboundOutcome({ outcome }: OutcomeInput): InboundOutcome {
  if (outcome === 'booked') return 'booked';
  if (outcome === 'wrong_number') return 'not_reached';
  return outcome === 'not_appropriate' ? 'not_for_us' : 'answered';
}

async function applyEffects(
  db: Db,
  actor: Actor,
  act: StoredAct,
  input: OutcomeInput,
  now: Date,
): Promise<Effects> {
  const practice = actor.practice.id;
  const by = actor.staffMemberId;
  const contactId = countsAsContact.has(input.outcome)
    ? await recordContact(db, practice, {
        patient: act.patientId,
        channel: act.channel,
        purpose: act.purpose,
        reached: input.outcome !== 'left_message',
        act: act.id,
        by,
        at: now,
        owed: act.share === owedShare,
      })
    : undefined;
  const promiseId = act.premise.promiseId as PromiseId | undefined;
  const kept =
    promiseId !== undefined && keepsPromise.has(input.outcome)
      ? await keepPromise(db, practice, promiseId, by, now)
      : false;
  const inboundId = act.premise.inboundId as InboundId | undefined;
  const answered =
    inboundId !== undefined && answersInbound.has(input.outcome)
      ? (await answerInbound(db, practice, inboundId, { outcome: inboundOutcome(input), by }, now)).ok
      : false;
  const visitId =
    input.outcome === 'booked' && input.bookedOn !== undefined
      ? await noteProvisionalVisit(db, practice, {
          patientId: act.patientId,
          on: input.bookedOn,
          zone: actor.practice.zone,
          now,
        })
      : undefined;
  const contactPointId =
    input.outcome === 'wrong_number' ? await markNumberWrong(db, practice, act.patientId) : undefined;
  const consentBefore =
    input.outcome === 'stop' ? await withdrawAllConsent(db, practice, act.patientId, by, now) : undefined;
  return {
    ...(contactId === undefined ? {} : { contactId }),
    ...(kept && promiseId !== undefined ? { promiseId } : {}),
    ...(answered && inboundId !== undefined ? { inboundId } : {}),
    ...(visitId === undefined ? {} : { visitId }),
    ...(contactPointId === undefined ? {} : { contactPointId }),
    ...(consentBefore === undefined ? {} : { consentBefore }),
  };
}

function check(actor: Actor, act: StoredAct, input: OutcomeInput, now: Date): Outcome<true, OutcomeRefusal> {
  const today = localDateIn(actor.practice.zone, now);
  if (input.outcome === 'no_answer' && act.attempts >= mostTries) {
    return refuse('no_more_tries', told.refusals.noMoreTries);
  }
  if ((input.outcome === 'declined' || input.outcome === 'not_appropriate') && !input.reason) {
    return refuse('reason_required', told.refusals.sayWhy);
  }
  if (input.outcome === 'call_back' || input.outcome === 'later') {
    const farthest = now.getTime() + 90 * 86_400_000;
    if (input.at === undefined || input.at <= now || input.at.getTime() > farthest) {
      return refuse('invalid_input', told.refusals.timeAhead);
    }
  }
  if (input.bookedOn !== undefined && (input.bookedOn < today || input.bookedOn > addDays(today, 730))) {
    return refuse('invalid_input', told.refusals.visitAhead);
  }
  if (!offers(act).includes(input.outcome)) {
    return refuse('invalid_input', told.refusals.notByChannel(told.channels[act.channel]));
  }
  return done(true);
}

/**
 * Records what came of an act, with all that follows from it, in one transaction. The same press twice, from one desk
 * or two, is one outcome: the second is told who was first.
 * @returns `not_found`; `no_more_tries` at a third unanswered call; `reason_required`; `invalid_input`
 */
export async function answerAct(
  db: Db,
  actor: Actor,
  id: ActId,
  input: OutcomeInput,
  now: Date,
): Promise<Outcome<Recorded, OutcomeRefusal>> {
  const practice = actor.practice.id;
  const act = await findAct(db, practice, id, true);
  if (act === undefined) return refuse('not_found', told.refusals.noAct);
  const same = await findOutcomeByKey(db, practice, input.clientKey);
  if (same !== undefined) {
    if (same.actId !== id) return refuse('invalid_input', told.refusals.otherAct);
    return done({ outcomeId: same.id, act, isNew: false, already: null });
  }
  if (act.state === 'done' || act.state === 'closed') return answeredBefore(db, actor, act);
  const right = check(actor, act, input, now);
  if (!right.ok) return right;
  const effects = await applyEffects(db, actor, act, input, now);
  await updateAct(db, practice, id, nextState(actor, act, input, now), now);
  const outcomeId = await insertOutcome(db, practice, {
    actId: id,
    patientId: act.patientId,
    outcome: input.outcome,
    reason: input.reason ?? null,
    callBackAt: input.at ?? null,
    undoes: null,
    before: stateOf(act),
    effects,
    clientKey: input.clientKey,
    by: actor.staffMemberId,
    now,
  });
  if (outcomeId === undefined) throw new Error('the act was locked, yet its press was recorded meanwhile');
  await announce(db, 'act.done', { actId: id });
  return done({ outcomeId, act: (await findAct(db, practice, id)) ?? act, isNew: true, already: null });
}

async function answeredBefore(
  db: Db,
  actor: Actor,
  act: StoredAct,
): Promise<Outcome<Recorded, OutcomeRefusal>> {
  const [last] = (await listOutcomesOf(db, actor.practice.id, act.id)).filter((outcome) => !outcome.undone);
  if (last === undefined) {
    return refuse('already_done', act.closedReason ?? told.refusals.actClosed);
  }
  return done({
    outcomeId: last.id,
    act,
    isNew: false,
    already: { by: last.byName, at: last.recordedAt.toISOString() },
  });
}

async function revertEffects(db: Db, actor: Actor, outcome: StoredOutcome, now: Date): Promise<void> {
  const practice = actor.practice.id;
  const { contactId, promiseId, inboundId, visitId, contactPointId, consentBefore } = outcome.effects;
  if (contactId !== undefined) await undoContact(db, practice, contactId);
  if (promiseId !== undefined) await reopenPromise(db, practice, promiseId as PromiseId);
  if (inboundId !== undefined) await reopenInbound(db, practice, inboundId as InboundId);
  if (visitId !== undefined) await cancelProvisionalVisit(db, practice, visitId as VisitId, now);
  if (contactPointId !== undefined) await markNumberRight(db, practice, contactPointId);
  if (consentBefore !== undefined) {
    const stopped = { before: consentBefore, since: outcome.recordedAt };
    await restoreConsent(db, practice, outcome.patientId, stopped, actor.staffMemberId, now);
  }
}

/**
 * Takes an outcome back with all that it wrote; the ledger keeps both rows. Works after a reload and from another
 * desk; only the newest answer of an act can be taken back.
 * @returns `not_found`; `already_undone`; `cannot_undo` when the act was answered again since
 */
export async function undoAnswer(
  db: Db,
  actor: Actor,
  id: ActOutcomeId,
  clientKey: string,
  now: Date,
): Promise<Outcome<StoredAct, OutcomeRefusal>> {
  const practice = actor.practice.id;
  const outcome = await findOutcome(db, practice, id);
  if (outcome === undefined || outcome.outcome === 'undo') return refuse('not_found', told.refusals.noAnswer);
  const act = await findAct(db, practice, outcome.actId, true);
  if (act === undefined) return refuse('not_found', told.refusals.noAct);
  // Read again under the lock: two presses of undo meet here.
  const [newest] = (await listOutcomesOf(db, practice, act.id)).filter((one) => !one.undone);
  if (newest?.id !== id) {
    const undone = (await findOutcome(db, practice, id))?.undone === true;
    if (undone) return refuse('already_undone', told.refusals.alreadyUndone);
    return refuse('cannot_undo', told.refusals.answeredSince);
  }
  await revertEffects(db, actor, outcome, now);
  await updateAct(db, practice, act.id, outcome.before, now);
  await bringToDay(db, practice, act.id, localDateIn(actor.practice.zone, now));
  await insertOutcome(db, practice, {
    actId: act.id,
    patientId: act.patientId,
    outcome: 'undo',
    reason: null,
    callBackAt: null,
    undoes: id,
    before: stateOf(act),
    effects: {},
    clientKey,
    by: actor.staffMemberId,
    now,
  });
  await announce(db, 'act.done', { actId: act.id });
  const after = await findAct(db, practice, act.id);
  return after === undefined ? refuse('not_found', told.refusals.noAct) : done(after);
}
