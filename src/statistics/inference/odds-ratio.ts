/** How much larger the odds of one group are than those of another, on the scale on which they are added up. */
export interface LogOddsRatio {
  /** Of the treated to the held out; below 0: fewer of the treated. */
  readonly value: number;
  readonly standardError: number;
  /** People in both groups. */
  readonly n: number;
}

/**
 * The logarithm of an odds ratio with its standard error. Half a person is added to each of the four numbers where one
 * of them is zero, so that nobody who did it is no infinite proof.
 * @param treated successes and n of those who were treated
 * @param held the same of those held out
 * @throws RangeError unless 0 ≤ successes ≤ n and somebody is in both groups
 * @source Woolf 1955; Haldane 1956 for the half  @cost O(1)
 */
export function logOddsRatio(
  treated: readonly [successes: number, n: number],
  held: readonly [successes: number, n: number],
): LogOddsRatio {
  for (const [successes, n] of [treated, held]) {
    if (!(successes >= 0 && successes <= n && n > 0 && n < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`logOddsRatio requires 0 <= successes <= n and people, got ${successes} of ${n}`);
    }
  }
  const cells = [treated[0], treated[1] - treated[0], held[0], held[1] - held[0]];
  const half = cells.some((count) => count === 0) ? 0.5 : 0;
  const [did = 0, not = 0, heldDid = 0, heldNot = 0] = cells.map((count) => count + half);
  return {
    value: Math.log(did / not) - Math.log(heldDid / heldNot),
    standardError: Math.sqrt(1 / did + 1 / not + 1 / heldDid + 1 / heldNot),
    n: treated[1] + held[1],
  };
}
