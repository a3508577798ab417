import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Choosable, chooseActs } from './choose.ts';
import { starterShares } from './starter.ts';

let made = 0;
function aCandidate(overrides: Partial<Choosable> = {}): Choosable {
  made += 1;
  const nth = String(made).padStart(6, '0');
  return {
    key: nth,
    patient: `patient ${nth}`,
    household: undefined,
    topic: 'return',
    share: 'return',
    role: 'front_desk',
    minutes: 6,
    value: 0.03,
    priority: 50,
    dueTo: 20_000,
    ...overrides,
  };
}
const onePurse = (available: number) => ({ available, byRole: undefined });
const many = (count: number, overrides: Partial<Choosable>): Choosable[] =>
  Array.from({ length: count }, () => aCandidate(overrides));

test('with a thousand overdue and sixty minutes, coming, after-care, return and card acts all appear', () => {
  const candidates = [
    ...many(1000, {}),
    ...many(6, { share: 'coming', topic: 'visit', minutes: 8, value: undefined }),
    ...many(4, { share: 'after-care', topic: 'after-care', minutes: 5, value: undefined }),
    ...many(9, { share: 'thanks', topic: 'thanks', minutes: 4, value: undefined }),
  ];
  const { chosen, minutesPlanned } = chooseActs(candidates, starterShares, onePurse(60));
  const count = (share: string) => chosen.filter((one) => one.share === share).length;
  expect(count('coming')).toBeGreaterThanOrEqual(3);
  expect(count('after-care')).toBeGreaterThanOrEqual(2);
  expect(count('return')).toBeGreaterThanOrEqual(3);
  expect(count('thanks')).toBeGreaterThanOrEqual(1);
  expect(minutesPlanned).toBeLessThanOrEqual(60);
  expect(minutesPlanned).toBeGreaterThan(54);
});

test('what one share does not use flows on', () => {
  const { chosen } = chooseActs(many(100, {}), starterShares, onePurse(60));
  expect(chosen).toHaveLength(10);
});

test('what is owed comes first, whatever the minutes', () => {
  const promise = aCandidate({ share: 'owed', minutes: 20, value: undefined, topic: 'promise' });
  const { chosen, minutesPlanned } = chooseActs(
    [aCandidate({ value: 9 }), promise],
    starterShares,
    onePurse(10),
  );
  expect(chosen).toEqual([promise]);
  expect(minutesPlanned).toBe(20);
});

test('within a share value a minute decides', () => {
  const short = aCandidate({ minutes: 3, value: 0.03 });
  const long = aCandidate({ minutes: 12, value: 0.05 });
  expect(chooseActs([long, short], starterShares, onePurse(12)).chosen).toEqual([short]);
});

test('a patient gets one act a day, the more important one', () => {
  const card = aCandidate({ patient: 'A', share: 'thanks', topic: 'thanks', priority: 20 });
  const visit = aCandidate({ patient: 'A', share: 'coming', topic: 'visit', priority: 80 });
  const { chosen, held } = chooseActs([card, visit], starterShares, onePurse(60));
  expect(chosen).toEqual([visit]);
  expect(held).toEqual([{ candidate: card, code: 'one_a_day' }]);
});

test('a household gets one act a topic, and one of another topic', () => {
  const mother = aCandidate({ household: 'H', value: 0.05 });
  const son = aCandidate({ household: 'H', value: 0.01 });
  const card = aCandidate({ household: 'H', share: 'thanks', topic: 'thanks' });
  const { chosen, held } = chooseActs([son, card, mother], starterShares, onePurse(60));
  expect(new Set(chosen)).toEqual(new Set([mother, card]));
  expect(held).toEqual([{ candidate: son, code: 'household' }]);
});

test('a role cannot do more than its own minutes', () => {
  const minutes = {
    available: 60,
    byRole: new Map([
      ['front_desk', 55],
      ['clinician', 5],
    ]),
  };
  const cards = many(5, { role: 'clinician', share: 'thanks', topic: 'thanks', minutes: 4 });
  const { chosen } = chooseActs([...cards, ...many(3, {})], starterShares, minutes);
  expect(chosen.filter((one) => one.role === 'clinician')).toHaveLength(1);
});

test('a role without minutes gets nothing but what is owed', () => {
  const minutes = { available: 60, byRole: new Map([['front_desk', 60]]) };
  const promise = aCandidate({ role: 'clinician', share: 'owed' });
  const { chosen } = chooseActs([aCandidate({ role: 'clinician' }), promise], starterShares, minutes);
  expect(chosen).toEqual([promise]);
});

const candidates = fc.array(
  fc.record({
    patient: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
    household: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
    topic: fc.constantFrom('visit', 'return', 'thanks'),
    share: fc.constantFrom('owed', 'coming', 'after-care', 'return', 'thanks'),
    minutes: fc.integer({ min: 1, max: 30 }),
    value: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
    priority: fc.integer({ min: 0, max: 100 }),
    dueTo: fc.integer({ min: 0, max: 30 }),
  }),
  { maxLength: 40 },
);

test('nobody and no household is asked twice, no minute is spent twice, nothing is lost', () => {
  fc.assert(
    fc.property(candidates, fc.integer({ min: 0, max: 200 }), (drawn, available) => {
      const list = drawn.map((one, nth) => aCandidate({ ...one, key: `k${nth}` }));
      const { chosen, held, minutesPlanned } = chooseActs(list, starterShares, onePurse(available));
      expect(new Set(chosen.map((one) => one.patient)).size).toBe(chosen.length);
      const topics = chosen.filter((one) => one.household).map((one) => `${one.household} ${one.topic}`);
      expect(new Set(topics).size).toBe(topics.length);
      const owed = chosen.filter((one) => one.share === 'owed').reduce((sum, one) => sum + one.minutes, 0);
      expect(minutesPlanned - owed).toBeLessThanOrEqual(Math.max(0, available - owed));
      expect(chosen.length + held.length).toBe(list.length);
    }),
  );
});

test('the order in which candidates arrive changes nothing', () => {
  fc.assert(
    fc.property(candidates, fc.integer({ min: 0, max: 200 }), (drawn, available) => {
      const list = drawn.map((one, nth) => aCandidate({ ...one, key: `k${nth}` }));
      const keys = (order: readonly Choosable[]) =>
        chooseActs(order, starterShares, onePurse(available)).chosen.map((one) => one.key);
      expect(keys([...list].reverse())).toEqual(keys(list));
    }),
  );
});
