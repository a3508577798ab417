import type { Difference } from './welch.ts';

/** About how many people the sequence is narrowest at; it is valid at any number. */
const usualTuning = 5000;

/**
 * An interval that may be looked at every week. Whoever looks at a 95 % interval twenty times, and stops when it leaves
 * zero, is fooled a quarter of the time; this one is wider by half and holds the truth at all looks together with 95 %.
 * @param difference of any comparison with a standard error, `n` being all people in it
 * @param tuning about how many people it shall be narrowest at; to be set before, never from what was seen
 * @returns the same difference, with ends that are valid at every look, and a p-value that is
 * @throws RangeError unless there are people, a standard error of at least zero and a tuning above zero
 * @source Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2021 (arXiv 2103.06476), equations 9, 155 and 161, as in
 *   GrowthBook's gbstats  @cost O(1)
 */
export function confidenceSequence(
  { value, standardError, n }: Pick<Difference, 'value' | 'standardError' | 'n'>,
  how: { readonly confidence?: number; readonly tuning?: number } = {},
): Difference {
  const { confidence = 0.95, tuning = usualTuning } = how;
  const alpha = 1 - confidence;
  if (!(n > 0 && standardError >= 0 && tuning > 0 && alpha > 0 && alpha < 1 && Number.isFinite(value))) {
    throw new RangeError('confidenceSequence requires people, a standard error and a tuning above zero');
  }
  const rhoSquare = (-2 * Math.log(alpha) + Math.log(1 - 2 * Math.log(alpha))) / tuning;
  const grown = n * rhoSquare + 1;
  // Of one person; the sequence is told in people seen, a standard error is already divided by them.
  const spread = standardError * Math.sqrt(n);
  const half = (spread * Math.sqrt((2 * grown * Math.log(Math.sqrt(grown) / alpha)) / rhoSquare)) / n;
  return { value, low: value - half, high: value + half, n, standardError, p: alwaysValidP() };

  /** The smallest error at which the sequence would leave zero out. */
  function alwaysValidP(): number {
    if (standardError === 0) return Number(value === 0);
    const z = value / standardError;
    return Math.min(1, Math.sqrt(grown) * Math.exp(-(z * z * n * rhoSquare) / (2 * grown)));
  }
}
