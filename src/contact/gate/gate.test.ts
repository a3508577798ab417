import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wallTime } from '../../kit/instant.ts';
import { speakAll } from '../../words/told.ts';
import type { ContactAsk, ContactFacts, ContactPolicy } from '../model.ts';
import { judgeContact } from './gate.ts';

const policy: ContactPolicy = {
  version: 3,
  callFrom: '09:00',
  callTo: '18:00',
  callWeekdays: [1, 2, 3, 4, 5],
  maxPerDay: 1,
  maxPerWeek: 2,
  maxPerMonth: 4,
  staleHours: 48,
};
const facts: ContactFacts = {
  country: 'US',
  zone: 'America/New_York',
  residences: [],
  numbers: [],
  exited: undefined,
  bereaved: false,
  appointmentsOnly: false,
  consents: [],
  reachable: ['call', 'text', 'email', 'post'],
  confidential: undefined,
  neverVoicemail: false,
  reachKnown: true,
  suppressed: [],
  authorisations: [],
  contacts: [],
  openCase: false,
  brokenPromise: false,
  heardAt: new Date('2026-03-03T16:00:00Z'),
  hasSenderAddress: true,
};
const call: ContactAsk = { channel: 'call', purpose: 'care', owed: false };
const stopped = [{ scope: 'all', kind: 'mobile' }] as const;
// A Tuesday at noon in New York.
const noon = new Date('2026-03-03T17:00:00Z');

test('a call of care to a patient who said nothing against it is permitted', () => {
  expect(judgeContact(call, facts, policy, noon)).toEqual({
    verdict: 'permit',
    reasons: [],
    policyVersion: 3,
  });
});

test('a patient who has died is never contacted, and nothing else is said', () => {
  const decision = judgeContact(
    { ...call, owed: true },
    { ...facts, exited: 'died', suppressed: stopped },
    policy,
    noon,
  );
  expect(decision.verdict).toBe('refuse');
  expect(decision.reasons.map((reason) => reason.code)).toEqual(['died']);
});

test.each(['moved', 'transferred', 'opted_out', 'inactive'] as const)(
  'a patient who left (%s) is not contacted',
  (exited) => {
    expect(judgeContact(call, { ...facts, exited }, policy, noon).verdict).toBe('refuse');
  },
);

test('care needs no consent until it is withdrawn; feedback and marketing need one that was granted', () => {
  const ask = (purpose: ContactAsk['purpose']): ContactAsk => ({
    channel: 'email',
    purpose,
    unsubscribe: true,
  });
  const granted = (purpose: ContactAsk['purpose']): ContactFacts => ({
    ...facts,
    consents: [{ purpose, channel: 'email', granted: true, at: noon }],
  });
  expect(judgeContact(ask('care'), facts, policy, noon).verdict).toBe('permit');
  for (const purpose of ['feedback', 'marketing'] as const) {
    const refused = judgeContact(ask(purpose), facts, policy, noon);
    expect(refused.reasons.map((reason) => reason.code)).toEqual(['no_consent']);
    expect(judgeContact(ask(purpose), granted(purpose), policy, noon).verdict).toBe('permit');
    expect(judgeContact(ask(purpose), granted('care'), policy, noon).verdict).toBe('refuse');
  }
});

test('of two words of one moment the withdrawal wins, of two moments the newer', () => {
  const consents = [
    { purpose: 'care', channel: 'any', granted: false, at: noon },
    { purpose: 'care', channel: 'call', granted: true, at: noon },
  ] as const;
  const later = [consents[0], { ...consents[1], at: new Date(noon.getTime() + 1) }];
  expect(judgeContact(call, { ...facts, consents: later }, policy, noon).verdict).toBe('permit');
  const decision = judgeContact(call, { ...facts, consents }, policy, noon);
  expect(decision.reasons.map((reason) => reason.code)).toEqual(['withdrawn']);
});

test('a patient without a number cannot be called, and the desk is told which thing is missing', () => {
  const decision = judgeContact(call, { ...facts, reachable: ['post'] }, policy, noon);
  expect(speakAll(decision.reasons, 'en')).toEqual([
    { code: 'unreachable', words: 'we have no telephone number that works' },
  ]);
});

test('where no source ever gave us a number, the desk looks it up itself', () => {
  expect(judgeContact(call, { ...facts, reachable: [], reachKnown: false }, policy, noon).verdict).toBe(
    'permit',
  );
});

test('a suppressed number stops calls and texts but not a card or a word at the desk', () => {
  const known = { ...facts, suppressed: stopped };
  expect(judgeContact(call, known, policy, noon).verdict).toBe('refuse');
  expect(judgeContact({ ...call, channel: 'post' }, known, policy, noon).verdict).toBe('permit');
  expect(judgeContact({ ...call, channel: 'in_person' }, known, policy, noon).verdict).toBe('permit');
});

