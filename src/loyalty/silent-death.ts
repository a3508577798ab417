import type { Elder } from './model.ts';

/** Below this age a practice's own record teaches the models of return all that there is of deaths. */
export const elderAge = 70;
const yearDays = 365.2425;

// Chance of dying within a year at every fifth age from 70, from a period life table of the United States Social
// Security Administration of the late 2010s (life expectancy at birth 75.97 years for men, 80.96 for women; public
// domain). Between the ages its logarithm is nearly straight: the largest error at the ages left out is 3 %
// (silent-death.test.ts), far below what a practice's patients differ from a country.
const fifths = {
  male: [0.022889, 0.035668, 0.058206, 0.097854, 0.165452, 0.263672, 0.354198, 0.452057, 0.576951],
  female: [0.015285, 0.024929, 0.042771, 0.074258, 0.131392, 0.218908, 0.307747, 0.411835, 0.551129],
} as const;

/**
 * Chance of dying within a year of reaching an age.
 * @param age years, 70 or more; beyond 110 as at 110
 * @throws RangeError below 70
 */
export function deathWithinYear(age: number, sex: Elder['sex']): number {
  if (!(age >= elderAge)) throw new RangeError(`the table begins at ${elderAge}`);
  if (sex === 'other') return Math.sqrt(deathWithinYear(age, 'male') * deathWithinYear(age, 'female'));
  const table = fifths[sex];
  const at = Math.min((age - elderAge) / 5, table.length - 1);
  const below = table[Math.floor(at)] ?? 1;
  const above = table[Math.ceil(at)] ?? 1;
  return below * (above / below) ** (at - Math.floor(at));
}

// The accumulated hazard from 70 to each whole age; 50 ages a sex, made once.
const accumulated = new Map(
  (['female', 'male', 'other'] as const).map((sex) => {
    const sums = [0];
    for (let age = elderAge; age < 120; age += 1) {
      sums.push((sums[sums.length - 1] ?? 0) - Math.log1p(-deathWithinYear(age, sex)));
    }
    return [sex, sums] as const;
  }),
);

function hazardTo(age: number, sex: Elder['sex']): number {
  const sums = accumulated.get(sex) ?? [0];
  const at = Math.min(Math.max(age - elderAge, 0), sums.length - 1);
  const whole = Math.floor(at);
  const below = sums[whole] ?? 0;
  return below + ((sums[whole + 1] ?? below) - below) * (at - whole);
}

/**
 * What a chance of return is multiplied by because an old patient may have died, in silence, where no source told us.
 * The offset is the mortality *beyond* that of 70: what the models learn from all patients already holds deaths at the
 * usual ages, and those must not count twice. It runs from the last visit to the middle of the horizon.
 * @param lastVisitDay days since 1970-01-01, like `asOf`
 * @returns in (0, 1]; 1 for whoever is not yet 70 at the end
 * @source docs/methods/rhythm-status.md, silent deaths  @cost O(1)
 */
export function aliveFactor(elder: Elder, lastVisitDay: number, asOf: number, horizonDays: number): number {
  const ageOn = (day: number) => Math.max((day - elder.bornOn) / yearDays, elderAge);
  const from = ageOn(lastVisitDay);
  const to = ageOn(asOf + horizonDays / 2);
  if (to <= from) return 1;
  const usual = -Math.log1p(-deathWithinYear(elderAge, elder.sex)) * (to - from);
  return Math.exp(Math.min(usual - (hazardTo(to, elder.sex) - hazardTo(from, elder.sex)), 0));
}
