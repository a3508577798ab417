import { done, type Outcome, refuse } from '../kit/outcome.ts';
import type { ReturnInput } from '../statistics/returns/return-model.ts';
import type { CustomerLog } from './log.ts';

/** Stands for a recall where nobody says one; what compares models seeks its own. */
const someRecallDays = 28;

/** A log as the backtest and the choice of a model look at it: the days themselves, which a summary does not have. */
export function returnInputOf({ source, histories, until }: CustomerLog): Outcome<ReturnInput> {
  if (source !== 'events') {
    return refuse(
      'invalid_input',
      'only a log of events can be looked back on: give --events, not --summary',
    );
  }
  return done({ histories, observedTo: histories.map(() => until), recallDays: someRecallDays, seed: 1 });
}
