import { Command, InvalidArgumentError } from 'commander';
import type { CommonOptions } from './context.ts';
import { CommandRefused, say } from './say.ts';

// Each command's code is loaded when it runs: `keepwell --help` must answer within half a second.

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('a whole number from 1 is needed');
  return number;
}

function common(command: Command): Command {
  return command
    .option('--practice <slug>', 'which practice; may be left out when there is only one')
    .option('--json', 'answer in JSON on one line')
    .option(
      '--as-of <YYYY-MM-DD>',
      'stand at the end of that day: what was recorded later is hidden, nothing is written',
    );
}

interface ImportOptions extends CommonOptions {
  readonly create?: boolean;
  readonly dryRun?: boolean;
  readonly mapping?: string;
  readonly strict?: boolean;
  readonly name?: string;
  readonly country?: string;
  readonly zone?: string;
}

function recordCommands(program: Command): void {
  common(
    program
      .command('import <paths...>')
      .description('bring in patients and visits from CSV or FHIR R4 files'),
  )
    .option('--create', 'make the practice when there is none of this name')
    .option('--name <name>', 'with --create: the name that patients know')
    .option('--country <code>', 'with --create: ISO code, decides how telephone numbers are read')
    .option('--zone <zone>', 'with --create: time zone, such as America/Chicago')
    .option('--dry-run', 'say what would happen and write nothing')
    .option('--mapping <file>', 'a JSON file that says which column goes where')
    .option('--strict', 'refuse a file whose dates can be read two ways')
    .action(async (paths: string[], options: ImportOptions) =>
      (await import('./commands/import.ts')).runImport(paths, options),
    );
  program
    .command('match')
    .description('which records of CSV files are one patient; needs no practice and writes nothing')
    .option('--dedupe <file>', 'the doubles of one file')
    .option('--link <files...>', 'the records of a second file that are in the first')
    .option('--id <column>', 'the column that names the records; the first when left out')
    .option('--country <code>', 'ISO code, decides how telephone numbers are read', 'US')
    .option('--json', 'answer in JSON on one line')
    .action(
      async (options: { dedupe?: string; link?: string[]; id?: string; country: string; json?: boolean }) =>
        (await import('./commands/match.ts')).runMatch(options),
    );
  common(program.command('score').description('estimate every patient\u2019s rhythm')).action(
    async (options: CommonOptions) => (await import('./commands/score.ts')).runScore(options),
  );
  common(program.command('today').description('the ranked acts of the day, with the reason for each'))
    .option('--minutes <n>', 'instead of the minutes that the practice has', wholeNumber)
    .action(async (options: CommonOptions & { minutes?: number }) =>
      (await import('./commands/today.ts')).runToday(options),
    );
  common(
    program.command('patient <id>').description('one patient, by our id or by an identifier of the source'),
  ).action(async (id: string, options: CommonOptions) =>
    (await import('./commands/patient.ts')).runPatient(id, options),
  );
  program
    .command('sample')
    .description('make the sample practice; it can never send anything')
    .option('--patients <n>', 'how many', wholeNumber, 1200)
    .option('--seed <n>', 'the same seed gives the same practice', wholeNumber, 1)
    .option('--practice <slug>', 'its name', 'sample')
    .option('--json', 'answer in JSON on one line')
    .action(async (options: { patients: number; seed: number; practice: string; json?: boolean }) =>
      (await import('./commands/sample.ts')).runSample(options),
    );
}

function serverCommands(program: Command): void {
  program
    .command('serve')
    .description('serve the staff screens and the API, with the worker and the database in one process')
    .option('--no-worker', 'leave the jobs to `keepwell worker`')
    .option('--as-of <YYYY-MM-DD>', 'show that day; nothing can be recorded')
    .action(async (options: { worker: boolean; asOf?: string }) =>
      (await import('./commands/serve.ts')).runServe(options),
    );
  program
    .command('worker')
    .description('run the jobs alone')
    .action(async () => (await import('./commands/worker.ts')).runWorkerCommand());
  program
    .command('stop')
    .description('stop the embedded database of this data folder')
    .option('--json', 'answer in JSON on one line')
    .action(async (options: { json?: boolean }) => (await import('./commands/stop.ts')).runStop(options));
  program
    .command('doctor')
    .description('the state of everything in words, with the next step; starts nothing')
    .option('--json', 'answer in JSON on one line')
    .action(async (options: { json?: boolean }) => (await import('./commands/doctor.ts')).runDoctor(options));
  program
    .command('reset-password <email>')
    .description('take a lost password away and print a link to choose a new one')
    .option('--practice <slug>', 'a practice that the person works in')
    .option('--json', 'answer in JSON on one line')
    .action(async (email: string, options: CommonOptions) =>
      (await import('./commands/reset-password.ts')).runResetPassword(email, options),
    );
  const audit = program.command('audit').description('the audit trail');
  audit
    .command('verify')
    .description('read the whole chain again: any change, loss or reorder is found')
    .option('--practice <slug>', 'one practice; all when left out')
    .option('--json', 'answer in JSON on one line')
    .action(async (options: CommonOptions) => (await import('./commands/audit.ts')).runAuditVerify(options));
}

function build(): Command {
  const program = new Command('keepwell')
    .description(
      'Which relationships need a human act today, who should do it, why, and what should they say?',
    )
    .version('0.1.0')
    .showHelpAfterError('(keepwell --help lists what there is)');
  recordCommands(program);
  serverCommands(program);
  return program;
}

/** Runs one command; exit code 0, or 1 with one clear line. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await build().parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommandRefused) {
      say(error.message);
      process.exitCode = 1;
      return;
    }
    const { faultFields } = await import('../platform/log.ts');
    const fault = faultFields(error);
    // The message of a fault may quote a patient; a developer sees it with KEEPWELL_LOG_LEVEL=debug.
    say(
      `keepwell failed (${fault.name}${fault.code === '' ? '' : ` ${fault.code}`}); nothing half-done was kept`,
    );
    if (process.env.KEEPWELL_LOG_LEVEL === 'debug') console.error(error);
    process.exitCode = 1;
  }
}
