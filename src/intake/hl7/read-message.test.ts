import { expect, test } from 'vitest';
import { aBooking, aMessage, type BookingParts, pid } from '../../../tests/harness/hl7-messages.ts';
import { localDate } from '../../kit/local-date.ts';
import { createZoneClock } from '../../kit/zone-clock.ts';
import type { PatientRow } from '../../patients/model.ts';
import { speak } from '../../words/told.ts';
import { readMappingByHand } from '../mapping-by-hand.ts';
import { createPlacesBook } from '../places-book.ts';
import { parseMessage } from './er7.ts';
import { readMessage } from './read-message.ts';
import type { Hl7Context, Hl7Reading } from './reading.ts';
import { createRenames } from './renames.ts';

function contextOf(mapping: unknown = {}): Hl7Context {
  const read = readMappingByHand(mapping);
  if (!read.ok) throw new Error(read.refusal.detail);
  const book = createPlacesBook({
    known: { locations: [], services: [], clinicians: [] },
    practiceName: 'Lakeside',
    zone: 'America/Chicago',
    language: 'en',
  });
  return {
    system: read.value.system ?? 'hl7',
    mapping: read.value.hl7,
    statuses: read.value.statuses,
    book: book('hl7'),
    today: localDate('2026-03-05'),
    clock: createZoneClock(read.value.hl7.zone ?? 'America/Chicago'),
    renames: createRenames(),
    source: { file: 0, row: 1 },
  };
}

function read(text: string, context = contextOf()): Hl7Reading {
  const message = parseMessage(text);
  if (!message.ok) throw new Error(message.refusal.detail);
  return readMessage(message.value, context);
}

function taken(text: string, context = contextOf()): Extract<Hl7Reading, { kind: 'read' }> {
  const reading = read(text, context);
  if (reading.kind !== 'read') throw new Error(JSON.stringify(reading));
  return reading;
}

function patientOf(segment: string, others: readonly string[] = []): PatientRow {
  const [row] = taken(aMessage({ type: 'ADT^A31', segments: [segment, ...others] })).patients;
  if (row === undefined) throw new Error('no patient');
  return row;
}

function statusOf(parts: BookingParts, mapping: unknown = {}): string {
  const reading = read(aBooking(parts), contextOf(mapping));
  if (reading.kind === 'refused') return reading.problem.code;
  if (reading.kind === 'ignored') return 'ignored';
  return `${reading.visit?.status}${reading.visit?.keepsStatus === true ? ' (kept)' : ''}`;
}

test('a patient, whole', () => {
  const segment =
    'PID|1|9^^^OLD|77^^^LAKE^PI~123-45-6789^^^USSSA^SS~P100^^^LAKE^MR||Okafor&de la^Lena^Ann^^^^L~Lee^Lena^^^^^M~Leni^^^^^^N||198002|F|||' +
    'PO Box 9^^Other^IL^1^USA^BA~12 Elm Street^Apt 4^Springfield^IL^62701^USA^H||' +
    '(217) 555-0147^PRN^PH~^NET^Internet^lena@example.org~(217) 555-0148^PRN^CP~1^PRN^FX|^WPN^PH^^1^217^5550149|spa^^HL70296||||||||||||||20260301|Y';
  const row = patientOf(segment, [
    'NK1|1|Okafor^Ben|SPO^Spouse',
    'GT1|1||Okafor^Ada||||||||PAR',
    'GT1|2||Okafor^Lena||||||||SEL',
  ]);
  expect(row).toMatchObject({
    identifiers: [
      { system: 'LAKE', value: 'P100' },
      { system: 'LAKE', value: '77' },
    ],
    familyName: 'Okafor',
    givenName: 'Lena Ann',
    preferredName: 'Leni',
    birthDate: '1980-02-01',
    birthPrecision: 'month',
    sex: 'female',
    spokenLanguage: 'es',
    exitReason: 'died',
    deceasedOn: '2026-03-01',
    contacts: [
      { kind: 'phone', received: '(217) 555-0147' },
      { kind: 'email', received: 'lena@example.org' },
      { kind: 'mobile', received: '(217) 555-0148' },
      { kind: 'phone', received: '+1 217 5550149' },
      { kind: 'post', received: '12 Elm Street, Apt 4, Springfield, IL 62701, USA' },
    ],
    related: [
      { name: 'Ben Okafor', relationship: 'spouse' },
      { name: 'Ada Okafor', relationship: 'guarantor' },
    ],
  });
});

