import { expect, test } from 'vitest';
import { simulatePractice } from '../../tests/prove/simulated-practice.ts';
import { survivalToSilence } from './silence-survival.ts';

const recallDays = 182;
const asOf = 2600;

const practice = simulatePractice({ recallDays, size: 500, days: asOf, seed: 11 })
  .filter(({ visitDays }) => visitDays.length > 0)
  .map(({ visitDays }) => ({ days: visitDays, observedTo: asOf, exited: false }));

const curve = (patients: typeof practice) => survivalToSilence(patients, recallDays, asOf);

test('survival falls from one, and a patient who never pauses is never lost', () => {
  const survival = curve(practice);
  expect(survival.length).toBeGreaterThan(8);
  for (const [i, { share }] of survival.entries()) {
    expect(share.value).toBeLessThanOrEqual(survival[i - 1]?.share.value ?? 1);
  }
  const steady = Array.from({ length: 60 }, (_, i) => ({
    days: Array.from({ length: 13 }, (_day, k) => i + k * 200).filter((day) => day <= asOf),
    observedTo: asOf,
    exited: false,
  }));
  expect(curve(steady).every(({ share }) => share.value === 1)).toBe(true);
});

test('a silence loses a patient on the day it has lasted one and a half recalls, by hand', () => {
  // Two are lost at day 273 (one of them came back later, which changes nothing), two were watched for 100 days only.
  const watched = curve([
    { days: [0], observedTo: 1000, exited: false },
    { days: [0, 900], observedTo: 1000, exited: false },
    { days: [0], observedTo: 100, exited: true },
    { days: [0, 50], observedTo: 100, exited: false },
  ]);
  const at = (days: number) => watched.find((point) => point.days === days)?.share.value;
  expect(at(91)).toBe(1);
  expect(at(182)).toBe(1);
  expect(at(273)).toBe(0);
  expect(survivalToSilence([], recallDays, asOf)).toEqual([]);
});
