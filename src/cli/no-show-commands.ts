import { type Command, Option } from 'commander';
import { appointmentFields } from './appointment-fields.ts';
import type { NoShowBacktestOptions } from './commands/noshow-backtest.ts';

export function noShowCommands(program: Command): void {
  const backtest = program
    .command('noshow')
    .description('visits that patients may miss')
    .command('backtest')
    .description('how well missed visits could have been foretold; needs no practice and writes nothing')
    .requiredOption('--appointments <file>', 'a CSV file, a row a visit')
    .requiredOption(
      '--split-date <YYYY-MM-DD>',
      'learn from visits before this day, forecast those from it on',
    );
  // A column is found by its heading; these are for headings that say nothing.
  for (const field of appointmentFields) backtest.option(`--${field} <column>`, `the column of: ${field}`);
  backtest
    .addOption(
      new Option('--dates <order>', 'where nothing in the file tells').choices(['day-first', 'month-first']),
    )
    .option('--json', 'answer in JSON on one line')
    .action(async (options: NoShowBacktestOptions) =>
      (await import('./commands/noshow-backtest.ts')).runNoShowBacktest(options),
    );
}
