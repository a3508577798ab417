import type { Brand } from './brand.ts';

/** A number in [0, 1]. */
export type Probability = Brand<number, 'Probability'>;

/** @throws RangeError outside [0, 1] and for NaN */
export function probability(value: number): Probability {
  if (!(value >= 0 && value <= 1))
    throw new RangeError(`probability requires a number in [0, 1], got ${value}`);
  return value as Probability;
}
