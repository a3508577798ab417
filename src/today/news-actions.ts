import { askGateForAll } from '../contact/actions.ts';
import type { GateDecision } from '../contact/model.ts';
import { reasonsFor } from '../contact/policy.ts';
import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import { instantOf } from '../kit/instant.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { probability } from '../kit/probability.ts';
import { armOf } from '../plan/arm.ts';
import type { readNewsReach } from '../plan/contract.ts';
import { mergePlan } from '../plan/merge-plan-actions.ts';
import { askOfTouchpoint, mayHoldOut, type Touchpoint, textParam } from '../plan/model.ts';
import type { PlanWish } from '../plan/plan-file-contract.ts';
import { readPlan } from '../plan/version-actions.ts';
import type { Actor } from '../practice/model.ts';
import { told } from '../words/told.ts';
import { presentView } from './actions.ts';
import { nextDate, onDate } from './occasions/on-date.ts';
import { findAskedLately } from './queries/find-history.ts';
import { findReachable } from './queries/find-reachable.ts';
import { findResting } from './queries/find-resting.ts';

type Reach = ReplyOf<typeof readNewsReach>;

// Whoever is found is asked about; no practice has more households.
const everybody = 1_000_000;
// In the middle of the day it goes on: the hours of the gate would else count everybody as later.
const noonMinutes = 12 * 60;

type Answer = Pick<GateDecision, 'verdict' | 'reasons'>;

const kinds: Partial<Record<Touchpoint['channel'], 'mobile' | 'email' | 'post'>> = {
  email: 'email',
  text: 'mobile',
  post: 'post',
};

function noAddress({ channel }: Touchpoint): Answer {
  const words = channel === 'in_person' ? '' : told.gate.unreachable[channel];
  return { verdict: 'refuse', reasons: [{ code: 'unreachable', words }] };
}

function countReasons(actor: Actor, decisions: readonly Answer[]): Reach['later'] {
  const counts = new Map<string, number>();
  for (const { reasons } of decisions) {
    // One reason a person, the first: the numbers add up.
    const reason = reasonsFor(actor.roles, reasons)[0]?.words ?? told.gate.practice_rule;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, n]) => ({ reason, n }))
    .sort((a, b) => b.n - a.n || a.reason.localeCompare(b.reason));
}

const nobody: Reach = { day: null, found: 0, reached: 0, later: [], refused: [], resting: 0, heldOut: 0 };

/**
 * Whom a touchpoint on a date would reach with a change of it: found by the occasion that sends it, and asked of the gate
 * at noon of that day, with what is known now. Reads only.
 * @param wish of one touchpoint
 * @returns `invalid_input` when the change cannot be, or is of another kind of touchpoint
 */
export async function reachOfNews(
  db: Db,
  actor: Actor,
  wish: PlanWish,
  now: Date,
): Promise<Outcome<Reach, Refusal<'invalid_input'>>> {
  const { practice } = actor;
  const merged = mergePlan(await readPlan(db, practice.id), wish);
  if (!merged.ok) return merged;
  const code = wish.touchpoints?.[0]?.code;
  const touchpoint = merged.value.touchpoints.find((one) => one.code === code);
  if (touchpoint?.trigger !== 'on_date') return refuse('invalid_input', told.refusals.noTouchpoint);
  const today = presentView(practice, now);
  const day = nextDate(textParam(touchpoint, 'on'), today.day);
  if (day === undefined) return done(nobody);
  const view = { ...today, day };
  const { candidates } = await onDate.find({ db, practice, view, touchpoint, most: everybody });
  // By the very rules that let it rest when it goes.
  const resting = touchpoint.automatic
    ? await findResting(db, practice.id, [touchpoint], now)
    : await findAskedLately(db, view, [touchpoint]);
  const name = touchpoint.automatic ? touchpoint.code : touchpoint.id;
  const free = candidates.filter(({ patientId }) => !resting.has(`${name} ${patientId}`));
  const drawn = free.filter((one) => !isHeldOut(touchpoint, one.householdId ?? one.patientId));
  const ask = askOfTouchpoint(touchpoint);
  const asks = drawn.map(({ patientId }) => ({ patient: patientId, ask }));
  const at = instantOf(day, noonMinutes, practice.zone);
  const decisions = await askGateForAll(db, practice.id, asks, at, now);
  const kind = kinds[touchpoint.channel];
  const reachable =
    kind === undefined
      ? undefined
      : await findReachable(
          db,
          practice.id,
          drawn.map(({ patientId }) => patientId),
          kind,
        );
  const answers = drawn.flatMap(({ patientId }, nth) => {
    const decision = decisions[nth];
    if (decision === undefined) return [];
    const verdict = verdictOf(decision);
    // Where no file ever gave us an address the gate leaves it to a person to look one up; a message has nobody to look.
    if (verdict === 'permit' && reachable?.has(patientId) === false) return [noAddress(touchpoint)];
    return [{ verdict, reasons: decision.reasons }];
  });
  const of = (verdict: GateDecision['verdict']) => answers.filter((one) => one.verdict === verdict);
  return done({
    day,
    found: candidates.length,
    reached: of('permit').length,
    later: countReasons(actor, of('delay')),
    refused: countReasons(actor, of('refuse')),
    resting: candidates.length - free.length,
    heldOut: free.length - drawn.length,
  });
}

// How old the schedule will be on that day is known on that day.
function verdictOf({ verdict, reasons }: GateDecision): GateDecision['verdict'] {
  return verdict === 'delay' && reasons.every(({ code }) => code === 'stale') ? 'permit' : verdict;
}

function isHeldOut(touchpoint: Touchpoint, unit: string): boolean {
  return mayHoldOut(touchpoint) && armOf(touchpoint.id, unit, probability(touchpoint.holdOut)) === 'hold_out';
}
