import { fitAsked } from '../../event-log/fit-model.ts';
import type { LogFit, ModelName, Numbers } from '../../event-log/model.ts';
import { readLog } from '../../event-log/read-log.ts';
import type { ModelInput } from '../model-options.ts';
import { answer, CommandRefused, say } from '../say.ts';

export interface FitRequest extends ModelInput {
  readonly model: ModelName | 'auto';
  readonly periodDays?: number;
  readonly json?: boolean;
}

/** Fits a model to anybody's event log and says its parameters. Needs no practice and writes nothing. */
export async function runModelFit(request: FitRequest): Promise<void> {
  const { fit, seconds } = await fitRequested(request);
  const { model, params, se, logLik, n, uniqueRows, converged } = fit;
  answer(request.json === true, { model, params, se, logLik, n, uniqueRows, converged, seconds }, () =>
    [
      `${model}, fitted to ${n} customers (${uniqueRows} distinct histories) in ${seconds} s${converged ? '' : ', which did not converge'}`,
      ...Object.entries(params).map(([name, value]) => inWords(name, value, se)),
      `log-likelihood\t${logLik.toFixed(3)}`,
    ].join('\n'),
  );
}

/** Reads the log and fits what is asked for; what was chosen or left aside is said beside the answer. */
export async function fitRequested(request: FitRequest) {
  const read = await readLog(request);
  if (!read.ok) throw new CommandRefused(read.refusal);
  const log = read.value;
  // The time of reading the file is another matter: this is what the models cost.
  const begun = process.cpuUsage();
  const outcome = fitAsked(log, request.model, { periodDays: request.periodDays });
  const { user, system } = process.cpuUsage(begun);
  if (!outcome.ok) throw new CommandRefused(outcome.refusal);
  const { fit, why } = outcome.value;
  if (why !== undefined) say(why);
  if (log.later > 0) say(`${log.later} events after ${request.until} were not looked at`);
  if (fit.withPrior) say('these histories alone have no best fit: a prior around their usual gap was added');
  return { log, fit, seconds: Math.round((user + system) / 1000) / 1000 };
}

function inWords(name: string, value: LogFit['params'][string], errors: Numbers): string {
  const error = errors[name];
  const list = (one: number | readonly number[]) =>
    [one]
      .flat()
      .map((number) => number.toPrecision(6))
      .join(' ');
  if (name === 'k') return `k\t${[value].flat().join(' ')}`;
  return error === undefined ? `${name}\t${list(value)}` : `${name}\t${list(value)}\t(se ${list(error)})`;
}
