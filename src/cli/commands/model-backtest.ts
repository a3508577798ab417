import { readLog } from '../../event-log/read-log.ts';
import { returnInputOf } from '../../event-log/return-input.ts';
import { dayFromNumber, dayNumber, parseLocalDate } from '../../kit/local-date.ts';
import { refuse } from '../../kit/outcome.ts';
import { type Backtest, type BacktestScores, backtest } from '../../statistics/backtest/backtest.ts';
import type { Figure, TooFew } from '../../statistics/figure.ts';
import type { ModelInput } from '../model-options.ts';
import { answer, CommandRefused, say } from '../say.ts';

type Told = number | 'too-few';

export interface BacktestRequest extends ModelInput {
  readonly horizonDays: number;
  readonly origins?: readonly string[];
  readonly periodDays?: number;
  readonly json?: boolean;
}

/** Every model and naive rule on the log's own past. Needs no practice and writes nothing. */
export async function runModelBacktest(request: BacktestRequest): Promise<void> {
  const { horizonDays, periodDays } = request;
  const origins = readOrigins(request.origins);
  const read = await readLog(request);
  if (!read.ok) throw new CommandRefused(read.refusal);
  const input = returnInputOf(read.value);
  if (!input.ok) throw new CommandRefused(input.refusal);
  if (read.value.later > 0) say(`${read.value.later} events after ${request.until} were not looked at`);
  const tested = backtest(input.value, horizonDays, { origins, periodDays });
  if ('kind' in tested) throw refuseTooShort(request);
  const early = origins?.filter((day) => !tested.origins.some(({ origin }) => origin === day)) ?? [];
  if (early.length > 0)
    say(`left out, their end is not known or nobody had come: ${early.map(dayFromNumber).join(', ')}`);
  answer(request.json === true, backtestAnswer(tested), () => backtestWords(tested));
}

/** What the command answers in JSON: a row a model and naive rule, numbers to six digits. */
function backtestAnswer(tested: Backtest): Readonly<Record<string, unknown>> {
  return {
    horizonDays: tested.horizonDays,
    champion: tested.champion,
    origins: tested.origins.map(({ origin, patients, came, chosen }) => ({
      origin: dayFromNumber(origin),
      n: patients,
      came,
      champion: chosen.champion,
      because: chosen.because,
      labels: chosen.labels,
      periodDays: chosen.periodDays,
      chosenOn: chosen.origins.map(dayFromNumber),
    })),
    rows: tested.rows.map(({ model, naive, byOrigin, ...scores }) => ({
      model,
      naive,
      ...scoresTold(scores),
      byOrigin: byOrigin.map(({ origin, ...one }) => ({ origin: dayFromNumber(origin), ...scoresTold(one) })),
    })),
  };
}

function scoresTold({ brier, auc, slope, intercept, bias, mae, n }: BacktestScores) {
  return {
    brier: middle(brier),
    auc: middle(auc),
    slope: middle(slope),
    intercept: typeof intercept === 'number' ? rounded(intercept) : ('too-few' as const),
    mae: rounded(mae),
    n,
    bias: rounded(bias),
    brierLow: end(brier, 'low'),
    brierHigh: end(brier, 'high'),
    aucLow: end(auc, 'low'),
    aucHigh: end(auc, 'high'),
    slopeLow: end(slope, 'low'),
    slopeHigh: end(slope, 'high'),
  };
}

/** The same for people: what was chosen and why, then a table, the best first. */
function backtestWords(tested: Backtest): string {
  const last = tested.origins[tested.origins.length - 1];
  if (last === undefined) throw new Error('a backtest stands on at least one day');
  const days = tested.origins.map(({ origin }) => dayFromNumber(origin)).join(', ');
  const heading = ['model', 'brier', 'auc', 'slope', 'intercept', 'mae', 'n'];
  const rows = tested.rows
    .toSorted((a, b) => sortable(a.brier) - sortable(b.brier))
    .map(({ model, naive, ...scores }) => {
      const { brier, auc, slope, intercept, mae, n } = scoresTold(scores);
      const cells = [
        short(brier, 4),
        short(auc, 3),
        short(slope, 2),
        short(intercept, 2),
        short(mae, 3),
        String(n),
      ];
      return [`${model === tested.champion ? '* ' : '  '}${model}${naive ? ' (rule)' : ''}`, ...cells];
    });
  return [
    `${last.patients} people, ${tested.horizonDays} days ahead from ${days}; ${last.came} came after the last of these days.`,
    because(last),
    '',
    ...aligned([heading, ...rows]),
  ].join('\n');
}

function because({ chosen, origin }: Backtest['origins'][number]): string {
  const day = dayFromNumber(origin);
  if (chosen.because === 'short-record') {
    return `On ${day} the record was too short to compare on: ${chosen.champion} was taken, the middle of two models.`;
  }
  if (chosen.because === 'too-few-labels') {
    return `On ${day} only ${chosen.labels} forecasts had a known end: nothing was compared, the pooled ${chosen.champion} model speaks.`;
  }
  const past = `${chosen.origins.length} earlier days (${chosen.labels} people on the newest, a period of ${Math.round(chosen.periodDays)} days)`;
  return chosen.because === 'rule-is-better'
    ? `On ${day} the rule ${chosen.champion} was taken: over ${past} no model was as good.`
    : `On ${day} auto took ${chosen.champion}: the simplest within one standard error of the best over ${past}.`;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, j) => Math.max(...rows.map((row) => row[j]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, j) => (j === 0 ? cell.padEnd(widths[j] ?? 0) : cell.padStart(widths[j] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/**
 * Days given as `2026-03-31,2026-06-30`, or several times.
 * @throws CommandRefused for what is no day
 */
function readOrigins(texts: readonly string[] | undefined): number[] | undefined {
  return texts?.flatMap((text) =>
    text.split(',').map((part) => {
      const day = parseLocalDate(part.trim());
      if (day !== undefined) return dayNumber(day);
      const words = `--origins takes days such as 2026-03-31,2026-06-30, not ${part.trim()}`;
      throw new CommandRefused(refuse('invalid_input', words).refusal);
    }),
  );
}

function refuseTooShort({ origins, horizonDays, until }: BacktestRequest): CommandRefused {
  const words =
    origins === undefined
      ? `too-few: no day has two months of visits before it and ${horizonDays} days after it; take a shorter --horizon-days or a longer file`
      : `too-few: none of the --origins has visits before it and ${horizonDays} days after it until ${until}`;
  return new CommandRefused(refuse('too_few', words).refusal);
}

function middle(figure: Figure | TooFew): Told {
  return 'kind' in figure ? 'too-few' : rounded(figure.value);
}

function end(figure: Figure | TooFew, which: 'low' | 'high'): Told {
  return 'kind' in figure ? 'too-few' : rounded(figure[which]);
}

function sortable(figure: Figure | TooFew): number {
  return 'kind' in figure ? 1 : figure.value;
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function short(value: Told, digits: number): string {
  return typeof value === 'number' ? value.toFixed(digits) : value;
}