test('a call before hours waits for the opening of the same day, one after hours for the next working day', () => {
  const dawn = new Date('2026-03-03T11:00:00Z'); // 06:00 on Tuesday
  const dusk = new Date('2026-03-06T23:30:00Z'); // 18:30 on Friday
  expect(judgeContact(call, facts, policy, dawn)).toMatchObject({
    verdict: 'delay',
    until: new Date('2026-03-03T14:00:00Z'),
  });
  // Over the weekend in which clocks go forward: 09:00 on Monday is an hour earlier in UTC.
  expect(judgeContact(call, facts, policy, dusk)).toMatchObject({
    verdict: 'delay',
    until: new Date('2026-03-09T13:00:00Z'),
  });
});

test('a card waits for no hour', () => {
  const night = new Date('2026-03-04T08:00:00Z');
  expect(judgeContact({ ...call, channel: 'post' }, facts, policy, night).verdict).toBe('permit');
});

test('one contact a day is enough, and the next day is the patient\u2019s own', () => {
  const known = { ...facts, contacts: [new Date('2026-03-03T15:00:00Z')] };
  const decision = judgeContact(call, known, policy, noon);
  expect(decision).toMatchObject({ verdict: 'delay', until: new Date('2026-03-04T14:00:00Z') });
  // Midnight, when the cap ends, is no hour for a call, by the practice nor by law.
  expect(decision.reasons.map((reason) => reason.code)).toEqual(['cap', 'hours', 'quiet']);
});

test('two contacts a week and four a month are the most', () => {
  const ago = (days: number) => new Date(noon.getTime() - days * 86_400_000);
  const week = judgeContact(call, { ...facts, contacts: [ago(1), ago(3)] }, policy, noon);
  // The cap ends on Saturday; calls begin again on Monday at nine, summer time.
  expect(week).toMatchObject({ verdict: 'delay', until: new Date('2026-03-09T13:00:00Z') });
  const month = judgeContact(call, { ...facts, contacts: [8, 12, 20, 29].map(ago) }, policy, noon);
  expect(month.verdict).toBe('delay');
  expect(judgeContact(call, { ...facts, contacts: [8, 12, 20].map(ago) }, policy, noon).verdict).toBe(
    'permit',
  );
});

test('what is owed is never held up by a cap, but still by hours and by a no', () => {
  const owed = { ...call, owed: true };
  const known = { ...facts, contacts: [new Date('2026-03-03T15:00:00Z')] };
  expect(judgeContact(owed, known, policy, noon).verdict).toBe('permit');
  expect(judgeContact(owed, known, policy, new Date('2026-03-04T03:00:00Z')).verdict).toBe('delay');
  expect(judgeContact(owed, { ...known, exited: 'opted_out' }, policy, noon).verdict).toBe('refuse');
});

const zones = [
  'America/New_York',
  'America/Phoenix',
  'Europe/Madrid',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Asia/Kolkata',
];
const instants = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });

test('a delayed call is never put in the past and always within hours on an allowed weekday', () => {
  fc.assert(
    fc.property(instants, fc.constantFrom(...zones), (now, zone) => {
      const decision = judgeContact(call, { ...facts, zone }, policy, now);
      const next = decision.verdict === 'delay' ? decision.until : now;
      const wall = wallTime(next, zone);
      const weekday = new Date(`${wall.day}T12:00:00Z`).getUTCDay();
      expect(next.getTime()).toBeGreaterThanOrEqual(now.getTime());
      expect(weekday).not.toBe(0);
      expect(weekday).not.toBe(6);
      expect(wall.minutes).toBeGreaterThanOrEqual(9 * 60);
      expect(wall.minutes).toBeLessThan(18 * 60);
      // Never later than needed: a Friday evening waits two and a half days and a bit.
      expect(next.getTime() - now.getTime()).toBeLessThan(64 * 3_600_000);
    }),
  );
});

test('after waiting as long as the gate says, the same contact is permitted', () => {
  const asks = fc.record({
    channel: fc.constantFrom('call', 'text', 'email', 'post'),
    purpose: fc.constant('care'),
    owed: fc.boolean(),
  }) as fc.Arbitrary<ContactAsk>;
  const ages = fc.array(fc.integer({ min: 0, max: 45 * 24 * 60 }), { maxLength: 8 });
  fc.assert(
    fc.property(instants, asks, ages, fc.constantFrom(...zones), (now, ask, minutes, zone) => {
      const contacts = minutes.map((ago) => new Date(now.getTime() - ago * 60_000));
      const known = { ...facts, zone, contacts };
      const decision = judgeContact(ask, known, policy, now);
      if (decision.verdict !== 'delay') return;
      expect(decision.until.getTime()).toBeGreaterThan(now.getTime());
      expect(judgeContact(ask, known, policy, decision.until).verdict).toBe('permit');
    }),
  );
});
