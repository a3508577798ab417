import { type Command, Option } from 'commander';
import type { GateOptions } from './commands/gate-explain.ts';

export function gateCommands(program: Command): void {
  program
    .command('gate')
    .description('the one arbiter of every contact')
    .command('explain')
    .description('whether a patient may be reached in this way at that time, and by which rules not')
    .requiredOption('--patient <id>', 'by our id, or by a name or number as in the search')
    .requiredOption('--channel <channel>', 'how: sms, email, call, letter or in_person')
    .requiredOption('--class <class>', 'what it is in law: treatment, operations, marketing or unknown')
    .option(
      '--at <time>',
      'such as 2026-03-03T21:30, by the practice’s clock, or 2026-03-03T21:30:00-05:00; now when left out',
    )
    .addOption(
      new Option('--purpose <purpose>', 'the consent that it needs').choices([
        'care',
        'feedback',
        'marketing',
      ]),
    )
    .addOption(
      new Option('--about <subject>', 'what it is about')
        .choices(['visit', 'recall', 'survey', 'review', 'news', 'thanks', 'birthday', 'answer', 'other'])
        .default('other'),
    )
    .option('--automatic', 'nobody looks before it goes')
    .option('--owed', 'clinical, safety, complaint or promise: no cap holds it')
    .option('--practice <slug>', 'which practice; may be left out when there is only one')
    .option('--json', 'answer in JSON on one line')
    .action(async (options: GateOptions) =>
      (await import('./commands/gate-explain.ts')).runGateExplain(options),
    );
}
