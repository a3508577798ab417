import { chooseModel } from '../statistics/backtest/champion-choice.ts';
import type { TooFew } from '../statistics/figure.ts';
import type { FittedReturn, ReturnInput } from '../statistics/returns/return-model.ts';

/**
 * The model that this practice's own past would have chosen by the day of the fit, fitted on all that was known then.
 * @param horizonDays for which it is chosen
 * @source docs/methods/backtest.md
 */
export function fitChampion(input: ReturnInput, horizonDays: number): FittedReturn | TooFew {
  const chosen = chooseModel(input, horizonDays, { periodDays: input.recallDays });
  return 'kind' in chosen ? chosen : chosen.model.fit(input);
}
