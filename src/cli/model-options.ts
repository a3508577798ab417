import { type Command, InvalidArgumentError, Option } from 'commander';
import type { LogRequest } from '../event-log/read-log.ts';

export type ModelInput = LogRequest;

/** Where the log is and how it is read: the same for every command about models. */
export function modelInput(command: Command): Command {
  return command
    .option('--events <file>', 'a CSV file with a row an event')
    .option('--id <column>', 'the column that says who')
    .option('--date <column>', 'with --events: the column that says on which day')
    .option('--value <column>', 'the column that says what it was worth')
    .option('--until <YYYY-MM-DD>', 'with --events: the last day that is looked at')
    .option('--summary <file>', 'instead of events: a CSV file with a row a customer')
    .option('--x <column>', 'with --summary: visits after the first')
    .option('--tx <column>', 'with --summary: time of the last visit, from the first')
    .option('--t <column>', 'with --summary: time watched, from the first visit')
    .option('--litt <column>', 'with --summary: sum of the logarithms of the gaps')
    .option('--weight <column>', 'with --summary: customers that the row stands for')
    .addOption(
      new Option('--unit <unit>', 'what parameters are counted in; that of a summary')
        .choices(['day', 'week'])
        .default('day'),
    );
}

/** Which model. The names stand here too, because `--help` must not wait for the models to load. */
export function modelName(): Option {
  return new Option('--model <name>', 'which model; auto compares them')
    .choices(['bg-nbd', 'mbg-nbd', 'bg-cnbd-k', 'mbg-cnbd-k', 'mixture', 'bg-bb', 'gamma-gamma', 'auto'])
    .default('auto');
}

/** A number of days from 1, whole or not. */
export function someDays(text: string): number {
  const days = Number(text);
  if (!(days >= 1 && days <= 36_525)) throw new InvalidArgumentError('a number of days from 1 is needed');
  return days;
}
