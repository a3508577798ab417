import { told } from '../../words/told.ts';
import type { ContactFacts, ContactPolicy, GateReason, WholeAsk } from '../model.ts';

const hourMs = 3_600_000;
// Longer than the longest day: what is paused is not asked about again on the same one.
const pauseMs = 25 * hourMs;

interface Pause {
  readonly until: number;
  readonly reasons: GateReason[];
}

/**
 * What has no end that a clock knows: an open case, a broken promise, a schedule that does not speak. `until` is when to
 * ask again; nothing is dropped, because everyone is asked alike in the end.
 */
export function pauses(
  ask: WholeAsk,
  facts: ContactFacts,
  policy: ContactPolicy,
  promotion: boolean,
  now: number,
): Pause {
  const reasons: GateReason[] = [];
  let until = now;
  if (!ask.owed && (promotion || ask.about === 'review')) {
    if (facts.openCase) reasons.push({ code: 'open_case', words: told.gate.open_case });
    if (facts.brokenPromise) reasons.push({ code: 'broken_promise', words: told.gate.broken_promise });
    if (reasons.length > 0) until = now + pauseMs;
  }
  const heard = facts.heardAt?.getTime();
  const stale = heard === undefined || now - heard > policy.staleHours * hourMs;
  if (ask.automatic && ask.about !== 'answer' && stale) {
    reasons.push({ code: 'stale', words: told.gate.stale });
    until = Math.max(until, now + hourMs);
  }
  return { until, reasons };
}
