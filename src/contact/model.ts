export type Channel = 'call' | 'text' | 'email' | 'post' | 'in_person';
export type Purpose = 'care' | 'feedback' | 'marketing';
/** HIPAA's classes; `unknown` is what nobody classed yet and is never sent. */
export type LegalClass = 'treatment' | 'operations' | 'marketing' | 'unknown';
export const abouts = [
  'visit',
  'recall',
  'survey',
  'review',
  'news',
  'thanks',
  'birthday',
  'answer',
  'other',
] as const;
export type About = (typeof abouts)[number];

/** Somebody or something wants to reach a patient: how, what for, and on whose account. */
export interface WholeAsk {
  readonly channel: Channel;
  /** The consent ledger's. */
  readonly purpose: Purpose;
  readonly legalClass: LegalClass;
  readonly about: About;
  readonly thirdPartyPaid: boolean;
  /** Clinical, safety or complaint contact, and promises: never withheld by a cap or an open case. */
  readonly owed: boolean;
  /** Nobody looks before it goes: the strict rule on stale data holds. */
  readonly automatic: boolean;
  /** Answers the patient's own act of the last 15 minutes. */
  readonly answering: boolean;
  /** May end on an answering machine. */
  readonly voicemail: boolean;
  /** Carries a way out that works: a link, or the list headers of an e-mail. */
  readonly unsubscribe: boolean;
}

/** What callers say: the channel, what for, and whatever differs from a plain, person-made contact of care. */
export type ContactAsk = Pick<WholeAsk, 'channel' | 'purpose'> & Partial<WholeAsk>;

const classOf: Readonly<Record<Purpose, LegalClass>> = {
  care: 'treatment',
  feedback: 'operations',
  // A practice's word on its own services, paid by nobody else, is no marketing in HIPAA's sense (45 CFR 164.501).
  marketing: 'operations',
};

/** The whole ask. A class that is not said follows from the purpose. */
export function askOf(ask: ContactAsk): WholeAsk {
  return {
    channel: ask.channel,
    purpose: ask.purpose,
    legalClass: ask.legalClass ?? classOf[ask.purpose],
    about: ask.about ?? 'other',
    thirdPartyPaid: ask.thirdPartyPaid ?? false,
    owed: ask.owed ?? false,
    automatic: ask.automatic ?? false,
    answering: ask.answering ?? false,
    voicemail: ask.voicemail ?? false,
    unsubscribe: ask.unsubscribe ?? false,
  };
}

/** Where the patient lives, by an address that is theirs. */
export interface Residence {
  readonly country: string;
  /** Two capitals; undefined: the address does not say, or the country has none. */
  readonly state: string | undefined;
  readonly postalCode: string | undefined;
}

export interface ConsentWord {
  readonly purpose: Purpose;
  /** `any` counts for all channels. */
  readonly channel: string;
  readonly granted: boolean;
  readonly at: Date;
}

/** A signed authorisation under 45 CFR 164.508. */
export interface Authorisation {
  readonly signedAt: Date;
  /** Undefined: no day was written; without an event either it is no valid authorisation. */
  readonly expiresAt: Date | undefined;
  /** An event ends it; a person says that it has come. */
  readonly endsWithEvent: boolean;
  /** Revoked, or its event has come. */
  readonly endedAt: Date | undefined;
  /** It has every statement that the rule asks for; without one of them it is no valid authorisation. */
  readonly isWhole: boolean;
  /** It says that somebody pays for what is sent. */
  readonly coversPayment: boolean;
}

/** A number or address that asked us to stop: this one alone, promotion, or everything. */
export interface Suppressed {
  readonly scope: 'all' | 'marketing' | 'number';
  readonly kind: 'mobile' | 'phone' | 'email';
}

/** What the gate must know about the patient, read in the transaction that decides. */
export interface ContactFacts {
  /** ISO code of the practice's country. */
  readonly country: string;
  /** IANA zone of the patient's location. */
  readonly zone: string;
  readonly residences: readonly Residence[];
  /** The first four figures of each telephone number that works, without the plus: country and area, no more. */
  readonly numbers: readonly string[];
  readonly exited: 'moved' | 'transferred' | 'died' | 'opted_out' | 'inactive' | undefined;
  /** Somebody of the household died within the year. */
  readonly bereaved: boolean;
  /** They asked us to stop everything but what is about their visits. */
  readonly appointmentsOnly: boolean;
  /** The newest word on each purpose and channel. */
  readonly consents: readonly ConsentWord[];
  /** Whether there is a valid way to reach the patient on the channel; confidential wishes are not applied. */
  readonly reachable: readonly Channel[];
  /** The channels that a confidential wish leaves; undefined: there is none. */
  readonly confidential: readonly Channel[] | undefined;
  readonly neverVoicemail: boolean;
  /** False: no source ever gave us a way to reach the patient; the practice's own system may know one. */
  readonly reachKnown: boolean;
  readonly suppressed: readonly Suppressed[];
  readonly authorisations: readonly Authorisation[];
  /** Instants of contacts that count, made in the last 32 days with the household or the same number, not undone. */
  readonly contacts: readonly Date[];
  readonly openCase: boolean;
  /** A promise was broken and not made good. */
  readonly brokenPromise: boolean;
  /** When the schedule last spoke to us; undefined: never. */
  readonly heardAt: Date | undefined;
  /** The practice has a postal address that a commercial e-mail can name. */
  readonly hasSenderAddress: boolean;
}

/** What a practice chose within the law. */
export interface ContactPolicy {
  readonly version: number;
  /** Wall time of the patient's location, HH:MM or HH:MM:SS. */
  readonly callFrom: string;
  readonly callTo: string;
  readonly callWeekdays: readonly number[];
  readonly maxPerDay: number;
  readonly maxPerWeek: number;
  readonly maxPerMonth: number;
  /** A schedule older than this is stale, hours. */
  readonly staleHours: number;
}

/** The rules, each by its id; the order is that in which reasons are given. */
export const gateRules = [
  'died',
  'opted_out',
  'exited',
  'class_unknown',
  'no_authorisation',
  'withdrawn',
  'no_consent',
  'suppressed',
  'confidential',
  'unreachable',
  'never_voicemail',
  'bereaved',
  'appointments_only',
  'unknown_place',
  'no_sender_address',
  'no_way_out',
  'no_hour',
  'open_case',
  'broken_promise',
  'stale',
  'cap',
  'hours',
  'quiet',
] as const;
export type GateReasonCode = (typeof gateRules)[number];

export interface GateReason {
  readonly code: GateReasonCode;
  /** For the front desk, as told: plain, lower case, no full stop, never the patient's name. */
  readonly words: string;
}

/** The gate's answer. `until` is when to ask again; a refusal does not end by waiting. */
export type GateDecision =
  | { readonly verdict: 'permit'; readonly reasons: readonly []; readonly policyVersion: number }
  | {
      readonly verdict: 'delay';
      readonly until: Date;
      readonly reasons: readonly GateReason[];
      readonly policyVersion: number;
    }
  | { readonly verdict: 'refuse'; readonly reasons: readonly GateReason[]; readonly policyVersion: number };

/** News are kept with a message in every language that they were written in: `news:es`. Its reader's is known when it goes. */
export const newsPrefix = 'news:';
