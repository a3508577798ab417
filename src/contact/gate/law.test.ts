import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import type { ContactAsk, ContactFacts, ContactPolicy, Residence } from '../model.ts';
import { listAreaCodes, stateOfAreaCode } from './area-codes.ts';
import { judgeContact } from './gate.ts';
import { packAt, policyPacks } from './policy-packs.ts';
import { isState, zonesOfAreaCode } from './states.ts';

// The practice is open at all hours, so that only the law speaks.
const policy: ContactPolicy = {
  version: 1,
  callFrom: '00:00',
  callTo: '24:00',
  callWeekdays: [1, 2, 3, 4, 5, 6, 7],
  maxPerDay: 1,
  maxPerWeek: 3,
  maxPerMonth: 8,
  staleHours: 48,
};

function at(
  zone: string,
  residences: readonly Residence[] = [],
  numbers: readonly string[] = [],
): ContactFacts {
  return {
    country: 'US',
    zone,
    residences,
    numbers,
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
    heardAt: undefined,
    hasSenderAddress: true,
  };
}
const home = (state: string, postalCode?: string): Residence => ({ country: 'US', state, postalCode });
const text: ContactAsk = { channel: 'text', purpose: 'care' };

/** When a text may go that somebody wants to send at that instant. */
function goes(facts: ContactFacts, now: string, ask: ContactAsk = text): string {
  const decision = judgeContact(ask, facts, policy, new Date(now));
  if (decision.verdict === 'refuse') return decision.reasons.map(({ code }) => code).join(' ');
  return decision.verdict === 'permit' ? now : decision.until.toISOString().replace('.000Z', 'Z');
}

const newYork = 'America/New_York';

test.each([
  ['eight in the morning', '2026-03-03T13:00:00Z', '2026-03-03T13:00:00Z'],
  ['a minute before', '2026-03-03T12:59:59Z', '2026-03-03T13:00:00Z'],
  ['a second before nine in the evening', '2026-03-04T01:59:59Z', '2026-03-04T01:59:59Z'],
  ['nine in the evening', '2026-03-04T02:00:00Z', '2026-03-04T13:00:00Z'],
  // The clocks go forward at two on 8 March: eight is an hour earlier by UTC.
  ['the night before summer time', '2026-03-08T03:00:00Z', '2026-03-08T12:00:00Z'],
  // And back at two on 1 November: one o'clock comes twice.
  ['the first one o\u2019clock of the night', '2026-11-01T05:30:00Z', '2026-11-01T13:00:00Z'],
  ['the second', '2026-11-01T06:30:00Z', '2026-11-01T13:00:00Z'],
])('federal hours, %s', (_, now, then) => {
  expect(goes(at(newYork), now)).toBe(then);
});

test('Florida, Maryland and Oklahoma are quiet at eight in the evening, Connecticut until nine in the morning', () => {
  expect(goes(at(newYork, [home('FL', '33101')]), '2026-03-04T01:30:00Z')).toBe('2026-03-04T13:00:00Z');
  expect(goes(at(newYork, [home('MD')]), '2026-03-04T01:30:00Z')).toBe('2026-03-04T13:00:00Z');
  expect(goes(at('America/Chicago', [home('OK')]), '2026-03-04T02:30:00Z')).toBe('2026-03-04T14:00:00Z');
  expect(goes(at(newYork, [home('CT')]), '2026-03-03T13:30:00Z')).toBe('2026-03-03T14:00:00Z');
});

test('Texas: nine to nine, from noon on Sundays; texts only since September 2025', () => {
  const dallas = at('America/Chicago', [home('TX', '75201')]);
  expect(goes(dallas, '2026-03-03T14:30:00Z')).toBe('2026-03-03T15:00:00Z');
  // Sunday 15 March, ten in the morning, summer time.
  expect(goes(dallas, '2026-03-15T15:00:00Z')).toBe('2026-03-15T17:00:00Z');
  // Sunday 3 August 2025: calls were bound already, texts were not.
  expect(goes(dallas, '2025-08-03T15:00:00Z')).toBe('2025-08-03T15:00:00Z');
  expect(goes(dallas, '2025-08-03T15:00:00Z', { ...text, channel: 'call' })).toBe('2025-08-03T17:00:00Z');
});

test('Rhode Island: nine to six on working days; a Friday evening waits for Monday', () => {
  expect(goes(at(newYork, [home('RI')]), '2026-03-06T23:30:00Z')).toBe('2026-03-09T13:00:00Z');
});

test('a split state is quiet until both of its halves are awake, a postal code may tell which half', () => {
  // Eight in Chicago is nine in New York, and the other way round in the evening.
  expect(goes(at(newYork, [home('TN', '37401')]), '2026-03-03T13:00:00Z')).toBe('2026-03-03T14:00:00Z');
  expect(goes(at(newYork, [home('TN', '37901')]), '2026-03-03T13:00:00Z')).toBe('2026-03-03T13:00:00Z');
  // El Paso is an hour behind Dallas: nine there is eleven in New York.
  expect(goes(at(newYork, [home('TX', '79901')]), '2026-03-03T15:30:00Z')).toBe('2026-03-03T16:00:00Z');
});

test('Arizona does not move its clocks, the Navajo Nation does; Hawaii is far behind', () => {
  const july = '2026-07-07T14:30:00Z';
  expect(goes(at('America/Phoenix', [home('AZ', '85001')]), july)).toBe('2026-07-07T15:00:00Z');
  expect(goes(at('America/Phoenix', [home('AZ', '86001')]), '2026-07-08T03:30:00Z')).toBe(
    '2026-07-08T15:00:00Z',
  );
  expect(goes(at('America/Phoenix', [home('AZ', '85001')]), '2026-07-08T03:30:00Z')).toBe(
    '2026-07-08T03:30:00Z',
  );
  expect(goes(at('Pacific/Honolulu', [home('HI')]), '2026-07-07T17:00:00Z')).toBe('2026-07-07T18:00:00Z');
});

