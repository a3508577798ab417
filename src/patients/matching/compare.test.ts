import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MatchRecord } from '../model.ts';
import { blockingKeys } from './blocking.ts';
import { comparableOf } from './comparable.ts';
import { type ComparedName, compare, comparedLevels, comparedNames } from './compare.ts';

type Person = Partial<MatchRecord>;

function record(over: Person): MatchRecord {
  return { id: 'x', identifiers: [], phones: [], emails: [], ...over };
}

function level(field: ComparedName, a: Person, b: Person): string {
  const levels = compare(comparableOf(record(a)), comparableOf(record(b)), () => false);
  const found = levels[comparedNames.indexOf(field)] ?? 0;
  return found === 0 ? 'missing' : (comparedLevels[field][found - 1] ?? '');
}

const given = (a: string, b: string, family = 'Berg') =>
  level('given_name', { givenName: a, familyName: family }, { givenName: b, familyName: family });
const family = (a: string, b: string) =>
  level('family_name', { givenName: 'Ida', familyName: a }, { givenName: 'Ida', familyName: b });
const birth = (a: string, b: string) => level('birth_date', { birthDate: a }, { birthDate: b });

test('given names: case, accents, marks, short forms, slips and other names', () => {
  expect(given('LENA', 'lena')).toBe('same');
  expect(given('José', 'Jose')).toBe('same');
  expect(given('Mary-Ann', 'Mary Ann')).toBe('same');
  expect(given('Mary Ann', 'Maryann')).toBe('same');
  expect(given('Mary', 'Mary Beth')).toBe('same');
  expect(given('Bob', 'Robert')).toBe('form of one name');
  expect(given('Paco', 'Francisco')).toBe('form of one name');
  expect(given('Robert', 'Robrt')).toBe('slip');
  expect(given('Sar', 'Sara')).toBe('slip');
  expect(given('Mary Ann', 'Mary Beth')).toBe('in part');
  expect(given('R', 'Robert')).toBe('in part');
  expect(given('Ana María', 'María')).toBe('in part');
  // One letter apart, and both are names: two people.
  expect(given('Jayden', 'Kayden')).toBe('different');
  expect(given('Emma', 'Ella')).toBe('different');
  expect(given('Robert', 'Ines')).toBe('different');
});

test('a name that the records themselves prove to be one is no slip of another', () => {
  const a = comparableOf(record({ givenName: 'Zuri', familyName: 'Berg' }));
  const b = comparableOf(record({ givenName: 'Zurie', familyName: 'Berg' }));
  expect(compare(a, b, () => false)[0]).toBe(3);
  expect(compare(a, b, () => true)[0]).toBe(5);
});

test('a newborn without a name has none', () => {
  for (const name of [
    'Baby Boy',
    'BABYGIRL',
    'Baby',
    'Infant',
    'Twin A',
    'B/O',
    'Recién Nacido',
    'Unknown',
  ]) {
    expect(given(name, name), name).toBe('missing');
  }
  expect(given('Bo', 'Bo')).toBe('same');
});

test('what a patient likes to be called may be the name elsewhere', () => {
  expect(
    level('given_name', { givenName: 'Margarete', preferredName: 'Gretl' }, { givenName: 'Gretl' }),
  ).toBe('form of one name');
});

test('family names: particles, two names, slips', () => {
  expect(family('de la Cruz', 'De La Cruz')).toBe('same');
  expect(family("O'Neill", 'ONeill')).toBe('same');
  expect(family('van Wijk', 'Vanwijk')).toBe('same');
  expect(family('García López', 'García')).toBe('in part');
  expect(family('Smith-Jones', 'Jones')).toBe('in part');
  expect(family('Andersen', 'Anderson')).toBe('slip');
  expect(family('Berg', 'Okafor')).toBe('different');
  expect(family('Walker Jr.', 'Walker')).toBe('same');
});

test('names the other way round are found, and said to be', () => {
  const a = { givenName: 'Lena', familyName: 'Okafor' };
  const b = { givenName: 'Okafor', familyName: 'Lena' };
  expect(level('name_order', a, b)).toBe('swapped');
  expect(level('given_name', a, b)).toBe('same');
  expect(level('name_order', a, a)).toBe('same');
});

