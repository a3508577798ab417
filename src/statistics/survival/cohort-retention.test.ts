import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CohortMember, cohortRetention } from './cohort-retention.ts';

const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
const member = (...dates: string[]): CohortMember => ({
  days: dates.map(day),
  observedTo: day('2026-06-30'),
  exited: false,
});
const yearly = { windowDays: 365, windows: 3 };

test('two patients of one quarter, by hand', () => {
  const [first, ...others] = cohortRetention(
    [member('2024-01-10', '2025-01-09', '2025-01-10'), member('2024-03-31', '2026-03-01')],
    day('2026-06-30'),
    yearly,
  );
  expect(others).toEqual([]);
  // The last day of the quarter is 2024-03-31; two years later, less a leap day, is 2026-03-31.
  expect(first).toMatchObject({ quarter: '2024-Q1', joined: 2, immature: 1 });
  // 365 days after 2024-01-10 is 2025-01-09: the last day of the first window; 01-10 is the second's first.
  expect(first?.cells.map(({ window, kept }) => [window, kept.value, kept.n])).toEqual([
    [1, 0.5, 2],
    [2, 1, 2],
  ]);
});

test('a window is immature until it has passed for the whole quarter, even if all joined on its first day', () => {
  const joined = [member('2025-01-01', '2025-05-01')];
  expect(cohortRetention(joined, day('2026-03-30'), yearly)[0]).toMatchObject({ cells: [], immature: 3 });
  expect(cohortRetention(joined, day('2026-03-31'), yearly)[0]?.cells).toHaveLength(1);
  // Who joins after the day asked about is not known on it.
  expect(cohortRetention([member('2026-05-01')], day('2026-04-01'), yearly)).toEqual([]);
});

test('who left for a reason of their own is not kept, and counted beside', () => {
  const died: CohortMember = { days: [day('2023-02-01')], observedTo: day('2023-08-01'), exited: true };
  const moved: CohortMember = {
    days: [day('2023-02-01'), day('2023-07-01')],
    observedTo: day('2023-08-01'),
    exited: true,
  };
  const [first] = cohortRetention([died, moved], day('2026-06-30'), { windowDays: 365, windows: 2 });
  expect(first?.cells.map(({ kept, exited }) => [kept.value, exited])).toEqual([
    [0.5, 1],
    [0, 2],
  ]);
});

test('the heat map agrees with counting every patient by hand', () => {
  const asOf = 20_000;
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: 18_000, max: asOf }), { minLength: 1, maxLength: 12 }), {
        maxLength: 30,
      }),
      (patients) => {
        const members = patients.map((days) => ({
          days: days.toSorted((a, b) => a - b),
          observedTo: asOf,
          exited: false,
        }));
        const cohorts = cohortRetention(members, asOf, { windowDays: 180, windows: 5 });
        expect(cohorts.reduce((sum, { joined }) => sum + joined, 0)).toBe(members.length);
        for (const { quarter, cells } of cohorts) {
          const mine = members.filter(({ days: [first = 0] }) => {
            const date = new Date(first * 86_400_000);
            return `${date.getUTCFullYear()}-Q${Math.floor(date.getUTCMonth() / 3) + 1}` === quarter;
          });
          for (const { window, kept } of cells) {
            const came = mine.filter(({ days }) => {
              const first = days[0] ?? 0;
              return days.some((d) => d > first + (window - 1) * 180 && d <= first + window * 180);
            });
            expect(kept.value).toBeCloseTo(came.length / mine.length, 12);
          }
        }
      },
    ),
  );
  expect(() => cohortRetention([], asOf, { windowDays: 0, windows: 1 })).toThrow(RangeError);
});
