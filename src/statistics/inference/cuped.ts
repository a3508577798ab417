import { type TooFew, tooFew } from '../figure.ts';
import { type Arm, type Difference, welchDifference } from './welch.ts';

/** The outcomes of an arm, and for each person what was expected of them when they were assigned. */
export interface Expected {
  readonly outcomes: ArrayLike<number>;
  /** Known before anybody was treated, such as the chance of a visit on the day of assignment. */
  readonly before: ArrayLike<number>;
}

export interface Adjusted extends Difference {
  /** How much of what was expected is taken off an outcome. */
  readonly theta: number;
}

/**
 * CUPED: the difference of two means after taking off what could be known before. What was expected has the same mean
 * in both arms but for chance, so taking it off moves nothing on the average; it takes a part of the noise with it, as
 * large as the squared correlation. With a good forecast of return that is a third to a half of the people needed.
 * @param before never anything that treating could have changed
 * @param thetaOf over both arms as one crowd, or from how outcomes follow expectations inside each arm, as a regression
 *   with a term for the arm would; the latter does not take what treating added for noise
 * @returns `too-few` under two people in an arm; theta is 0 where everybody had the same expectation
 * @throws RangeError where outcomes and expectations differ in number
 * @source Deng, Xu, Kohavi & Walker 2013; one theta over both arms, as in GrowthBook's gbstats  @cost O(n)
 */
export function adjustedDifference(
  treated: Expected,
  held: Expected,
  confidence = 0.95,
  thetaOf: 'both arms' | 'within arms' = 'both arms',
): Adjusted | TooFew {
  for (const { outcomes, before } of [treated, held]) {
    if (outcomes.length !== before.length) {
      throw new RangeError(`${outcomes.length} outcomes have ${before.length} expectations`);
    }
  }
  const fewest = Math.min(treated.outcomes.length, held.outcomes.length);
  if (fewest < 2) return tooFew(fewest, 2);
  const { spread, together } =
    thetaOf === 'both arms' ? momentsOf([treated, held]) : sumOf(momentsOf([treated]), momentsOf([held]));
  const theta = spread > 0 ? together / spread : 0;
  const found = welchDifference(armOf(treated, theta), armOf(held, theta), confidence);
  return 'kind' in found ? found : { ...found, theta };
}

/** Squares and products about each arm's own means, added up. */
function sumOf(one: ReturnType<typeof momentsOf>, other: ReturnType<typeof momentsOf>) {
  return {
    spread: one.spread * (one.n - 1) + other.spread * (other.n - 1),
    together: one.together * (one.n - 1) + other.together * (other.n - 1),
  };
}

function armOf(people: Expected, theta: number): Arm {
  const { n, outcome, before, together, spread, variance } = momentsOf([people]);
  const left = variance - 2 * theta * together + theta * theta * spread;
  return { mean: outcome - theta * before, variance: Math.max(0, left), n };
}

/** Means, variances and the covariance, in two passes: numbers far from zero keep their digits. */
function momentsOf(arms: readonly Expected[]) {
  let n = 0;
  let outcome = 0;
  let before = 0;
  for (const arm of arms) {
    for (let i = 0; i < arm.outcomes.length; i += 1) {
      n += 1;
      outcome += arm.outcomes[i] ?? 0;
      before += arm.before[i] ?? 0;
    }
  }
  outcome /= n;
  before /= n;
  let variance = 0;
  let spread = 0;
  let together = 0;
  for (const arm of arms) {
    for (let i = 0; i < arm.outcomes.length; i += 1) {
      const y = (arm.outcomes[i] ?? 0) - outcome;
      const x = (arm.before[i] ?? 0) - before;
      variance += y * y;
      spread += x * x;
      together += x * y;
    }
  }
  const degrees = n - 1;
  return {
    n,
    outcome,
    before,
    variance: variance / degrees,
    spread: spread / degrees,
    together: together / degrees,
  };
}