test('birth dates: by what went wrong', () => {
  expect(birth('1980-02-03', '1980-02-03')).toBe('same');
  expect(birth('1980-02-03', '1980-03-02')).toBe('day and month swapped');
  expect(birth('1980-02-13', '1980-02-31')).toBe('one slip');
  expect(birth('1980-02-13', '1990-02-13')).toBe('one slip');
  expect(birth('1972-95-18', '1972-05-18')).toBe('one slip');
  expect(birth('1980-02-13', '1980-02-27')).toBe('in part');
  expect(birth('1980-02-13', '1955-07-27')).toBe('different');
  expect(birth('1900-01-01', '1900-01-01')).toBe('missing');
  const year = { birthDate: '1980-01-01', birthPrecision: 'year' } as const;
  expect(level('birth_date', year, { birthDate: '1980-06-09' })).toBe('year only');
});

test('homes: kinds of street, numbers, postal codes', () => {
  const street = (a: string, b: string) => level('street', { street: a }, { street: b });
  expect(street('12 Elm Street', '12 ELM ST.')).toBe('same');
  expect(street('12 Elm Street', '14 Elm Street')).toBe('street only');
  expect(street('12 Elm Street', '12 Juniper Avenue')).toBe('number only');
  expect(street('12 Elm Street', '7 Oak Avenue')).toBe('different');
  expect(level('postal_code', { postalCode: '01970-1234' }, { postalCode: '01970' })).toBe('same');
  expect(level('postal_code', { postalCode: '01970' }, { postalCode: '01790' })).toBe('one slip');
  // The postal code says the town already: it is no second piece of evidence.
  const home = { postalCode: '01970', city: 'Salem' };
  expect(level('city', home, home)).toBe('missing');
  expect(level('city', home, { ...home, city: 'Dover' })).toBe('different');
});

test('telephones and mail', () => {
  expect(level('phone', { phones: ['+12025550147'] }, { phones: ['+12025550100', '+12025550147'] })).toBe(
    'same',
  );
  expect(level('phone', { phones: ['+12025550147'] }, { phones: ['+12025550174'] })).toBe('one slip');
  expect(level('email', { emails: ['lena.o@a.org'] }, { emails: ['lena.o@b.org'] })).toBe('alike');
});

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const person = fc.record({
  familyName: text,
  givenName: text,
  street: text,
  city: text,
  postalCode: text,
  birthDate: fc.constantFrom(undefined, '1980-02-03', '1980-03-02', '1999-12-31'),
});

test('a name in the wrong field is found from either record', () => {
  const one = comparableOf(record({ familyName: 'Okafor' }));
  const other = comparableOf(record({ givenName: 'Okafor' }));
  expect(compare(one, other, () => false)).toEqual(compare(other, one, () => false));
  expect(compare(one, other, () => false)[2]).toBe(2);
});

test('comparing is the same both ways round, always a level that there is, and never missing against itself', () => {
  fc.assert(
    fc.property(person, person, (a, b) => {
      const one = comparableOf(record(a));
      const other = comparableOf(record(b));
      const levels = compare(one, other, () => false);
      expect(compare(other, one, () => false)).toEqual(levels);
      for (const [f, found] of levels.entries()) {
        const name = comparedNames[f];
        expect(found).toBeLessThanOrEqual(name === undefined ? 0 : comparedLevels[name].length);
      }
      for (const [f, found] of compare(one, one, () => false).entries()) {
        // A street without a number is the same street, and perhaps another house.
        expect(found).toBeLessThanOrEqual(comparedNames[f] === 'street' ? 2 : 1);
      }
    }),
  );
});

test('slips do not part two records of one person: they keep a key in common', () => {
  const lena = {
    givenName: 'Lena',
    familyName: 'Okafor',
    birthDate: '1980-02-13',
    phones: ['+12025550147'],
    street: '12 Elm Street',
    postalCode: '01970',
  };
  const wrong: readonly Person[] = [
    {
      ...lena,
      givenName: 'Okafor',
      familyName: 'Lena',
      phones: [],
      street: undefined,
      postalCode: undefined,
    },
    { ...lena, familyName: 'Okofar', birthDate: '1980-02-31', phones: [], street: undefined },
    { ...lena, givenName: 'Lina', birthDate: undefined, street: undefined, postalCode: undefined },
    { ...lena, familyName: 'Berg', birthDate: '1980-02-31', street: undefined, phones: [] },
    { familyName: 'Other', givenName: 'Name', phones: lena.phones },
    { givenName: 'Lena', familyName: 'Okafor' },
  ];
  const keys = new Set(blockingKeys(comparableOf(record(lena))));
  for (const one of wrong) {
    expect(
      blockingKeys(comparableOf(record(one))).some((key) => keys.has(key)),
      JSON.stringify(one),
    ).toBe(true);
  }
  expect(blockingKeys(comparableOf(record({})))).toEqual([]);
});
