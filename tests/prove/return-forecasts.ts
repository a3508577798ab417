import { bgbbRhythm } from '../../src/loyalty/bgbb-rhythm.ts';
import { horizonDays, type ServiceHistory } from '../../src/loyalty/model.ts';
import type { Forecast } from '../../src/statistics/calibration/calibration.ts';
import { episodes } from '../../src/statistics/returns/episodes.ts';
import type { SimulatedPatient } from './simulated-practice.ts';

/** "Seen in the last 18 months": the rule practices use, as 0 or 1, and with the two shares it was right before. */
const recentDays = 548;

export interface Backtest {
  readonly model: Forecast[];
  readonly rule: Forecast[];
  readonly ruleWithRates: Forecast[];
}

/** A patient's episodes as they were known on a day; undefined before the first visit. */
export function historyAsOf(
  visitDays: readonly number[],
  recallDays: number,
  day: number,
): ServiceHistory | undefined {
  const known = episodes(
    visitDays.filter((visit) => visit <= day),
    recallDays,
  );
  const last = known.at(-1);
  if (last === undefined) return undefined;
  return { episodeStarts: known.map((episode) => episode.firstDay), lastVisitDay: last.lastDay };
}

/**
 * Forecasts made on `origin` from what was known then, against what followed. The model and the two rates of the
 * rule are fitted on earlier days only.
 */
export function backtest(
  patients: readonly SimulatedPatient[],
  recallDays: number,
  origin: number,
): Backtest {
  const horizon = horizonDays(recallDays);
  const rates = ruleRates(patients, origin - horizon, horizon);
  const known = patients.flatMap(({ visitDays }) => {
    const history = historyAsOf(visitDays, recallDays, origin);
    return history === undefined ? [] : [{ history, visitDays }];
  });
  const fitted = bgbbRhythm.fit({
    recallDays,
    asOf: origin,
    histories: known.map(({ history }) => ({ ...history, exitedOn: undefined })),
    prior: undefined,
    seed: 1,
  });
  const score = bgbbRhythm.scorer(fitted, origin, horizon);
  const result: Backtest = { model: [], rule: [], ruleWithRates: [] };
  for (const { history, visitDays } of known) {
    const happened = visitDays.some((day) => day > origin && day <= origin + horizon);
    const recent = origin - history.lastVisitDay <= recentDays;
    result.model.push({ probability: score(history).returnChance.value, happened });
    result.rule.push({ probability: recent ? 1 : 0, happened });
    result.ruleWithRates.push({ probability: recent ? rates.recent : rates.others, happened });
  }
  return result;
}

function ruleRates(patients: readonly SimulatedPatient[], origin: number, horizon: number) {
  const counts = { recent: [1, 2], others: [1, 2] }; // one of two each, so that a rate exists
  for (const { visitDays } of patients) {
    const last = visitDays.filter((day) => day <= origin).at(-1);
    if (last === undefined) continue;
    const row = origin - last <= recentDays ? counts.recent : counts.others;
    row[1] = (row[1] ?? 0) + 1;
    if (visitDays.some((day) => day > origin && day <= origin + horizon)) row[0] = (row[0] ?? 0) + 1;
  }
  const rate = ([came = 0, all = 1]: number[]) => came / all;
  return { recent: rate(counts.recent), others: rate(counts.others) };
}
