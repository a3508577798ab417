import type { ActId, HouseholdId, PatientId, TouchpointId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import type { HeldCode } from '../plan/choose.ts';

export interface WhyNow {
  readonly fact: string;
  readonly source: string;
  readonly date: LocalDate;
}

/** One touchpoint falling due for one patient on a day, with all that the desk needs to make it. */
export interface Act {
  readonly id: ActId;
  readonly touchpointId: TouchpointId;
  readonly patientId: PatientId;
  readonly householdId: HouseholdId | null;
  readonly occurrence: string;
  readonly day: LocalDate;
  readonly kind: string;
  readonly channel: 'call' | 'post' | 'in_person';
  readonly purpose: 'care' | 'feedback' | 'marketing';
  readonly topic: string;
  readonly ownerRole: string;
  readonly minutes: number;
  readonly share: string;
  readonly dueFrom: LocalDate;
  readonly dueTo: LocalDate;
  readonly deadline: Date | null;
  readonly whyNow: readonly WhyNow[];
  readonly language: string;
  readonly title: string;
  readonly script: string;
  /** The words by language: the patient's and those of the practice. */
  readonly scripts: Readonly<Record<string, string>>;
  readonly value: number | null;
  readonly valueLow: number | null;
  readonly valueHigh: number | null;
  readonly arm: 'act' | 'hold_out';
  readonly premise: Readonly<Record<string, string>>;
}

/** Why an act is not on the list of the day. */
export type HeldReason =
  | HeldCode
  | 'gate_refused'
  | 'gate_later'
  | 'hold_out'
  | 'declined_before'
  | 'asked_lately'
  | 'waiting'
  | 'contacted_today';

export interface HeldAct {
  readonly act: Act;
  readonly code: HeldReason;
  /** For the desk; with the gate's own words where it was the gate. */
  readonly reason: string;
}

export interface DayPlan {
  readonly day: LocalDate;
  readonly minutes: { readonly available: number; readonly planned: number };
  readonly acts: readonly Act[];
  /** In the order of worth; the return acts beyond the day's minutes are in `backlog` instead. */
  readonly held: readonly HeldAct[];
  readonly heldCounts: Readonly<Record<string, number>>;
  readonly backlog: { readonly patients: number; readonly minutes: number };
}

// Two tries: a third unanswered call is a nuisance, and the patient's own rhythm will bring the act back.
export const mostTries = 2;

/** What the desk may answer now. */
export function offers(act: {
  readonly channel: string;
  readonly attempts: number;
  readonly state: string;
}): readonly string[] {
  if (act.state === 'done' || act.state === 'closed') return [];
  const always = ['done', 'later', 'not_appropriate'];
  if (act.channel !== 'call') return always;
  const tries = act.attempts < mostTries ? ['no_answer', 'left_message'] : ['left_message'];
  return [...always, 'booked', ...tries, 'call_back', 'declined', 'wrong_number', 'stop'];
}
