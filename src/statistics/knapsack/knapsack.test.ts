import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../functions/random.ts';
import { chooseWithin } from './knapsack.ts';
import { openMaster } from './knapsack-master.ts';
import type { ChoiceProblem } from './knapsack-problem.ts';

// Limits: all minutes, the front desk's, the share of one purpose. Kinds: who does it, for which purpose.
const draws = [[0, 1], [0, 1, 2], [0], [0, 2]];

function problemOf(
  rows: readonly (readonly (readonly [value: number, minutes: number, kind: number])[])[],
  limits: readonly number[],
): ChoiceProblem {
  const acts = rows.flat();
  return {
    options: rows[0]?.length ?? 1,
    value: Float64Array.from(acts, ([value]) => value),
    minutes: Float64Array.from(acts, ([, minutes]) => minutes),
    kind: Uint8Array.from(acts, ([, , kind]) => kind),
    draws,
    limits,
  };
}

/** Patients with acts of random worth: a persuadable middle, longer acts worth more, one worth less than nothing. */
function simulated(patients: number, seed: number, perPatient: number): ChoiceProblem {
  const random = seededRandom(seed);
  const rows = Array.from({ length: patients }, () => {
    const chance = random.uniform();
    return [1, 3, 6, 12, 4].map((minutes, act) => {
      const worth = 4 * chance * (1 - chance) * Math.sqrt(minutes) * random.uniform() - 0.05;
      return [worth, minutes, act % 4] as const;
    });
  });
  return problemOf(rows, [perPatient * patients, perPatient * patients * 0.6, perPatient * patients * 0.3]);
}

/** The brute-force twin: every combination, one patient after the other. */
function bestOfAll(problem: ChoiceProblem): number {
  const { options, value, minutes, kind, limits } = problem;
  const go = (row: number, left: readonly number[]): number => {
    if (row * options >= value.length) return 0;
    let best = go(row + 1, left);
    for (let entry = row * options; entry < (row + 1) * options; entry += 1) {
      const taken = draws[kind[entry] ?? 0] ?? [];
      const after = left.map((most, limit) => (taken.includes(limit) ? most - (minutes[entry] ?? 0) : most));
      if (after.some((most) => most < 0)) continue;
      best = Math.max(best, (value[entry] ?? 0) + go(row + 1, after));
    }
    return best;
  };
  return go(0, limits);
}

const act = fc.tuple(
  fc.integer({ min: -2, max: 20 }).map((tenths) => tenths / 10),
  fc.integer({ min: 0, max: 9 }),
  fc.nat(3),
);
const rows = fc.array(fc.tuple(act, act, act), { minLength: 1, maxLength: 7 });
const limits = fc.tuple(fc.nat(40), fc.nat(25), fc.nat(15));

test('by hand: the act that keeps most for its minutes, and a second one where minutes are left', () => {
  // 12 minutes: the 6 minutes worth 5 and the 5 worth 4 make 9; the one of 10 alone makes 8.
  const acts = [[[8, 10, 2]], [[5, 6, 2]], [[4, 5, 2]]] as const;
  const chosen = chooseWithin(problemOf(acts, [12, 0, 0]));
  expect([...chosen.choice]).toEqual([-1, 0, 0]);
  expect(chosen).toMatchObject({ value: 9, bound: 9, gap: 0, used: [11, 0, 0], exact: true });
});

test('no choice among all is better', () => {
  fc.assert(
    fc.property(rows, limits, (drawn, most) => {
      const problem = problemOf(drawn, most);
      const chosen = chooseWithin(problem);
      expect(chosen.exact).toBe(true);
      expect(chosen.value).toBeCloseTo(bestOfAll(problem), 9);
    }),
  );
});

test('no limit is ever passed, and nothing is chosen that is worth nothing', () => {
  fc.assert(
    fc.property(rows, limits, (drawn, most) => {
      const { choice, used } = chooseWithin(problemOf(drawn, most));
      for (const [limit, minutes] of used.entries()) expect(minutes).toBeLessThanOrEqual(most[limit] ?? 0);
      for (const [row, option] of choice.entries()) {
        if (option >= 0) expect(drawn[row]?.[option]?.[0]).toBeGreaterThan(0);
      }
    }),
  );
});