test('a name in ideographs is the name, and its sound the pronunciation', () => {
  expect(patientOf('PID|1||7||Yamada^Taro^^^^^L^A~山田^太郎^^^^^L^I~ヤマダ^タロウ^^^^^L^P')).toMatchObject({
    familyName: '山田',
    givenName: '太郎',
    pronunciation: 'タロウ ヤマダ',
  });
});

test('an impossible birth or death is left out and said', () => {
  const reading = taken(
    aMessage({ type: 'ADT^A31', segments: ['PID|1||7||A^B||20991301|F|||||||||||||||||||||20990101'] }),
  );
  expect(reading.notes.map((note) => note.column)).toEqual(['PID-7', 'PID-29']);
  expect(reading.patients[0]).not.toHaveProperty('birthDate');
  expect(reading.patients[0]).not.toHaveProperty('exitReason');
});

test('a death with "N" beside its day is none', () => {
  expect(patientOf(`PID|1||7||A^B${'|'.repeat(24)}20260101|N`).exitReason).toBeUndefined();
});

test('a wish for no reminders is a withdrawal, and nothing else is taken for consent', () => {
  expect(patientOf(pid, ['PD1|||||||||||01']).consents).toMatchObject([
    { purpose: 'care', channel: 'any', granted: false },
  ]);
  expect(patientOf(pid, ['PD1|||||||||||02']).consents).toEqual([]);
});

test('nobody is a patient without an identifier of their own', () => {
  for (const segment of [
    'PID|1||||Okafor^Lena',
    'PID|1||123-45-6789^^^USSSA^SS||Okafor^Lena',
    'PID|1||""||Okafor',
  ]) {
    expect(read(aMessage({ type: 'ADT^A31', segments: [segment] }))).toMatchObject({
      kind: 'refused',
      problem: { column: 'PID-3', code: 'no_identity' },
    });
  }
});

test('the mapping of a feed says which identifier is its key', () => {
  const message = aMessage({ type: 'ADT^A31', segments: ['PID|1||1^^^LAKE^MR~2^^^CARD^XY||A^B'] });
  const key = (mapping: unknown) => taken(message, contextOf(mapping)).patients[0]?.identifiers[0];
  expect(key({})).toEqual({ system: 'LAKE', value: '1' });
  expect(key({ hl7: { identifier: 'XY' } })).toEqual({ system: 'CARD', value: '2' });
  expect(key({ hl7: { identifier: 'card' } })).toEqual({ system: 'CARD', value: '2' });
});

test('a booking, whole', () => {
  const { visit } = taken(aBooking());
  expect(visit).toMatchObject({
    patient: { system: 'LAKE', value: 'P100' },
    sourceSystem: 'hl7',
    sourceId: 'Appointment/A1',
    status: 'booked',
    startsAt: '2026-03-09T10:30:00-05:00',
    localDay: '2026-03-09',
    minutes: 30,
    bookedAt: '2026-03-02T09:00:00-06:00',
    toldAt: '2026-03-02T09:00:00-06:00',
  });
});

test('an event and a status word together say what became of a booking', () => {
  const cases: readonly (readonly [BookingParts, string])[] = [
    [{ event: 'S12' }, 'booked'],
    [{ event: 'S13', status: 'Booked' }, 'booked'],
    [{ event: 'S14' }, 'booked (kept)'],
    [{ event: 'S14', status: 'CONFIRMED^Confirmed' }, 'confirmed'],
    [{ event: 'S14', status: 'Complete' }, 'left'],
    [{ event: 'S15' }, 'cancelled'],
    [{ event: 'S15', status: 'Booked' }, 'cancelled'],
    [{ event: 'S15', status: 'NOSHOW' }, 'no_show'],
    [{ event: 'S15', status: 'No Show' }, 'no_show'],
    [{ event: 'S17', status: 'Deleted' }, 'cancelled'],
    [{ event: 'S26' }, 'no_show'],
    [{ event: 'S26', status: 'Cancelled' }, 'no_show'],
    [{ event: 'S12', status: 'Waitlist' }, 'not_a_visit'],
    [{ event: 'S14', status: '7' }, 'unknown_word'],
    [{ event: 'S23' }, 'ignored'],
    [{ event: 'S99' }, 'unknown_word'],
  ];
  for (const [parts, status] of cases) expect([parts, statusOf(parts)]).toEqual([parts, status]);
});

