/**
 * For each patient at most one of several acts, within limits of minutes. Row by row: act j of patient i is entry
 * i × `options` + j of the three arrays.
 */
export interface ChoiceProblem {
  /** Acts a patient, from 1. */
  readonly options: number;
  /** What the act is worth, any unit; an act worth nothing or less is never chosen. */
  readonly value: Float64Array;
  /** At least 0. */
  readonly minutes: Float64Array;
  /** What kind of act it is, an index into `draws`. */
  readonly kind: Uint8Array;
  /** For each kind the limits whose minutes it takes, as indices into `limits`; an act may take from several. */
  readonly draws: readonly (readonly number[])[];
  /** Minutes, at least 0; infinite: no limit. */
  readonly limits: readonly number[];
}

/** What all the minutes cost. A limit without end is free: 0 × ∞ must not be asked. */
export function pricedLimits(limits: readonly number[], prices: readonly number[]): number {
  return limits.reduce((sum, most, limit) => {
    const price = prices[limit] ?? 0;
    return price === 0 ? sum : sum + price * most;
  }, 0);
}

/** For each kind what its minute costs: the prices of all limits that it takes from. */
export function priceOfKinds(draws: ChoiceProblem['draws'], prices: readonly number[]): Float64Array {
  return Float64Array.from(draws, (taken) => taken.reduce((sum, limit) => sum + (prices[limit] ?? 0), 0));
}

/** For each kind the longest act that its limits admit: a longer one is no act, which also tightens the bound. */
export function mostOfKinds(draws: ChoiceProblem['draws'], limits: readonly number[]): Float64Array {
  return Float64Array.from(draws, (taken) => Math.min(...taken.map((limit) => limits[limit] ?? 0)));
}
