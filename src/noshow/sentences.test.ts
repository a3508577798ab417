import { expect, test } from 'vitest';
import { isLikelier, type NoShowScore } from './model.ts';
import { missedSentence } from './sentences.ts';

const score: NoShowScore = {
  probability: 0.312,
  low: 0.27,
  high: 0.36,
  n: 900,
  usual: 0.12,
  reasons: { leadDays: 45, known: 5, missed: 2, raisedBy: ['age', 'lead', 'history', 'weekday'] },
};

test('a share with its interval, the usual one, and two reasons that a call could speak of', () => {
  expect(missedSentence(score)).toEqual({
    en: 'About 31 in 100 such visits are missed here (likely 27 to 36; usually 12): booked 45 days ahead; missed 2 of 5 visits before.',
    es: 'Aquí se pierden unas 31 de cada 100 visitas así (probablemente de 27 a 36; lo habitual son 12): reservada con 45 días de antelación; faltó a 2 de 5 visitas anteriores.',
  });
});

test('no reason is said that the record does not bear out', () => {
  const reasons = { leadDays: 0, known: 0, missed: 0, raisedBy: ['lead', 'history', 'age'] as const };
  expect(missedSentence({ ...score, reasons }).en).toMatch(/usually 12\)\.$/);
  const one = { leadDays: 1, known: 1, missed: 1, raisedBy: ['history', 'lead'] as const };
  expect(missedSentence({ ...score, reasons: one }).en).toMatch(
    /: missed the one visit before; booked the day before\.$/,
  );
});

test('worth a call is half as much again as usual, and surely above it', () => {
  expect(isLikelier(score)).toBe(true);
  expect(isLikelier({ ...score, probability: 0.17, low: 0.15 })).toBe(false);
  expect(isLikelier({ ...score, low: 0.11 })).toBe(false);
});
