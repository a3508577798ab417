import { once } from 'node:events';
import { chooseByBacktest } from '../../event-log/choose-by-backtest.ts';
import { readLog } from '../../event-log/read-log.ts';
import { refuse } from '../../kit/outcome.ts';
import type { ReturnForecast } from '../../statistics/returns/return-model.ts';
import { CommandRefused, say } from '../say.ts';
import { type FitRequest, fitRequested } from './model-fit.ts';

export interface ForecastRequest extends FitRequest {
  readonly horizonDays: number;
}

const columns = [
  'pVisit',
  'pVisitLow',
  'pVisitHigh',
  'expectedVisits',
  'pAlive',
  'overduePercentile',
] as const satisfies readonly (keyof ReturnForecast)[];

/** Rows written at once: few enough for memory, many enough for speed. */
const block = 5000;

/** Says of every customer of a log what the fitted model expects: CSV, or JSON with --json. */
export async function runModelForecast(request: ForecastRequest): Promise<void> {
  const { log, forecast } = await forecasterRequested(request);
  const json = request.json === true;
  // Whoever reads may have seen enough (`| head`): then it is over, and nothing went wrong.
  const enough = (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
  };
  process.stdout.on('error', enough);
  await write(json ? '[' : `id,${columns.join(',')}\n`);
  for (let from = 0; from < log.ids.length; from += block) {
    const rows: string[] = [];
    for (let place = from; place < Math.min(from + block, log.ids.length); place += 1) {
      const said = forecast(place);
      const id = log.ids[place] ?? '';
      rows.push(json ? asJson(id, said) : asLine(id, said));
    }
    const joined = json ? rows.join(',') : rows.join('');
    await write(json && from > 0 ? `,${joined}` : joined);
  }
  await write(json ? ']\n' : '');
  process.stdout.off('error', enough);
}

/** With a log of events `auto` is the model that did best on its past; a summary has no past to look back on. */
async function forecasterRequested(request: ForecastRequest) {
  const { horizonDays, periodDays } = request;
  if (request.model === 'auto' && request.events !== undefined) {
    const read = await readLog(request);
    if (!read.ok) throw new CommandRefused(read.refusal);
    const chosen = chooseByBacktest(read.value, horizonDays, periodDays);
    if (!chosen.ok) throw new CommandRefused(chosen.refusal);
    say(chosen.value.why);
    if (read.value.later > 0) say(`${read.value.later} events after ${request.until} were not looked at`);
    return { log: read.value, forecast: chosen.value.forecast };
  }
  const { log, fit } = await fitRequested(request);
  if (fit.forecaster === undefined) {
    const words = 'gamma-gamma says what a visit is worth and nothing of visits: choose another model';
    throw new CommandRefused(refuse('invalid_input', words).refusal);
  }
  return { log, forecast: fit.forecaster(horizonDays) };
}

function asJson(id: string, said: ReturnForecast): string {
  return JSON.stringify({ id, ...Object.fromEntries(columns.map((column) => [column, said[column]])) });
}

function asLine(id: string, said: ReturnForecast): string {
  const name = /[",\r\n]/.test(id) ? `"${id.replaceAll('"', '""')}"` : id;
  return `${name},${columns.map((column) => said[column]).join(',')}\n`;
}

/** Waits while the reader is slow: a million rows must not pile up in memory. */
async function write(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
}