test('what a feed means otherwise is data: numbers, events, another place', () => {
  const mapping = {
    statuses: { '7': 'no_show', '3': 'cancelled' },
    hl7: { events: { S15: 'no_show', S14: 'ignore', S99: 'change', S12: 'confirmed' } },
  };
  expect(statusOf({ event: 'S13', status: '7' }, mapping)).toBe('no_show');
  expect(statusOf({ event: 'S15' }, mapping)).toBe('no_show');
  expect(statusOf({ event: 'S15', status: '3' }, mapping)).toBe('cancelled');
  expect(statusOf({ event: 'S14' }, mapping)).toBe('ignored');
  expect(statusOf({ event: 'S99' }, mapping)).toBe('booked (kept)');
  expect(statusOf({ event: 'S12' }, mapping)).toBe('confirmed');
  const own = aBooking({ event: 'S14' }).replace('RGS|1', 'ZCH|1|NS\rRGS|1');
  const elsewhere = { statuses: { NS: 'no_show' }, hl7: { statusFrom: ['ZCH-2'] } };
  expect(taken(own, contextOf(elsewhere)).visit?.status).toBe('no_show');
});

test('bookings and admissions of one series of numbers are one visit, and keep the planned beginning', () => {
  const mapping = { hl7: { appointmentFrom: ['SCH-2'], encounterFrom: ['PV1-19'] } };
  const booked = taken(aBooking({ number: 'V1' }), contextOf(mapping)).visit;
  const arrived = taken(aMessage(), contextOf(mapping)).visit;
  expect([booked?.sourceId, arrived?.sourceId, arrived?.keepsStart]).toEqual(['Visit/V1', 'Visit/V1', true]);
});

test('a booking without a number, a beginning or a patient is refused with its place', () => {
  const why = (text: string): unknown => {
    const reading = read(text);
    return reading.kind === 'refused' ? [reading.problem.column, reading.problem.code] : reading.kind;
  };
  expect(why(aBooking({ number: '' }))).toEqual(['SCH-2', 'no_identity']);
  expect(why(aBooking({ start: '' }))).toEqual(['SCH-11', 'no_start']);
  expect(why(aBooking({ start: '20260230' }))).toEqual(['SCH-11', 'no_start']);
  expect(why(aBooking({ segments: ['SCH|1|1'] }))).toEqual(['PID', 'unknown_patient']);
  expect(why(aBooking({ segments: [pid] }))).toEqual(['SCH', 'not_a_visit']);
  expect(why(aMessage({ type: 'ADT^A60', segments: ['SCH|1|1', pid] }))).toEqual(['MSH-9', 'not_a_visit']);
});

test('a beginning is found where its version of HL7 puts it', () => {
  const bare = ['SCH|1|1', pid];
  const starts = (more: readonly string[]): string | undefined =>
    taken(aBooking({ segments: [...bare, ...more] })).visit?.startsAt;
  expect(starts(['TQ1|||||||20260310080000', 'AIS|1||H|20260310090000'])).toBe('2026-03-10T08:00:00-05:00');
  expect(starts(['AIS|1||H|20260310091500', 'AIS|2||H|20260310090000'])).toBe('2026-03-10T09:00:00-05:00');
  expect(starts(['AIL|1||R1|||20260310093000+0000'])).toBe('2026-03-10T09:30:00+00:00');
});

test.each([
  ['A01', 'arrived'],
  ['A03', 'left'],
  ['A04', 'arrived'],
  ['A05', 'booked'],
  ['A08', 'arrived (kept)'],
  ['A11', 'cancelled'],
  ['A13', 'arrived'],
])('%s means %s', (event, status) => {
  const { visit } = taken(aMessage({ type: `ADT^${event}` }));
  expect(`${visit?.status}${visit?.keepsStatus === true ? ' (kept)' : ''}`).toBe(status);
});

test('a discharge says when the patient left; an update of a visit that is over still says so', () => {
  const stay = (event: string) =>
    taken(
      aMessage({
        type: `ADT^${event}`,
        segments: [
          'EVN||20260302110000',
          pid,
          `PV1|1|O${'|'.repeat(17)}V1${'|'.repeat(25)}20260302090000|20260302103000`,
        ],
      }),
    ).visit;
  expect(stay('A03')).toMatchObject({ status: 'left', leftAt: '2026-03-02T10:30:00-06:00' });
  expect(stay('A08')).toMatchObject({ status: 'left', leftAt: '2026-03-02T10:30:00-06:00' });
});

test('a discharge that says no admission leaves the beginning of the visit as it is', () => {
  const segments = ['EVN||20260302110000', pid, `PV1|1|O${'|'.repeat(17)}V1`];
  expect(taken(aMessage({ type: 'ADT^A03', segments })).visit).toMatchObject({
    keepsStart: true,
    status: 'left',
  });
  const update = taken(aMessage({ type: 'ADT^A08', segments }));
  expect(update.visit).toBeUndefined();
  expect(update.notes).toMatchObject([{ column: 'PV1-44' }]);
});

