import { told } from '../../words/told.ts';
import {
  askOf,
  type ContactAsk,
  type ContactFacts,
  type ContactPolicy,
  type GateDecision,
  type GateReason,
  type Purpose,
  type WholeAsk,
} from '../model.ts';
import { capEnds } from './caps.ts';
import { classReasons, isPromotion, mailReasons, purposeOf } from './class.ts';
import { consentReason, isSuppressed, reachReasons } from './consent.ts';
import { nextHours } from './hours.ts';
import { pauses } from './pause.ts';
import { type Rules, rulesFor } from './place.ts';

function exitReason(facts: ContactFacts): GateReason | undefined {
  if (facts.exited === 'died') return { code: 'died', words: told.gate.died };
  if (facts.exited === 'opted_out') return { code: 'opted_out', words: told.gate.opted_out };
  if (facts.exited !== undefined)
    return { code: 'exited', words: told.gate.exited(told.exits[facts.exited]) };
  return undefined;
}

function refusals(
  ask: WholeAsk,
  facts: ContactFacts,
  rules: Rules,
  purpose: Purpose,
  promotion: boolean,
  now: number,
): GateReason[] {
  const reasons = classReasons(ask, facts, rules, now);
  const consent = consentReason(ask, facts, rules, purpose);
  if (consent !== undefined) reasons.push(consent);
  if (isSuppressed(ask, facts, rules, promotion)) {
    reasons.push({ code: 'suppressed', words: told.gate.suppressed });
  }
  reasons.push(...reachReasons(ask, facts));
  if (facts.bereaved && promotion) reasons.push({ code: 'bereaved', words: told.gate.bereaved });
  const ofVisits = ask.about === 'visit' || ask.about === 'answer';
  if (facts.appointmentsOnly && !ofVisits && !ask.owed && ask.channel !== 'in_person') {
    reasons.push({ code: 'appointments_only', words: told.gate.appointments_only });
  }
  const remote = ask.channel === 'call' || ask.channel === 'text' || ask.channel === 'email';
  // Whoever has no rules to go by leaves it to a person, and a person only where it is owed.
  if (rules.unknown && remote && !(ask.owed && !ask.automatic)) {
    reasons.push({ code: 'unknown_place', words: told.gate.unknown_place });
  }
  reasons.push(...mailReasons(ask, facts, promotion));
  return reasons;
}

const clockWordsOf = new WeakMap<ContactPolicy, string>();

function clockWords(policy: ContactPolicy): string {
  let words = clockWordsOf.get(policy);
  if (words === undefined) {
    words = told.gate.hours(policy.callFrom.slice(0, 5), policy.callTo.slice(0, 5));
    clockWordsOf.set(policy, words);
  }
  return words;
}

/**
 * The one arbiter of every contact: permits, delays or refuses, and says why. Pure: everything it knows is handed in,
 * so that a what-if and a send are judged by the same code. docs/running/gate.md lists the rules and their sources.
 * @cost about 2 microseconds
 */
export function judgeContact(
  asked: ContactAsk,
  facts: ContactFacts,
  policy: ContactPolicy,
  now: Date,
): GateDecision {
  const policyVersion = policy.version;
  const refuse = (reasons: readonly GateReason[]): GateDecision => ({
    verdict: 'refuse',
    reasons,
    policyVersion,
  });
  const exit = exitReason(facts);
  // Nothing else is worth saying about somebody who has left.
  if (exit !== undefined) return refuse([exit]);
  const ask = askOf(asked);
  const time = now.getTime();
  const rules = rulesFor(facts, time);
  const purpose = purposeOf(ask, rules);
  const promotion = isPromotion(ask, purpose);
  const refused = refusals(ask, facts, rules, purpose, promotion, time);
  if (refused.length > 0) return refuse(refused);

  const { reasons, until } = pauses(ask, facts, policy, promotion, time);
  const capped = capEnds(ask, facts, policy, rules, time);
  if (capped !== undefined) reasons.push({ code: 'cap', words: told.gate.cap });
  const after = Math.max(until, capped ?? time);
  const hours = nextHours(ask, policy, facts.zone, rules, after);
  if (hours.opens === undefined) return refuse([{ code: 'no_hour', words: told.gate.no_hour }]);
  if (hours.practiceClosed) reasons.push({ code: 'hours', words: clockWords(policy) });
  if (hours.quiet) reasons.push({ code: 'quiet', words: told.gate.quiet });
  if (reasons.length === 0) return { verdict: 'permit', reasons: [], policyVersion };
  return { verdict: 'delay', until: new Date(hours.opens), reasons, policyVersion };
}
