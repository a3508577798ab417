import { instantOf, parseClock, wallTime } from '../kit/instant.ts';
import { addDays, isoWeekday, type LocalDate } from '../kit/local-date.ts';
import { told } from '../words/told.ts';

export type Channel = 'call' | 'text' | 'email' | 'post' | 'in_person';
export type Purpose = 'care' | 'feedback' | 'marketing';

/** Somebody wants to reach a patient: how, what for, and whether it is a clock or promise that no cap may hold up. */
export interface ContactAsk {
  readonly channel: Channel;
  readonly purpose: Purpose;
  /** Clinical, safety or complaint contact, and promises: never withheld by a cap. */
  readonly owed: boolean;
}

/** What the gate must know about the patient, read in the transaction that decides. */
export interface ContactFacts {
  /** IANA zone of the patient's location. */
  readonly zone: string;
  readonly exited: 'moved' | 'transferred' | 'died' | 'opted_out' | 'inactive' | undefined;
  /** The newest word on each purpose and channel; `any` counts for all channels. */
  readonly consents: readonly {
    readonly purpose: Purpose;
    readonly channel: string;
    readonly granted: boolean;
  }[];
  /** Whether there is a valid way to reach the patient on the channel; confidential wishes are applied already. */
  readonly reachable: readonly Channel[];
  /** False: no source ever gave us a way to reach the patient; the practice's own system may know one. */
  readonly reachKnown: boolean;
  readonly suppressed: boolean;
  /** Instants of contacts made in the last 31 days, not undone. */
  readonly contacts: readonly Date[];
}

export interface ContactPolicy {
  readonly version: number;
  /** Local wall time, HH:MM or HH:MM:SS. */
  readonly callFrom: string;
  readonly callTo: string;
  readonly callWeekdays: readonly number[];
  readonly maxPerDay: number;
  readonly maxPerWeek: number;
  readonly maxPerMonth: number;
  /** A schedule older than this is stale, hours. */
  readonly staleHours: number;
}

export type GateReasonCode =
  | 'died'
  | 'exited'
  | 'opted_out'
  | 'no_consent'
  | 'withdrawn'
  | 'suppressed'
  | 'unreachable'
  | 'hours'
  | 'cap';

export interface GateReason {
  readonly code: GateReasonCode;
  /** For the front desk, as told: plain, lower case, no full stop, never the patient's name. */
  readonly words: string;
}

/** The gate's answer. `until` is when a delay ends; a refusal does not end by waiting. */
export type GateDecision =
  | { readonly verdict: 'permit'; readonly reasons: readonly []; readonly policyVersion: number }
  | {
      readonly verdict: 'delay';
      readonly until: Date;
      readonly reasons: readonly GateReason[];
      readonly policyVersion: number;
    }
  | { readonly verdict: 'refuse'; readonly reasons: readonly GateReason[]; readonly policyVersion: number };

/**
 * Whether the newest word on this purpose forbids it: a withdrawal on the channel or on all channels. Care needs no
 * consent until it is withdrawn; feedback and marketing need one that was granted.
 */
function consentReason(ask: ContactAsk, facts: ContactFacts): GateReason | undefined {
  const about = facts.consents.filter(
    (word) => word.purpose === ask.purpose && (word.channel === ask.channel || word.channel === 'any'),
  );
  if (about.some((word) => !word.granted)) {
    return { code: 'withdrawn', words: told.gate.withdrawn(told.channels[ask.channel]) };
  }
  if (ask.purpose === 'care' || about.some((word) => word.granted)) return undefined;
  return {
    code: 'no_consent',
    words: told.gate.no_consent(told.purposes[ask.purpose], told.channels[ask.channel]),
  };
}

function exitReason(facts: ContactFacts): GateReason | undefined {
  if (facts.exited === 'died') return { code: 'died', words: told.gate.died };
  if (facts.exited === 'opted_out') return { code: 'opted_out', words: told.gate.opted_out };
  if (facts.exited !== undefined)
    return { code: 'exited', words: told.gate.exited(told.exits[facts.exited]) };
  return undefined;
}

