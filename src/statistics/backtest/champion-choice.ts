import { type TooFew, tooFew } from '../figure.ts';
import { knownOn, matureOrigins, spanOf } from '../returns/known-on.ts';
import { sampleOf } from '../returns/patient-sample.ts';
import { mostUneven, stagesFrom, unevennessOf } from '../returns/regular-gaps.ts';
import type { FittedReturn, ReturnInput, ReturnModel } from '../returns/return-model.ts';
import { fewestLabels } from '../survival/hazard.ts';
import {
  candidateModels,
  evenMiddleModel,
  middleModel,
  type Period,
  periodDaysOf,
  suggestPeriod,
} from './backtest-candidates.ts';
import { forecastsOn, lossesOf, patientsOf } from './backtest-forecasts.ts';
import { type Choice, type Contender, chooseChampion, clearlyBetter } from './champion.ts';
import { naiveRules } from './naive-rules.ts';

export interface ChosenModel {
  readonly model: ReturnModel;
  /** What stood for the recall interval, and how many days that was on the day of the choice. */
  readonly period: Period;
  readonly periodDays: number;
  /** Days in the past on which the candidates were compared; empty when none was. */
  readonly origins: readonly number[];
  /** Patients of whom it is known how it went, on the newest of these days. */
  readonly labels: number;
  readonly because: 'one-standard-error' | 'rule-is-better' | 'short-record' | 'too-few-labels';
  /** The comparison; undefined where nothing could be compared. */
  readonly choice: Choice | undefined;
  /** All that stood for election, with their fits: whoever asks them next on the same days need not fit again. */
  readonly candidates: readonly ReturnModel[];
}

/** How a model is chosen. */
export interface ChoosingHow {
  /** The recall interval; sought in the past when left out. */
  readonly periodDays?: number | undefined;
}

const choiceOrigins = 4;
/** Comparing models needs no more patients than this. */
const mostJudges = 6000;

/**
 * The model for these people: every candidate forecasts from days in the past of which the end is known by now, fitted
 * on what was known on each; then the simplest within one standard error of the best. A naive rule takes its place only
 * where it is better than that by more than two standard errors.
 * A day is only asked with at least one horizon of record behind it: who is best at telling a year from two months is
 * not who is best at telling it from three years. Where no day is like that, the middle of two models is taken; under 50
 * labels the hazard model with the coefficients pooled over many practices.
 * @returns `too-few` without patients
 * @source docs/methods/backtest.md  @cost four fits of each candidate, on at most 6,000 patients
 */
export function chooseModel(
  input: ReturnInput,
  horizonDays: number,
  { periodDays }: ChoosingHow = {},
): ChosenModel | TooFew {
  if (input.histories.length === 0) return tooFew(0, 1);
  const period = periodDays ?? suggestPeriod(input, horizonDays);
  const told = { period, periodDays: periodDaysOf(period, input) };
  const judges = sampleOf(input, mostJudges);
  const labels = labelsOf(judges, horizonDays);
  const few = labels < fewestLabels;
  const origins = few ? [] : matureOrigins(spanOf(judges), horizonDays, choiceOrigins, horizonDays);
  const stages = few ? undefined : stagesOn(judges, origins);
  const models = candidateModels(horizonDays, period, stages);
  const untried = { ...told, origins: [], labels, choice: undefined, candidates: models };
  if (few) {
    return { ...untried, model: getNamed(models, 'hazard'), because: 'too-few-labels' };
  }
  const rules = naiveRules(horizonDays);
  const days = origins.map((origin) =>
    forecastsOn(judges, origin, horizonDays, [...models, ...rules], 'chances'),
  );
  const who = patientsOf(days);
  if (who.length === 0) {
    const middle = stages === undefined ? middleModel : evenMiddleModel;
    return { ...untried, model: getNamed(models, middle), because: 'short-record' };
  }
  const contenders = [...models, ...rules].flatMap(({ name, complexity }, i): Contender[] => {
    const losses = lossesOf(days, i);
    return losses === undefined ? [] : [{ name, complexity, losses }];
  });
  const isRule = (name: string) => rules.some((rule) => rule.name === name);
  const choice = chooseChampion(
    contenders.filter(({ name }) => !isRule(name)),
    who,
  );
  const held = contenders.find(({ name }) => name === choice.champion.name);
  const naive = contenders.filter(({ name }) => isRule(name));
  const rule = held === undefined ? undefined : clearlyBetter(held, naive, who)?.name;
  return {
    model: getNamed([...models, ...rules], rule ?? choice.champion.name),
    ...told,
    origins,
    labels,
    because: rule === undefined ? 'one-standard-error' : 'rule-is-better',
    choice,
    candidates: models,
  };
}

/** The model chosen, fitted on everything: what `auto` is. @cost as `chooseModel` */
export function autoModel(horizonDays: number, how: ChoosingHow = {}): ReturnModel {
  return {
    name: 'auto',
    complexity: 10,
    fit(input): FittedReturn | TooFew {
      const chosen = chooseModel(input, horizonDays, how);
      if ('kind' in chosen) return chosen;
      return chosen.model.fit(input);
    },
  };
}

/**
 * The stages of a clock for these people, found once a choice on the earliest day that can tell how even gaps are: of
 * those that are asked, or else that of the choice.
 * @returns undefined where they are not even, or no day can tell: no clock is asked then  @cost O(visits)
 */
function stagesOn(input: ReturnInput, origins: readonly number[]): number | undefined {
  for (const day of [...origins, spanOf(input).lastDay]) {
    const unevenness = unevennessOf(knownOn(input, day));
    if (unevenness === undefined) continue;
    return unevenness < mostUneven ? stagesFrom(unevenness) : undefined;
  }
  return undefined;
}

/** Patients of whom it is known how it went, from the newest day that has an end. */
function labelsOf(input: ReturnInput, horizonDays: number): number {
  const [origin] = matureOrigins(spanOf(input), horizonDays, 1);
  if (origin === undefined) return 0;
  return knownOn(input, origin).observedTo.reduce((sum, day) => sum + (day === origin ? 1 : 0), 0);
}

function getNamed(models: readonly ReturnModel[], name: string): ReturnModel {
  const found = models.find((model) => model.name === name);
  if (found === undefined) throw new Error(`there is no model ${name}`);
  return found;
}
