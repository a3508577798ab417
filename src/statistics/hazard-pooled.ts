/**
 * What a practice is believed to be like before its own past is looked at: the intercept, then the features of
 * `hazardFeatures`, then the log-odds of BG/BB and MBG/NBD. Made by tools/fixtures/pooled-hazard.mjs from 48,017 patients of
 * 96 simulated practices (tests/prove/simulated-practice.ts): facts of that generator, not of the field. A practice with
 * 300 labels or more moves away from them as far as its own past says.
 */
export const pooledHazard: readonly number[] = [
  1.9279, -3.1348, 0.5676, 0.3804, -0.1777, -0.4489, -0.5528, 0.0558, 0.3865, 0.2009, -0.6535, 0.2853, 0.6215,
  0.0338,
];
