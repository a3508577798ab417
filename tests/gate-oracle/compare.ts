// Asks both gates the same thing. The one file here that knows the first gate.
import { judgeContact } from '../../src/contact/gate/gate.ts';
import type { ContactAsk, ContactFacts, ContactPolicy, GateDecision } from '../../src/contact/model.ts';
import type { GateCase, OracleAnswer } from './case.ts';

const date = (time: number | undefined): Date | undefined =>
  time === undefined ? undefined : new Date(time);

export function askIn(c: GateCase): ContactAsk {
  const { channel, purpose, legalClass, about, thirdPartyPaid, owed, automatic, answering } = c;
  const { voicemail, unsubscribe } = c;
  return {
    channel,
    purpose,
    legalClass,
    about,
    thirdPartyPaid,
    owed,
    automatic,
    answering,
    voicemail,
    unsubscribe,
  };
}

export function factsIn(c: GateCase): ContactFacts {
  return {
    country: c.practiceCountry,
    zone: c.practiceZone,
    residences: c.homes.map(({ country, state, zip }) => ({ country, state, postalCode: zip })),
    numbers: c.phones,
    exited: c.gone,
    bereaved: c.mourning,
    appointmentsOnly: c.visitsOnly,
    consents: c.said.map(({ purpose, channel, yes, at }) => ({
      purpose: purpose as 'care',
      channel,
      granted: yes,
      at: new Date(at),
    })),
    reachable: c.ways as ContactFacts['reachable'],
    confidential: c.wish as ContactFacts['confidential'],
    neverVoicemail: c.noMachine,
    reachKnown: c.waysKnown,
    suppressed: c.stops,
    authorisations: c.papers.map(({ signed, ends, event, over, pays, whole }) => ({
      signedAt: new Date(signed),
      expiresAt: date(ends),
      endsWithEvent: event,
      endedAt: date(over),
      coversPayment: pays,
      isWhole: whole,
    })),
    contacts: c.talks.map((at) => new Date(at)),
    openCase: c.complaint,
    brokenPromise: c.broken,
    heardAt: date(c.heard),
    hasSenderAddress: c.senderAddress,
  };
}

export function policyIn(c: GateCase): ContactPolicy {
  return {
    version: 1,
    callFrom: c.from,
    callTo: c.to,
    callWeekdays: c.days,
    maxPerDay: c.perDay,
    maxPerWeek: c.perWeek,
    maxPerMonth: c.perMonth,
    staleHours: c.staleHours,
  };
}

export type Judge = typeof judgeContact;

export function judgeCase(c: GateCase, judge: Judge = judgeContact): GateDecision {
  return judge(askIn(c), factsIn(c), policyIn(c), new Date(c.now));
}

/** Whether both say the same: the verdict, the moment and each rule. */
export function same(decision: GateDecision, answer: OracleAnswer): boolean {
  const until = decision.verdict === 'delay' ? decision.until.getTime() : undefined;
  const rules = decision.reasons.map(({ code }) => code).sort();
  return (
    decision.verdict === answer.verdict &&
    until === answer.until &&
    rules.length === answer.rules.length &&
    rules.every((rule, nth) => rule === answer.rules[nth])
  );
}
