/** Squared errors of one model on the forecasts that all candidates made. */
export interface Contender {
  readonly name: string;
  /** Lower is simpler. */
  readonly complexity: number;
  /** One a forecast, in the same order for all. */
  readonly losses: ArrayLike<number>;
}

export interface Judgement {
  readonly name: string;
  readonly complexity: number;
  /** Mean loss: Brier's score. */
  readonly brier: number;
  /** How much worse than the best, with the standard error of that difference on the same patients. */
  readonly behind: number;
  readonly standardError: number;
}

export interface Choice {
  readonly champion: Judgement;
  readonly best: Judgement;
  /** All, in the order given. */
  readonly judgements: readonly Judgement[];
}

/**
 * The simplest contender that is no more than one standard error worse than the best. The error is that of the
 * *difference* on the same patients, which is many times smaller than the error of either score; forecasts of one
 * patient on several days count as one piece of evidence. Of equally simple ones the better is taken.
 * @param who the patient of each forecast, a whole number from 0
 * @throws RangeError without contenders or forecasts
 * @source the one-standard-error rule, Breiman et al. 1984, 3.4.3; paired as in Diebold & Mariano 1995
 * @cost O(contenders × forecasts)
 */
export function chooseChampion(contenders: readonly Contender[], who: ArrayLike<number>): Choice {
  const count = who.length;
  if (contenders.length === 0 || count === 0) {
    throw new RangeError('chooseChampion requires contenders and forecasts');
  }
  const scores = contenders.map(({ losses }) => {
    let sum = 0;
    for (let i = 0; i < count; i += 1) sum += losses[i] ?? 0;
    return sum / count;
  });
  const least = Math.min(...scores);
  const leader = contenders[scores.indexOf(least)];
  const judgements = contenders.map(({ name, complexity, losses }, i): Judgement => {
    const behind = (scores[i] ?? 0) - least;
    return {
      name,
      complexity,
      brier: scores[i] ?? 0,
      behind,
      standardError: pairedError(losses, leader?.losses ?? losses, who, behind),
    };
  });
  const best = judgements[scores.indexOf(least)];
  const champion = judgements
    .filter(({ behind, standardError }) => behind <= standardError)
    .sort((a, b) => a.complexity - b.complexity || a.brier - b.brier)[0];
  if (best === undefined || champion === undefined) throw new Error('somebody is always the best');
  return { champion, best, judgements };
}

/**
 * The best of some others, if it is clearly better than the one that is held: by more than two standard errors of the
 * difference. Two, because on past days a model has learnt from a shorter record than it has now, and a rule has not.
 * @source as `chooseChampion`  @cost O(others × forecasts)
 */
export function clearlyBetter(
  held: Contender,
  others: readonly Contender[],
  who: ArrayLike<number>,
): Contender | undefined {
  if (others.length === 0) return undefined;
  const { best } = chooseChampion(others, who);
  const first = others.find(({ name }) => name === best.name);
  if (first === undefined) return undefined;
  const { best: leader, judgements } = chooseChampion([held, first], who);
  const mine = judgements[0];
  const ahead = mine !== undefined && leader.name === first.name && mine.behind > 2 * mine.standardError;
  return ahead ? first : undefined;
}

/**
 * Standard error of the mean difference of two lists of losses, patients being what varies.
 * @param mean that difference
 * @source the cluster-robust error of a mean, Liang & Zeger 1986  @cost O(forecasts)
 */
export function pairedError(
  losses: ArrayLike<number>,
  others: ArrayLike<number>,
  who: ArrayLike<number>,
  mean: number,
): number {
  let most = -1;
  for (let i = 0; i < who.length; i += 1) most = Math.max(most, who[i] ?? 0);
  const sums = new Float64Array(most + 1);
  for (let i = 0; i < who.length; i += 1) {
    const patient = who[i] ?? 0;
    sums[patient] = (sums[patient] ?? 0) + (losses[i] ?? 0) - (others[i] ?? 0) - mean;
  }
  let squares = 0;
  for (const sum of sums) squares += sum * sum;
  return Math.sqrt(squares) / who.length;
}
