import { type TooFew, tooFew } from '../figure.ts';
import { normalCdf } from '../functions/normal.ts';
import type { Forecast } from './calibration.ts';

export interface SpiegelhalterTest {
  /** Standard normal if the forecasts are honest; beyond 2.5 either way they are not. */
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
  readonly n: number;
}

/**
 * Are the forecasts honest as they stand? Compares Brier's score with what it would be if each forecast were the true
 * chance; needs no bins. Above 0 they were too bold, below too timid.
 * @returns `too-few` where no forecast could tell: none, or all of them 0, one half, or 1
 * @source Spiegelhalter 1986 (Statistics in Medicine 5:421)  @cost O(n)
 */
export function spiegelhalterTest(forecasts: readonly Forecast[]): SpiegelhalterTest | TooFew {
  let excess = 0;
  let variance = 0;
  let telling = 0;
  for (const { probability: p, happened } of forecasts) {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`a forecast requires a probability in [0, 1], got ${p}`);
    const tilt = 1 - 2 * p;
    excess += ((happened ? 1 : 0) - p) * tilt;
    variance += tilt * tilt * p * (1 - p);
    if (tilt * tilt * p * (1 - p) > 0) telling += 1;
  }
  if (!(variance > 0)) return tooFew(telling, 1);
  const z = excess / Math.sqrt(variance);
  return { z, p: Math.min(1, 2 * normalCdf(-Math.abs(z))), n: forecasts.length };
}
