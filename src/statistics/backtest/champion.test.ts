import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalNumber, seededRandom } from '../functions/random.ts';
import { type Contender, chooseChampion, clearlyBetter, pairedError } from './champion.ts';

const everyone = (n: number) => Float64Array.from({ length: n }, (_, i) => i);

test('the error of a difference, by hand; a patient who is seen twice is one piece of evidence', () => {
  // Differences 1, 3: mean 2, sums off the mean -1 and 1.
  expect(pairedError([1, 3], [0, 0], [0, 1], 2)).toBeCloseTo(Math.SQRT2 / 2, 14);
  // The same four differences, from four patients and from two.
  expect(pairedError([1, 1, 3, 3], [0, 0, 0, 0], [0, 1, 2, 3], 2)).toBeCloseTo(2 / 4, 14);
  expect(pairedError([1, 1, 3, 3], [0, 0, 0, 0], [0, 0, 1, 1], 2)).toBeCloseTo(Math.sqrt(8) / 4, 14);
});

test('a difference that the dice explain goes to the simplest, a real one to the better', () => {
  const random = seededRandom(1);
  const base = Array.from({ length: 400 }, () => random.uniform() / 4);
  const noisy = (by: number) => base.map((loss) => loss + by + 0.05 * normalNumber(random));
  const contender = (name: string, complexity: number, losses: number[]): Contender => ({
    name,
    complexity,
    losses,
  });
  const like = chooseChampion(
    [contender('plain', 1, noisy(0.001)), contender('grand', 5, noisy(0))],
    everyone(400),
  );
  expect(like.champion.name).toBe('plain');
  const unlike = chooseChampion(
    [contender('plain', 1, noisy(0.02)), contender('grand', 5, noisy(0))],
    everyone(400),
  );
  expect(unlike.champion.name).toBe('grand');
  // Each score alone is uncertain by .004, the difference by a fraction of that: pairing is what sees .02 at all.
  expect(unlike.judgements[0]?.standardError).toBeLessThan(0.005);
  const tied = chooseChampion(
    [contender('worse', 2, [0.3, 0.1]), contender('better', 2, [0.1, 0.2])],
    everyone(2),
  );
  expect(tied.champion.name).toBe('better');
});

test('another takes the place of what is held only when it is clearly better', () => {
  const random = seededRandom(3);
  const base = Array.from({ length: 400 }, () => random.uniform() / 4);
  const contender = (name: string, by: number): Contender => ({
    name,
    complexity: 1,
    losses: base.map((loss) => loss + by + 0.05 * normalNumber(random)),
  });
  const held = contender('held', 0.01);
  const who = everyone(400);
  expect(clearlyBetter(held, [contender('rule', 0.02), contender('good', -0.01)], who)?.name).toBe('good');
  expect(clearlyBetter(held, [contender('rule', 0.02), contender('like', 0.009)], who)).toBeUndefined();
  expect(clearlyBetter(held, [], who)).toBeUndefined();
});

test('the champion is never more than one standard error behind, and order does not matter', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 6 }), (seed, count) => {
      const random = seededRandom(seed);
      const contenders = Array.from({ length: count }, (_, i): Contender => {
        const losses = Array.from({ length: 30 }, () => random.uniform());
        return { name: String(i), complexity: i, losses };
      });
      const { champion, best, judgements } = chooseChampion(contenders, everyone(30));
      expect(champion.behind).toBeLessThanOrEqual(champion.standardError);
      expect(champion.complexity).toBeLessThanOrEqual(best.complexity);
      expect(best.behind).toBe(0);
      for (const simpler of judgements.filter(({ complexity }) => complexity < champion.complexity)) {
        expect(simpler.behind).toBeGreaterThan(simpler.standardError);
      }
      expect(chooseChampion(contenders.toReversed(), everyone(30)).champion).toEqual(champion);
    }),
  );
  expect(() => chooseChampion([], [0])).toThrow(RangeError);
  expect(() => chooseChampion([{ name: 'x', complexity: 1, losses: [] }], [])).toThrow(RangeError);
});
