/**
 * ln(eᵃ + eᵇ) without leaving the logarithm, so that two likelihoods too small for a number can be added.
 * @param a a logarithm; -∞ stands for zero
 * @source the larger is taken out and log1p adds the rest  @cost one exp, one log1p
 */
export function logAdd(a: number, b: number): number {
  const larger = Math.max(a, b);
  if (larger === Number.NEGATIVE_INFINITY) return larger;
  return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
}

/** The log-odds of a probability. @cost two logarithms */
export function logit(probability: number): number {
  return Math.log(probability) - Math.log1p(-probability);
}

/** The probability with these log-odds; exact to the last digits in both tails. @cost one exp */
export function logistic(logOdds: number): number {
  if (logOdds >= 0) return 1 / (1 + Math.exp(-logOdds));
  const odds = Math.exp(logOdds);
  return odds / (1 + odds);
}
