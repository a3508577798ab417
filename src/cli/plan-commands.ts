import type { Command } from 'commander';
import type { CommonOptions } from './context.ts';

export function planCommands(program: Command): void {
  const plan = program.command('plan').description('the relationship plan: touchpoints, shares, minutes');
  plan
    .command('show')
    .description('the plan as it stands; with --json a file that `plan apply` reads')
    .option('--practice <slug>', 'which practice; may be left out when there is only one')
    .option('--json', 'answer in JSON on one line')
    .action(async (options: CommonOptions) => (await import('./commands/plan.ts')).runPlanShow(options));
  plan
    .command('apply <file>')
    .description('change the plan by a JSON file with whatever is to be otherwise; kept as a version')
    .option('--preview', 'say what tomorrow would be, and change nothing')
    .option('--practice <slug>', 'which practice; may be left out when there is only one')
    .option('--json', 'answer in JSON on one line')
    .action(async (file: string, options: CommonOptions & { preview?: boolean }) =>
      (await import('./commands/plan.ts')).runPlanApply(file, options),
    );
}
