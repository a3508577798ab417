import { expect, test } from 'vitest';
import { type CapabilityName, capabilitiesOf, exportOf, lacks, type RecordFacts } from './capabilities.ts';

// A CSV of past appointments and nothing else: names, days, services.
const pastOnly: RecordFacts = {
  patients: 3500,
  withPhone: 0,
  withMobile: 0,
  withEmail: 0,
  withAddress: 0,
  withBirthday: 3400,
  left: 0,
  visits: 14_900,
  completed: 13_800,
  firstDay: '2019-01-02',
  lastDay: '2026-11-24',
  ahead: 0,
  bookedKnown: 0,
  missed: 600,
  withService: 14_900,
  came: 3400,
  cameAgain: 2400,
};

const nothing: RecordFacts = {
  ...pastOnly,
  patients: 0,
  withBirthday: 0,
  visits: 0,
  completed: 0,
  firstDay: null,
  lastDay: null,
  missed: 0,
  withService: 0,
  came: 0,
  cameAgain: 0,
};

function told(facts: RecordFacts, name: CapabilityName) {
  const found = capabilitiesOf(facts).find((one) => one.name === name);
  return [found?.can, found?.lacks, found?.n, found?.of];
}

test('past appointments alone allow rhythms and birthdays, and name what is missing for the rest', () => {
  expect(told(pastOnly, 'rhythm')).toEqual(['yes', null, 14_900, 14_900]);
  expect(told(pastOnly, 'gaps')).toEqual(['yes', null, 2400, 3400]);
  expect(told(pastOnly, 'birthday')).toEqual(['yes', null, 3400, 3500]);
  expect(told(pastOnly, 'no_show')).toEqual(['yes', null, 600, 14_900]);
  expect(told(pastOnly, 'call')).toEqual(['no', 'phones', 0, 3500]);
  expect(told(pastOnly, 'remind')).toEqual(['no', 'bookings_ahead', 0, 14_900]);
  expect(told(pastOnly, 'lead_time')).toEqual(['no', 'booked_dates', 0, 14_900]);
  expect(told(pastOnly, 'leavers')).toEqual(['no', 'left_patients', 0, 3500]);
});

test('some telephones are some calls; from four in five on it is enough', () => {
  expect(told({ ...pastOnly, withPhone: 2799 }, 'call')).toEqual(['partly', 'phones', 2799, 3500]);
  expect(told({ ...pastOnly, withPhone: 2800 }, 'call')).toEqual(['yes', null, 2800, 3500]);
  expect(told({ ...pastOnly, ahead: 1 }, 'remind')).toEqual(['yes', null, 1, 14_900]);
});

test('an empty record can do nothing, and each line says which export changes that', () => {
  for (const { can, lacks: lack } of capabilitiesOf(nothing)) {
    expect(can).toBe('no');
    expect(lack === null ? undefined : exportOf[lack]).toBeTruthy();
  }
});

test('everything that may be missing is missing of something', () => {
  const noVisits = capabilitiesOf(nothing).map((one) => one.lacks);
  const once = capabilitiesOf({ ...pastOnly, cameAgain: 0, withService: 0, missed: 0, withBirthday: 0 });
  expect(
    [...new Set([...noVisits, ...once.map((one) => one.lacks)])].filter((one) => one !== null).sort(),
  ).toEqual([...lacks].sort());
});