test('a number of elsewhere is heeded besides the address, and one that nobody knows may be anywhere', () => {
  // A student in New York with a telephone of Los Angeles: eleven in the morning.
  const student = at(newYork, [home('NY')], ['1213']);
  expect(goes(student, '2026-03-03T15:00:00Z')).toBe('2026-03-03T16:00:00Z');
  // Any state: nine in Honolulu, before six in Rhode Island, on a working day.
  expect(goes(at(newYork, [], ['1555']), '2026-03-06T15:00:00Z')).toBe('2026-03-06T19:00:00Z');
});

test('a state, a country or a zone that we do not know is refused, unless a person owes the call', () => {
  const call: ContactAsk = { channel: 'call', purpose: 'care' };
  const noon = '2026-03-03T17:00:00Z';
  for (const facts of [
    at(newYork, [home('ZZ')]),
    at(newYork, [{ country: 'BR', state: undefined, postalCode: undefined }]),
    at(newYork, [], ['1416']),
    at(newYork, [], ['8190']),
    { ...at(newYork), country: 'BR' },
  ]) {
    expect(goes(facts, noon, call)).toBe('unknown_place');
    expect(goes(facts, noon, { ...call, owed: true })).toBe(noon);
    expect(goes(facts, noon, { ...call, owed: true, automatic: true, about: 'answer' })).toBe(
      'unknown_place',
    );
    expect(goes(facts, noon, { ...call, channel: 'post' })).toBe(noon);
  }
  expect(goes(at('Mars/Olympus'), noon, call)).toBe('unknown_place');
});

test('practice hours in the gap and in the repeat of a change of clocks', () => {
  const early = { ...policy, callFrom: '02:30', callTo: '03:30' };
  const own = { ...text, answering: false };
  // 02:30 does not exist on 8 March in New York, and by law it would be too early anyhow: no hour fits.
  const decision = judgeContact(own, at(newYork), early, new Date('2026-03-08T05:00:00Z'));
  expect(decision.reasons.map(({ code }) => code)).toEqual(['no_hour']);
  // A card waits for no hour, an answer to the patient\u2019s own act for none either.
  expect(
    judgeContact({ ...text, answering: true }, at(newYork), early, new Date('2026-03-08T05:00:00Z')).verdict,
  ).toBe('permit');
});

test('a day of 23 and of 25 hours is one day of the cap', () => {
  const talked = (now: string, before: string): string =>
    goes({ ...at(newYork), contacts: [new Date(before)] }, now);
  // Half past noon of the day before; the cap ends at midnight, quiet at eight summer time.
  expect(talked('2026-03-08T17:00:00Z', '2026-03-08T12:30:00Z')).toBe('2026-03-09T12:00:00Z');
  expect(talked('2026-11-01T17:00:00Z', '2026-11-01T04:30:00Z')).toBe('2026-11-02T13:00:00Z');
  expect(talked('2026-11-01T17:00:00Z', '2026-11-01T03:30:00Z')).toBe('2026-11-01T17:00:00Z');
});

test('Germany: a survey and a recall are advertising and need consent to marketing', () => {
  const berlin: ContactFacts = {
    ...at('Europe/Berlin'),
    country: 'DE',
    heardAt: new Date('2026-03-03T09:00:00Z'),
  };
  const noon = '2026-03-03T11:00:00Z';
  const at1 = new Date('2026-03-01T00:00:00Z');
  for (const about of ['survey', 'recall'] as const) {
    const ask: ContactAsk = { channel: 'email', purpose: 'care', about, unsubscribe: true };
    expect(goes(berlin, noon, ask)).toBe('no_consent');
    const agreed = [{ purpose: 'marketing', channel: 'email', granted: true, at: at1 } as const];
    expect(goes({ ...berlin, consents: agreed }, noon, ask)).toBe(noon);
    expect(goes({ ...berlin, consents: agreed }, noon, { ...ask, unsubscribe: false })).toBe('no_way_out');
    expect(goes({ ...berlin, country: 'FR' }, noon, ask)).toBe(noon);
  }
  expect(goes({ ...berlin, country: 'GB' }, noon, { channel: 'email', purpose: 'marketing' })).toBe(
    'no_consent no_way_out',
  );
});

test('every area code is of a state with a zone, and libphonenumber finds none of them abroad', () => {
  for (const [code, state] of listAreaCodes()) {
    expect(isState(state), code).toBe(true);
    expect(zonesOfAreaCode(code, state).length, code).toBeGreaterThan(0);
    const country = parsePhoneNumberFromString(`+1${code}5550123`)?.country;
    expect(['CA', 'JM', 'DO', 'BS', 'TT'], code).not.toContain(country);
  }
  expect([stateOfAreaCode('416'), stateOfAreaCode('876'), stateOfAreaCode('555')]).toEqual([
    'abroad',
    'abroad',
    undefined,
  ]);
});

test('a pack holds from its day on, and the first before it', () => {
  expect(packAt('US', Date.parse('2024-01-01')).version).toBe('US 2025-04');
  expect(packAt('US', Date.parse('2025-08-31T23:59:59Z')).version).toBe('US 2025-04');
  expect(packAt('US', Date.parse('2025-09-01')).version).toBe('US 2025-09');
  expect(new Set(policyPacks.map(({ version }) => version)).size).toBe(policyPacks.length);
  for (const pack of policyPacks) expect(pack.sources.length).toBeGreaterThan(0);
});