test('more minutes never lower the value', () => {
  fc.assert(
    fc.property(rows, limits, fc.nat(2), fc.integer({ min: 1, max: 9 }), (drawn, most, which, more) => {
      const wider = most.map((minutes, limit) => (limit === which ? minutes + more : minutes));
      const before = chooseWithin(problemOf(drawn, most)).value;
      expect(chooseWithin(problemOf(drawn, wider)).value).toBeGreaterThanOrEqual(before - 1e-9);
    }),
  );
});

test('the order of the rows changes nothing', () => {
  fc.assert(
    fc.property(rows, limits, (drawn, most) => {
      const backwards = chooseWithin(problemOf([...drawn].reverse(), most)).value;
      expect(backwards).toBeCloseTo(chooseWithin(problemOf(drawn, most)).value, 9);
    }),
  );
});

test('among equals the earlier rows are chosen, on every run', () => {
  const twins = Array.from({ length: 50 }, () => [[1, 6, 2]] as const);
  const { choice } = chooseWithin(problemOf(twins, [20, 0, 0]));
  expect([...choice].flatMap((option, row) => (option === 0 ? [row] : []))).toEqual([0, 1, 2]);
});

test('acts of one length: the worthiest, and proved to be the best although minutes are left over', () => {
  const worth = Array.from({ length: 200 }, (_, row) => [[(row * 37) % 200, 6, 2]] as const);
  const { exact, value, gap } = chooseWithin(problemOf(worth, [64, 0, 0]));
  expect({ exact, value, gap }).toEqual({ exact: true, value: 1945, gap: 0 }); // 190 to 199
});

test('many patients: within a thousandth of what no choice can pass, and no limit passed', () => {
  for (const [patients, perPatient] of [
    [2000, 1],
    [30_000, 0.4],
    [30_000, 3],
  ] as const) {
    const problem = simulated(patients, patients, perPatient);
    const chosen = chooseWithin(problem);
    expect(chosen.gap).toBeLessThan(0.001);
    expect(chosen.value).toBeLessThanOrEqual(chosen.bound);
    for (const [limit, minutes] of chosen.used.entries()) {
      expect(minutes).toBeLessThanOrEqual(problem.limits[limit] ?? 0);
    }
    expect(chooseWithin(problem).choice).toEqual(chosen.choice);
  }
});

test('the gap stays small where a few patients hold all the worth, and where one limit rules alone', () => {
  const random = seededRandom(5);
  const heavy = Array.from(
    { length: 5000 },
    () => [[random.uniform() ** -0.5, 1 + Math.floor(20 * random.uniform()), 3]] as const,
  );
  expect(chooseWithin(problemOf(heavy, [2000, 0, 900])).gap).toBeLessThan(0.001);
});

test('where all stand at one margin, one limit and several are still used up', () => {
  const random = seededRandom(7);
  const rows = Array.from({ length: 25_000 }, () => {
    const swing = 4 * random.uniform() * (1 - random.uniform());
    return [
      [0.01 * swing - 0.001, 1, 0],
      [0.02 * swing - 0.002, 3, 1],
      [0.05 * swing - 0.006, 15, 3],
    ] as const;
  });
  const endless = Number.POSITIVE_INFINITY;
  for (const minutes of [40, 1250, 12_500]) {
    expect(chooseWithin(problemOf(rows, [minutes, endless, endless])).gap).toBeLessThan(0.001);
  }
  const equal = Array.from({ length: 25_000 }, () => [[1, 6, 2]] as const);
  expect(chooseWithin(problemOf(equal, [7500, 0, 0])).gap).toBeLessThan(0.001);
  expect(chooseWithin(problemOf(rows, [12_500, 3750, 6250])).gap).toBeLessThan(0.001);
});