function refusals(ask: ContactAsk, facts: ContactFacts): readonly GateReason[] {
  const exit = exitReason(facts);
  // Nothing else is worth saying about somebody who has left.
  if (exit !== undefined) return [exit];
  const reasons: GateReason[] = [];
  const consent = consentReason(ask, facts);
  if (consent !== undefined) reasons.push(consent);
  if (facts.suppressed && ask.channel !== 'in_person' && ask.channel !== 'post') {
    reasons.push({ code: 'suppressed', words: told.gate.suppressed });
  }
  if (ask.channel !== 'in_person' && facts.reachKnown && !facts.reachable.includes(ask.channel)) {
    reasons.push({ code: 'unreachable', words: told.gate.unreachable[ask.channel] });
  }
  return reasons;
}

/** The next instant at which calls are allowed, in the patient's zone; `now` itself when they are. */
export function nextCallTime(policy: ContactPolicy, zone: string, now: Date): Date {
  const from = parseClock(policy.callFrom) ?? 0;
  const to = parseClock(policy.callTo) ?? 1440;
  const wall = wallTime(now, zone);
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const day: LocalDate = addDays(wall.day, ahead);
    if (!policy.callWeekdays.includes(isoWeekday(day))) continue;
    if (ahead > 0 || wall.minutes < from) return instantOf(day, from, zone);
    if (wall.minutes < to) return now;
  }
  return instantOf(addDays(wall.day, 7), from, zone);
}

const dayMs = 86_400_000;

// The first instant at which every cap has room again. Days are the patient's own; weeks and months slide.
function capEnds(facts: ContactFacts, policy: ContactPolicy, now: Date): Date | undefined {
  const newestFirst = [...facts.contacts].sort((a, b) => b.getTime() - a.getTime());
  const today = wallTime(now, facts.zone).day;
  const ends: Date[] = [];
  const todays = newestFirst.filter((at) => wallTime(at, facts.zone).day === today);
  if (todays.length >= policy.maxPerDay) ends.push(instantOf(addDays(today, 1), 0, facts.zone));
  for (const [days, most] of [
    [7, policy.maxPerWeek],
    [30, policy.maxPerMonth],
  ] as const) {
    const within = newestFirst.filter((at) => now.getTime() - at.getTime() < days * dayMs);
    const blocking = within[most - 1];
    if (blocking !== undefined) ends.push(new Date(blocking.getTime() + days * dayMs));
  }
  return ends.length === 0 ? undefined : new Date(Math.max(...ends.map((end) => end.getTime())));
}

function waits(ask: ContactAsk, facts: ContactFacts, policy: ContactPolicy, now: Date) {
  const found: { readonly until: Date; readonly reason: GateReason }[] = [];
  const capped = ask.owed || ask.channel === 'in_person' ? undefined : capEnds(facts, policy, now);
  if (capped !== undefined) {
    found.push({
      until: capped,
      reason: { code: 'cap', words: told.gate.cap },
    });
  }
  const after = capped ?? now;
  const callTime =
    ask.channel === 'call' || ask.channel === 'text' ? nextCallTime(policy, facts.zone, after) : after;
  if (callTime.getTime() > after.getTime()) {
    const words = told.gate.hours(policy.callFrom.slice(0, 5), policy.callTo.slice(0, 5));
    found.push({ until: callTime, reason: { code: 'hours', words } });
  }
  return found;
}

/**
 * The one arbiter of every contact: permits, delays or refuses, and says why. Pure: everything it knows is handed in,
 * so that a what-if and a send are judged by the same code.
 */
export function judgeContact(
  ask: ContactAsk,
  facts: ContactFacts,
  policy: ContactPolicy,
  now: Date,
): GateDecision {
  const policyVersion = policy.version;
  const refused = refusals(ask, facts);
  if (refused.length > 0) return { verdict: 'refuse', reasons: refused, policyVersion };
  const waiting = waits(ask, facts, policy, now);
  if (waiting.length === 0) return { verdict: 'permit', reasons: [], policyVersion };
  const until = new Date(Math.max(...waiting.map((wait) => wait.until.getTime())));
  return { verdict: 'delay', until, reasons: waiting.map((wait) => wait.reason), policyVersion };
}
