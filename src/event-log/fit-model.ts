import type { Outcome } from '../kit/outcome.ts';
import { chooseModel } from './choose-model.ts';
import { fitGridTo } from './fit-grid.ts';
import { fitCnbdTo, fitMixtureTo } from './fit-rhythm.ts';
import { fitSpendTo } from './fit-spend.ts';
import type { CustomerLog } from './log.ts';
import type { LogFit, ModelName } from './model.ts';

export interface FitOptions {
  /** Days between two opportunities of bg-bb; the middling gap when left out. */
  readonly periodDays?: number | undefined;
}

/** Fits the model of this name to a log. @cost what the model's own fit says */
export function fitModel(log: CustomerLog, model: ModelName, options: FitOptions = {}): Outcome<LogFit> {
  switch (model) {
    case 'bg-nbd':
      return fitCnbdTo(log, model, 'bg', 1);
    case 'mbg-nbd':
      return fitCnbdTo(log, model, 'mbg', 1);
    case 'bg-cnbd-k':
      return fitCnbdTo(log, model, 'bg', 'chosen');
    case 'mbg-cnbd-k':
      return fitCnbdTo(log, model, 'mbg', 'chosen');
    case 'mixture':
      return fitMixtureTo(log);
    case 'bg-bb':
      return fitGridTo(log, options.periodDays ?? middlingGap(log));
    case 'gamma-gamma':
      return fitSpendTo(log);
  }
}

/** The fit of the model asked for, and why it was this one when the choice was left open. */
export function fitAsked(
  log: CustomerLog,
  model: ModelName | 'auto',
  options: FitOptions = {},
): Outcome<{ readonly fit: LogFit; readonly why: string | undefined }> {
  if (model === 'auto') return chooseModel(log, (name) => fitModel(log, name, options));
  const fit = fitModel(log, model, options);
  return fit.ok ? { ok: true, value: { fit: fit.value, why: undefined } } : fit;
}

/** The median of the customers' mean gaps, in days; 30 where nobody came back, and for a summary. */
function middlingGap({ histories, x, tx }: CustomerLog): number {
  const gaps = histories
    .flatMap((_, i) => ((x[i] ?? 0) > 0 ? [(tx[i] ?? 0) / (x[i] ?? 1)] : []))
    .sort((a, b) => a - b);
  return Math.max(1, Math.round(gaps[gaps.length >> 1] ?? 30));
}