test('when the source said it is taken from EVN-2, else MSH-7, and never from the future', () => {
  const told = (event: string, sentAt: string) =>
    taken(aMessage({ type: 'ADT^A31', sentAt, segments: [`EVN||${event}`, pid] })).patients[0]?.toldAt;
  expect(told('20260301080000', '20260302080000')).toBe('2026-03-01T08:00:00-06:00');
  expect(told('', '20260302080000+0100')).toBe('2026-03-02T08:00:00+01:00');
  expect(told('20290801070624', '20260302080000')).toBe('2026-03-02T08:00:00-06:00');
  expect(told('20290801070624', '20290801070624')).toBeUndefined();
});

test('a merge says who is no more and who stays; several in one message', () => {
  const segments = [
    'PID|1||B^^^LAKE^MR||Okafor^Lena',
    'MRG|A^^^LAKE^MR~B^^^LAKE^MR',
    'PID|2||D^^^LAKE^MR||Marsh^Ada',
    'MRG|C^^^LAKE^MR',
  ];
  const reading = taken(aMessage({ type: 'ADT^A40^ADT_A39', segments }));
  expect(reading.patients.map((row) => row.identifiers[0].value)).toEqual(['B', 'D']);
  expect(reading.merges.map(({ old, survivor }) => [old.value, survivor.value])).toEqual([
    ['A', 'B'],
    ['C', 'D'],
  ]);
  expect(read(aMessage({ type: 'ADT^A34', segments: [pid, 'MRG|'] }))).toMatchObject({ kind: 'refused' });
});

test('a message that names an old identifier means the survivor, along any chain, and no circle hangs', () => {
  const context = contextOf();
  const id = (value: string) => ({ system: 'LAKE', value });
  const merged = (old: string, survivor: string, day: string) =>
    context.renames.add({ old: id(old), survivor: id(survivor), askedAt: `${day}T00:00:00Z` });
  merged('P100', 'P200', '2026-02-01');
  merged('P200', 'P300', '2026-02-02');
  expect(taken(aMessage(), context).patients[0]?.identifiers).toEqual([id('P300')]);
  expect(taken(aMessage(), context).visit?.patient).toEqual(id('P300'));
  // What was said before the merge meant the patient of old.
  expect(context.renames.meant(id('P100'), '2026-01-31T00:00:00Z')).toEqual(id('P100'));
  expect(context.renames.meant(id('P100'), '2026-02-01T12:00:00Z')).toEqual(id('P200'));
  merged('P300', 'P100', '2026-02-03');
  expect(context.renames.meant(id('P200'), undefined)).toEqual(id('P100'));
  // An older word does not count over a newer one.
  merged('P300', 'P900', '2026-01-01');
  expect(context.renames.meant(id('P300'), undefined)).toEqual(id('P100'));
});

test('what is not ours is left, what needs a person is refused, each in words', () => {
  const words = (type: string): string => {
    const reading = read(aMessage({ type }));
    if (reading.kind === 'ignored') return speak(reading.words, 'en');
    return reading.kind === 'refused' ? speak(reading.problem.reason, 'en') : 'read';
  };
  expect(words('ORU^R01')).toBe('is of type ORU; only ADT and SIU are read');
  expect(words('ADT^A60')).toBe('is about allergies, which are not read');
  expect(words('ADT^A29')).toContain('nothing is deleted by a message');
  expect(words('ADT^A45')).toContain('moves visits');
  expect(words('')).toBe('does not say in MSH-9 what it is');
  expect(words('<script>^A01')).toBe('is of type unknown; only ADT and SIU are read');
});

test.each([
  [{ hl7: { events: { s15: 'no_show' } } }, 'an event "s15"'],
  [{ hl7: { events: { S15: 'gone' } } }, '"hl7.events.S15"'],
  [{ hl7: { statusFrom: ['SCH'] } }, 'a place "SCH"'],
  [{ hl7: { zone: 'Mars/Olympus' } }, 'a zone "Mars/Olympus"'],
  [{ hl7: { zome: 'UTC' } }, '"hl7"'],
])('a mapping that is not right is refused with its place (%#)', (mapping, words) => {
  const checked = readMappingByHand(mapping);
  expect(checked.ok ? '' : speak(checked.refusal.detail, 'en')).toContain(words);
});
