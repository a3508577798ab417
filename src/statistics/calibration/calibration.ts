import type { Figure, TooFew } from '../figure.ts';
import { tooFew } from '../figure.ts';
import { logistic, logit } from '../functions/log-add.ts';

/** A probability that was given, and what then happened. */
export interface Forecast {
  readonly probability: number;
  readonly happened: boolean;
}

/**
 * Brier's score: the mean squared distance between probability and outcome. 0 is perfect; giving everyone the
 * base rate p scores p (1 - p).
 * @returns `too-few` for no forecasts; the interval is the normal one of a mean
 * @source Brier 1950  @cost O(n)
 */
export function brierScore(forecasts: readonly Forecast[]): Figure | TooFew {
  const n = forecasts.length;
  if (n < 2) return tooFew(n, 2);
  let mean = 0;
  let squares = 0;
  for (const [i, { probability, happened }] of forecasts.entries()) {
    const loss = (requireProbability(probability) - (happened ? 1 : 0)) ** 2;
    const off = loss - mean;
    mean += off / (i + 1);
    squares += off * (loss - mean);
  }
  const half = 1.96 * Math.sqrt(squares / (n - 1) / n);
  return { value: mean, low: Math.max(0, mean - half), high: Math.min(1, mean + half), n };
}

/**
 * AUC: the chance that of two forecasts, one that came true and one that did not, the first was the higher.
 * One half is a coin; ties count half. The interval is Hanley and McNeil's, bounded to [0, 1].
 * @returns `too-few` unless both outcomes occurred
 * @source Mann & Whitney 1947; Hanley & McNeil 1982  @cost O(n log n)
 */
export function areaUnderCurve(forecasts: readonly Forecast[]): Figure | TooFew {
  const sorted = forecasts.toSorted(
    (a, b) => requireProbability(a.probability) - requireProbability(b.probability),
  );
  const happened = sorted.filter((forecast) => forecast.happened).length;
  const not = sorted.length - happened;
  if (happened === 0 || not === 0) return tooFew(Math.min(happened, not), 1);
  let rankSum = 0; // of those that happened; tied forecasts share their middle rank
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    let tied = 0;
    while (to < sorted.length && sorted[to]?.probability === sorted[from]?.probability) {
      if (sorted[to]?.happened) tied += 1;
      to += 1;
    }
    rankSum += (tied * (from + 1 + to)) / 2;
    from = to;
  }
  const area = (rankSum - (happened * (happened + 1)) / 2) / (happened * not);
  const both = area / (2 - area) - area * area;
  const neither = (2 * area * area) / (1 + area) - area * area;
  const variance = (area * (1 - area) + (happened - 1) * both + (not - 1) * neither) / (happened * not);
  const half = 1.96 * Math.sqrt(Math.max(0, variance));
  return { value: area, low: Math.max(0, area - half), high: Math.min(1, area + half), n: sorted.length };
}

export interface Recalibration {
  /** 1 when forecasts are as bold as they should be; below 1 they were too bold, above too timid. */
  readonly slope: Figure;
  /** 0 when they are right on the whole, at the mean of the log-odds given. */
  readonly intercept: number;
  /** Mean forecast minus share that happened. */
  readonly bias: number;
}

/** Beyond 13.8 log-odds a forecast claims to be wrong once in a million; nothing here can check that. */
const boldest = 1e-6;

/**
 * Logistic recalibration: the log-odds of what happened, as a straight line of the log-odds given.
 * Newton's method with halved steps; a whisper of a prior on the slope (sd 10 about 1) keeps it finite when the
 * forecasts separate the outcomes perfectly.
 * @returns `too-few` under 10 of either outcome
 * @source Cox 1958; Steyerberg 2009, chapter 15  @cost about 8 passes
 */
export function recalibration(forecasts: readonly Forecast[]): Recalibration | TooFew {
  const n = forecasts.length;
  const happened = forecasts.filter((forecast) => forecast.happened).length;
  const rarer = Math.min(happened, n - happened);
  if (rarer < 10) return tooFew(rarer, 10);
  const given = forecasts.map(({ probability, happened: y }) => ({
    odds: logit(Math.min(1 - boldest, Math.max(boldest, requireProbability(probability)))),
    y: y ? 1 : 0,
  }));
  const centre = given.reduce((sum, { odds }) => sum + odds, 0) / n;
  // From the flat line: at slope 1 the curvature of a rule that says 0 or 1 has vanished, and Newton's step with it.
  let at: Line = { level: logit(happened / n), slope: 0 };
  let here = derivatives(given, centre, at);
  for (let step = 0; step < 50; step += 1) {
    const determinant = here.ll * here.ss - here.ls * here.ls;
    const moveLevel = (here.ss * here.level - here.ls * here.slope) / determinant;
    const moveSlope = (here.ll * here.slope - here.ls * here.level) / determinant;
    if (Math.abs(moveLevel) + Math.abs(moveSlope) < 1e-9) break;
    let share = 1;
    let next: Line = at;
    let there = here;
    do {
      next = { level: at.level + share * moveLevel, slope: at.slope + share * moveSlope };
      there = derivatives(given, centre, next);
      share /= 2;
    } while (there.height < here.height && share > 1e-3);
    if (there.height < here.height) break; // the top, as far as rounding can tell
    at = next;
    here = there;
  }
  const half = 1.96 * Math.sqrt(here.ll / (here.ll * here.ss - here.ls * here.ls));
  const mean = forecasts.reduce((sum, { probability }) => sum + probability, 0) / n;
  return {
    slope: { value: at.slope, low: at.slope - half, high: at.slope + half, n },
    intercept: at.level - at.slope * centre,
    bias: mean - happened / n,
  };
}

interface Line {
  /** Log-odds at the mean of the odds given: at the centre the two numbers hardly depend on each other. */
  readonly level: number;
  readonly slope: number;
}

/** Height of the log-posterior, its slopes, and its curvature (with the sign turned) at a line. */
function derivatives(given: readonly { odds: number; y: number }[], centre: number, { level, slope }: Line) {
  const priorPrecision = 1 / 100;
  const sums = {
    height: -(priorPrecision / 2) * (slope - 1) ** 2,
    level: 0,
    slope: -priorPrecision * (slope - 1),
    ll: 0,
    ls: 0,
    ss: priorPrecision,
  };
  for (const { odds, y } of given) {
    const z = odds - centre;
    const eta = level + slope * z;
    const fitted = logistic(eta);
    const weight = fitted * logistic(-eta);
    sums.height += y * eta - (eta > 0 ? eta + Math.log1p(Math.exp(-eta)) : Math.log1p(Math.exp(eta)));
    sums.level += y - fitted;
    sums.slope += (y - fitted) * z;
    sums.ll += weight;
    sums.ls += weight * z;
    sums.ss += weight * z * z;
  }
  return sums;
}

function requireProbability(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`a forecast requires a probability in [0, 1], got ${probability}`);
  }
  return probability;
}
