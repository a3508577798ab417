/**
 * What a practice is believed to be like before its own past is looked at: the intercept, then the features of
 * `hazardFeatures`, then the log-odds of BG/BB and MBG/NBD. Made by tools/fixtures/pooled-hazard.mjs from 48,017 patients of
 * 96 simulated practices (tests/prove/simulated-practice.ts): facts of that generator, not of the field. A practice with
 * 300 labels or more moves away from them as far as its own past says.
 */
export const pooledHazard: readonly number[] = [
  1.9319, -3.2675, 0.642, 0.3828, -0.2568, -0.4105, -0.554, 0.0559, 0.3751, 0.0647, -0.7006, 0.355, 0.5662,
  0.0116,
];
