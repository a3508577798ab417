import { expect, test } from 'vitest';
import { fitNamed } from './champion-rhythm.ts';

test('a clock that was chosen is fitted again at night, with the stages of the gaps known by then', () => {
  const histories = Array.from({ length: 60 }, (_, i) => [0, 25, 60, 85, 120].slice(0, 2 + (i % 4)));
  const input = { histories, observedTo: histories.map(() => 150), recallDays: 30, seed: 1 };
  // Gaps of 25 and 35 days: a sixth of the mean off it.
  for (const name of ['mbg-cnbd-k', 'mean-mbg-cnbd-k-hazard']) {
    const fitted = fitNamed(name, input, 60);
    expect(fitted).toMatchObject({ name, n: 60 });
    const k = fitted?.parameters[name === 'mbg-cnbd-k' ? 'k' : 'mbg-cnbd-k.k'];
    expect(k).toBeGreaterThan(10);
  }
  expect(fitNamed('mbg-cnbd-k', { ...input, histories: histories.map(() => [0]) }, 60)).toBeUndefined();
});
