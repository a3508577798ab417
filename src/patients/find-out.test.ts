import { expect, test } from 'vitest';
import { addDays, localDate } from '../kit/local-date.ts';
import { type Known, nextQuestion } from './find-out.ts';

const today = localDate('2026-11-24');
const nobody: Known = {
  hasMobile: true,
  saidOfTexts: false,
  waysToReach: 2,
  preferredName: false,
  details: [],
  visits: 0,
};

test('the most useful that is not known comes first', () => {
  expect(nextQuestion(nobody, [], today)).toBe('texts');
  expect(nextQuestion({ ...nobody, hasMobile: false }, [], today)).toBe('reach');
  const reached = { ...nobody, saidOfTexts: true, waysToReach: 1 };
  expect(nextQuestion(reached, [], today)).toBe('name');
  expect(nextQuestion({ ...reached, preferredName: true }, [], today)).toBe('matters');
  expect(nextQuestion({ ...reached, preferredName: true, details: ['likes'] }, [], today)).toBe('fear');
  const told = { ...reached, preferredName: true, details: ['likes', 'fear'] };
  expect(nextQuestion(told, [], today)).toBe('found_us');
  expect(nextQuestion({ ...told, visits: 9 }, [], today)).toBeUndefined();
});

test('what was asked rests for ninety days, and what was answered for ever', () => {
  const asked = (days: number, answered = false) => [
    { question: 'texts' as const, on: addDays(today, -days), answered },
  ];
  expect(nextQuestion(nobody, asked(89), today)).toBe('reach');
  expect(nextQuestion(nobody, asked(90), today)).toBe('texts');
  expect(nextQuestion(nobody, asked(900, true), today)).toBe('reach');
});

test('one thing a day, and only what the reader may write down', () => {
  expect(nextQuestion(nobody, [{ question: 'fear', on: today, answered: true }], today)).toBeUndefined();
  expect(nextQuestion(nobody, [], today, (question) => question !== 'texts')).toBe('reach');
});
