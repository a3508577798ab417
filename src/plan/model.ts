import type { About, ContactAsk, LegalClass } from '../contact/model.ts';
import type { ServiceId, TouchpointId } from '../kit/ids.ts';
import type { Words } from '../kit/words.ts';

/** The kinds of occasion that a touchpoint may wait for. A touchpoint is a row; only these kinds are code. */
export const triggers = [
  'first_visit_ahead',
  'visit_ahead',
  'left_without_next',
  'after_visit',
  'milestone_visit',
  'told_us_event',
  'birthday',
  'anniversary',
  'recall_due',
  'drifting',
  'promise_due',
  'inbound_waiting',
  'treatment_unfinished',
  'price_before',
  'welcome',
  'feedback',
  'on_date',
] as const;
export type Trigger = (typeof triggers)[number];

/** Of the one touchpoint under which acts stand that somebody asks for by hand; it proposes none and is no part of the plan. */
export const byHandTrigger = 'by_hand';

export type TouchpointChannel = 'call' | 'post' | 'in_person' | 'email' | 'text';

/** A rule of the relationship plan: for whom, when, on which channel, by which role, with which script. */
export interface Touchpoint {
  readonly id: TouchpointId;
  readonly code: string;
  readonly title: Words;
  readonly trigger: Trigger;
  readonly params: Readonly<Record<string, number | string | boolean>>;
  /** Null: all services. */
  readonly services: readonly ServiceId[] | null;
  readonly actKind: string;
  readonly channel: TouchpointChannel;
  /** A message that goes by itself, on e-mail or text; false: an act of a person. */
  readonly automatic: boolean;
  /** Null: follows from the purpose. */
  readonly legalClass: LegalClass | null;
  readonly thirdPartyPaid: boolean;
  /** Code of the template by channel. */
  readonly templates: Readonly<Record<string, string>>;
  /** Not again for the same patient within so many days; null: whenever there is an occasion. */
  readonly restDays: number | null;
  readonly purpose: 'care' | 'feedback' | 'marketing';
  readonly topic: string;
  readonly ownerRole: string;
  readonly minutes: number;
  readonly share: string;
  readonly priority: number;
  readonly script: Words;
  readonly holdOut: number;
  readonly enabled: boolean;
}

/** The share that clocks and promises come from: before all others, whatever the minutes. */
export const owedShare = 'owed';

export interface Share {
  readonly code: string;
  readonly title: Words;
  /** Of the minutes that owed acts leave over, 0 to 100. */
  readonly percent: number;
}

export interface Capacity {
  readonly role: string;
  /** ISO. */
  readonly weekday: number;
  readonly minutes: number;
}

const neverHeldOut: readonly string[] = [
  'after_visit',
  'promise_due',
  'treatment_unfinished',
  'price_before',
  'feedback',
  'inbound_waiting',
];

/** Clinical, safety and complaint contact, promises and prices are never withheld by an experiment. */
export function mayHoldOut(touchpoint: Pick<Touchpoint, 'share' | 'trigger'>): boolean {
  return touchpoint.share !== owedShare && !neverHeldOut.includes(touchpoint.trigger);
}

const abouts: Readonly<Record<Trigger, About>> = {
  first_visit_ahead: 'visit',
  visit_ahead: 'visit',
  left_without_next: 'visit',
  after_visit: 'visit',
  milestone_visit: 'thanks',
  told_us_event: 'thanks',
  birthday: 'birthday',
  anniversary: 'thanks',
  recall_due: 'recall',
  drifting: 'recall',
  promise_due: 'other',
  inbound_waiting: 'answer',
  treatment_unfinished: 'visit',
  price_before: 'visit',
  welcome: 'answer',
  feedback: 'answer',
  on_date: 'news',
};

// A card or a newsletter that cannot be mailed is no reason to ring somebody up.
const neverByPhone: readonly Trigger[] = ['on_date', 'birthday', 'anniversary'];

/** Whether somebody calls whom an automatic touchpoint cannot reach: what care needs said is said by phone. */
export function fallsBackToPhone(touchpoint: Pick<Touchpoint, 'automatic' | 'purpose' | 'trigger'>): boolean {
  return touchpoint.automatic && touchpoint.purpose === 'care' && !neverByPhone.includes(touchpoint.trigger);
}

/** What the gate is asked of a touchpoint, or of an act of it. */
export function askOfTouchpoint(touchpoint: {
  readonly channel: TouchpointChannel;
  readonly purpose: Touchpoint['purpose'];
  readonly share: string;
  readonly trigger: string;
  readonly automatic: boolean;
  readonly legalClass: LegalClass | null;
  readonly thirdPartyPaid: boolean;
}): ContactAsk {
  const { channel, purpose, share, trigger, automatic, legalClass, thirdPartyPaid } = touchpoint;
  return {
    channel,
    purpose,
    owed: share === owedShare,
    about: abouts[trigger as Trigger] ?? 'other',
    automatic,
    thirdPartyPaid,
    // What goes by itself always carries a way out.
    unsubscribe: automatic,
    ...(legalClass === null ? {} : { legalClass }),
  };
}

/** A number among the parameters of a touchpoint. */
export function numberParam(touchpoint: Touchpoint, name: string, otherwise: number): number {
  const value = touchpoint.params[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

/**
 * The news of a touchpoint that comes on a date: its words, once somebody has written them for that very date. The words
 * that it began with, or those of the last time, go to nobody.
 */
export function newsOf({
  params,
  script,
}: Pick<Touchpoint, 'params' | 'script'>): Touchpoint['script'] | undefined {
  return params.writtenFor !== undefined && params.writtenFor === params.on ? script : undefined;
}

/** For whom an item of the list stands there: what is known of the visit decides, nobody's score does. */
export const leavingAudiences = [
  'always',
  'first_visit',
  'no_next_visit',
  'promise_open',
  'worried',
] as const;
export type LeavingAudience = (typeof leavingAudiences)[number];

/** Something to see to before a patient leaves. A row of the plan, which a practice changes. */
export interface LeavingItem {
  readonly code: string;
  readonly words: Words;
  readonly applies: LeavingAudience;
  readonly enabled: boolean;
}

/** What is so of a visit. */
export interface LeavingFacts {
  readonly isFirst: boolean;
  readonly hasNextVisit: boolean;
  readonly promiseOpen: boolean;
  /** They told us before it that they were worried, and nobody has asked since how it was. */
  readonly worried: boolean;
}

/** The items that stand on the list of one visit, in the order of the plan. */
export function itemsFor(items: readonly LeavingItem[], facts: LeavingFacts): readonly LeavingItem[] {
  const holds: Readonly<Record<LeavingAudience, boolean>> = {
    always: true,
    first_visit: facts.isFirst,
    no_next_visit: !facts.hasNextVisit,
    promise_open: facts.promiseOpen,
    worried: facts.worried,
  };
  return items.filter(({ enabled, applies }) => enabled && holds[applies]);
}

/** A text among the parameters; undefined where there is none. */
export function textParam(touchpoint: Touchpoint, name: string): string | undefined {
  const value = touchpoint.params[name];
  return typeof value === 'string' ? value : undefined;
}

/** What the plan is for, in the practice's own words. */
export interface Statement {
  readonly objective: string;
  /** One line, on what is printed and sent. */
  readonly mission: string;
  /** What the practice chose to work with, such as "calls before first visits". */
  readonly methods: readonly string[];
}

export interface Plan {
  readonly statement: Statement;
  readonly touchpoints: readonly Touchpoint[];
  readonly shares: readonly Share[];
  readonly capacity: readonly Capacity[];
}