// Limits of the bench: all, two roles, three shares. Worths that leave crowds in doubt at one price.
const sharedDraws = [
  [0, 1, 3],
  [0, 1, 4],
  [0, 2, 4],
  [0, 2, 5],
  [0, 1, 5],
];
const lengths = [1, 3, 5, 8, 12];
const worths: Record<string, (draw: () => number) => readonly number[]> = {
  'follow one number alone': (draw) => {
    const p = draw();
    return lengths.map((minutes) => 0.01 * Math.sqrt(minutes) * 4 * p * (1 - p));
  },
  'follow one number, less what they cost': (draw) => {
    const p = draw();
    return lengths.map((minutes, act) => 0.01 * (act + 1) * 4 * p * (1 - p) - 0.0005 * minutes);
  },
  'are alike for all': () => lengths.map(Math.sqrt),
  'are proportional to their minutes': () => lengths,
  'come in three steps': (draw) => {
    const step = 1 + Math.floor(3 * draw());
    return lengths.map((minutes) => step * Math.sqrt(minutes));
  },
  'come in three steps, each act its own': (draw) =>
    lengths.map((minutes) => (1 + Math.floor(3 * draw())) * Math.sqrt(minutes)),
  'come in ten steps': (draw) => lengths.map((minutes) => Math.floor(10 * draw()) * Math.sqrt(minutes)),
  'are large for one in ten': (draw) => {
    const step = draw() < 0.1 ? 1 : 0.1;
    return lengths.map((minutes) => step * minutes);
  },
};

test.each(Object.keys(worths))('several limits, worths that %s: within a thousandth', (name) => {
  const patients = 20_000;
  const random = seededRandom(11);
  const rows = Array.from({ length: patients }, () => worths[name]?.(() => random.uniform()) ?? []);
  const problem: ChoiceProblem = {
    options: lengths.length,
    value: Float64Array.from(rows.flat()),
    minutes: Float64Array.from(rows.flatMap(() => lengths)),
    kind: Uint8Array.from(rows.flatMap(() => lengths.map((_, act) => act))),
    draws: sharedDraws,
    limits: [1.5, 1, 0.7, 0.2, 0.7, 0.8].map((each) => each * patients),
  };
  const chosen = chooseWithin(problem);
  expect(chosen.gap).toBeLessThan(0.001);
  for (const [limit, minutes] of chosen.used.entries()) {
    expect(minutes).toBeLessThanOrEqual(problem.limits[limit] ?? 0);
  }
  expect(chooseWithin(problem).choice).toEqual(chosen.choice);
});

test('the master mixes whole choices as a linear programme would', () => {
  // Two limits, each as one: A takes (2, 0) and is worth 4, B takes (0, 2) and is worth 2. Half of each.
  const master = openMaster(2);
  expect(master.value()).toBe(0);
  expect(master.add({ value: 4, taken: [2, 0] })).toBe(true);
  expect(master.add({ value: 2, taken: [0, 2] })).toBe(true);
  expect(master.value()).toBeCloseTo(3, 12);
  expect(master.shares()).toEqual([0.5, 0.5]);
  // The best bound is 3 as well, at prices that leave no column a gain: weak duality meets.
  const [first = 0, second = 0] = master.prices();
  const rest = Math.max(0, 4 - 2 * first, 2 - 2 * second);
  expect(first + second + rest).toBeCloseTo(3, 12);
  expect(master.add({ value: 0.5, taken: [1, 1] })).toBe(false);
});

test('no patients, no minutes and no limits at all have answers', () => {
  expect(chooseWithin(problemOf([], [10, 10, 10]))).toMatchObject({ value: 0, bound: 0, gap: 0 });
  const one = [[[1, 5, 2]]] as const;
  expect([...chooseWithin(problemOf(one, [0, 0, 0])).choice]).toEqual([-1]);
  const endless = Number.POSITIVE_INFINITY;
  expect(chooseWithin(problemOf(one, [endless, endless, endless]))).toMatchObject({ value: 1, gap: 0 });
});

test('what is no problem is refused', () => {
  const problem = problemOf([[[1, 5, 2]]], [1, 1, 1]);
  expect(() => chooseWithin({ ...problem, options: 2 })).toThrow(RangeError);
  expect(() => chooseWithin({ ...problem, limits: [-1, 1, 1] })).toThrow(RangeError);
  expect(() => chooseWithin({ ...problem, limits: [Number.NaN, 1, 1] })).toThrow(RangeError);
  expect(() => chooseWithin({ ...problem, value: Float64Array.of(Number.NaN) })).toThrow(RangeError);
  expect(() => chooseWithin({ ...problem, minutes: Float64Array.of(-1) })).toThrow(RangeError);
  expect(() => chooseWithin({ ...problem, kind: Uint8Array.of(9) })).toThrow(RangeError);
  expect(() => chooseWithin({ ...problem, draws: [[7]] })).toThrow(RangeError);
});
