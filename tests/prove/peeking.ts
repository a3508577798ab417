import { seededRandom } from '../../src/statistics/functions/random.ts';
import { confidenceSequence } from '../../src/statistics/inference/confidence-sequence.ts';
import { armOfShare, welchDifference } from '../../src/statistics/inference/welch.ts';

export interface Peeking {
  readonly experiments: number;
  /** Evenly spread over the people who come in. */
  readonly looks: number;
  readonly perArm: number;
  readonly seed: number;
}

/**
 * Experiments without any effect, looked at again and again: in what share of them an interval left zero out at one of
 * the looks. Both arms return with 55 %.
 */
export function peekErrors({ experiments, looks, perArm, seed }: Peeking): { fixed: number; always: number } {
  const random = seededRandom(seed);
  let fixed = 0;
  let always = 0;
  for (let run = 0; run < experiments; run += 1) {
    let treated = 0;
    let held = 0;
    let seenFixed = false;
    let seenAlways = false;
    for (let look = 1; look <= looks; look += 1) {
      const before = Math.round(((look - 1) * perArm) / looks);
      const n = Math.round((look * perArm) / looks);
      for (let person = before; person < n; person += 1) {
        treated += Number(random.uniform() < 0.55);
        held += Number(random.uniform() < 0.55);
      }
      const found = welchDifference(armOfShare(treated, n), armOfShare(held, n));
      if ('kind' in found) continue;
      const valid = confidenceSequence(found);
      seenFixed ||= found.low > 0 || found.high < 0;
      seenAlways ||= valid.low > 0 || valid.high < 0;
    }
    fixed += Number(seenFixed);
    always += Number(seenAlways);
  }
  return { fixed: fixed / experiments, always: always / experiments };
}
