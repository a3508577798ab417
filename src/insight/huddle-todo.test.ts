import { expect, test } from 'vitest';
import { localDate } from '../kit/local-date.ts';
import { speak } from '../words/told.ts';
import { hasBirthday, isLongAway, type TodoFacts, todoOf } from './huddle-todo.ts';

const day = localDate('2026-11-26');
const usual: TodoFacts = {
  isFirst: false,
  longAway: false,
  needsInterpreter: false,
  worried: false,
  birthday: false,
  promises: [],
  matters: [],
};
const say = (facts: Partial<TodoFacts>) => {
  const todo = todoOf({ ...usual, ...facts }, day);
  return todo === undefined ? undefined : speak(todo, 'en');
};

test('of an ordinary visit nothing stands out', () => {
  expect(say({})).toBeUndefined();
});

test('what is owed goes before everything', () => {
  expect(say({ promises: [{}], isFirst: true, birthday: true })).toBe('Keep what we promised, or say when');
});

test('what they told us is asked about while it is news, and never what is not to be said', () => {
  const matter = { words: 'the marathon', toldOn: localDate('2026-10-11'), locked: false };
  expect(say({ matters: [matter] })).toBe('Ask about: the marathon');
  expect(say({ matters: [{ ...matter, locked: true }] })).toBeUndefined();
  expect(say({ matters: [{ ...matter, toldOn: localDate('2026-03-01') }] })).toBeUndefined();
});

test('a first visit, a long absence and a birthday each have their word', () => {
  expect(say({ isFirst: true })).toMatch(/^First visit/);
  expect(say({ longAway: true })).toMatch(/how they have been/);
  expect(say({ birthday: true })).toMatch(/birthday/);
  expect(say({ worried: true, isFirst: true })).toMatch(/comfort plan/);
});

test('a birthday of 29 February is on the 28th where there is no 29th', () => {
  const born = localDate('2000-02-29');
  expect(hasBirthday(born, 'day', localDate('2027-02-28'))).toBe(true);
  expect(hasBirthday(born, 'day', localDate('2028-02-28'))).toBe(false);
  expect(hasBirthday(born, 'day', localDate('2028-02-29'))).toBe(true);
  expect(hasBirthday(born, 'month', localDate('2028-02-29'))).toBe(false);
  expect(hasBirthday(null, null, day)).toBe(false);
});

test.each([
  ['a first visit', null, null, false],
  ['half a year, nobody knows what is usual', 183, null, true],
  ['a day less', 182, null, false],
  ['fourteen months of one who comes every six', 426, 182, true],
  ['fourteen months of one who comes every year', 426, 365, false],
  ['a year and a half of the same', 548, 365, true],
  ['five months of one who comes every six weeks', 150, 42, false],
])('%s', (_, days, usual, long) => {
  expect(isLongAway(days, usual)).toBe(long);
});
