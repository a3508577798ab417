import { Command, InvalidArgumentError, Option } from 'commander';
import { programVersion } from '../platform/version.ts';
import type { ExportOptions } from './commands/export.ts';
import type { ListenOptions } from './commands/listen.ts';
import type { BacktestRequest } from './commands/model-backtest.ts';
import type { FitRequest } from './commands/model-fit.ts';
import type { ForecastRequest } from './commands/model-forecast.ts';
import type { CommonOptions } from './context.ts';
import { gateCommands } from './gate-commands.ts';
import { modelInput, modelName, someDays } from './model-options.ts';
import { noShowCommands } from './no-show-commands.ts';
import { planCommands } from './plan-commands.ts';
import { answerIn, CommandRefused, say } from './say.ts';

// Each command's code is loaded when it runs: `keepwell --help` must answer within half a second.

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('a whole number from 1 is needed');
  return number;
}

function portNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new InvalidArgumentError('a port from 1 to 65535 is needed');
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
  readonly forget?: boolean;
  readonly name?: string;
  readonly country?: string;
  readonly zone?: string;
}

function importCommands(program: Command): void {
  const bringIn = program
    .command('import <paths...>')
    .description('bring in patients and visits from CSV, FHIR R4 or HL7 v2 files');
  common(bringIn)
    .option('--create', 'make the practice when there is none of this name')
    .option('--name <name>', 'with --create: the name that patients know')
    .option('--country <code>', 'with --create: ISO code, decides how telephone numbers are read')
    .option('--zone <zone>', 'with --create: time zone, such as America/Chicago')
    .option('--dry-run', 'say what would happen and write nothing')
    .option('--mapping <file>', 'a JSON file that says which column goes where')
    .option('--strict', 'refuse a file whose dates can be read two ways')
    .option('--forget', 'read files of these headings as if for the first time')
    .action(async (paths: string[], options: ImportOptions) =>
      (await import('./commands/import.ts')).runImport(paths, options),
    );
  // The options of `import` itself are read wherever they stand, so these ask for all of them.
  bringIn
    .command('list')
    .description('what was brought in, the newest first, and until when it can be taken back')
    .action(async (_: unknown, command: Command) =>
      (await import('./commands/import-undo.ts')).runImportList(command.optsWithGlobals()),
    );
  bringIn
    .command('report')
    .description('what the files that came in can and cannot tell, and which export has what is missing')
    .action(async (_: unknown, command: Command) =>
      (await import('./commands/import-report.ts')).runImportReport(command.optsWithGlobals()),
    );
  bringIn
    .command('undo <importId>')
    .description('take an import back, within seven days; --dry-run says what would go and what would stay')
    .action(async (id: string, _: unknown, command: Command) =>
      (await import('./commands/import-undo.ts')).runImportUndo(id, command.optsWithGlobals()),
    );
}

function recordCommands(program: Command): void {
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
  common(
    program
      .command('lookback')
      .description('stand a year back: whom the model would have named, and who stayed away; writes nothing'),
  ).action(async (options: CommonOptions) =>
    (await import('./commands/look-back.ts')).runLookBackCommand(options),
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
  common(
    program
      .command('erase-patient <id>')
      .description('erase a patient at their own wish, everywhere and for good')
      .option('--word <word>', 'ERASE, to say that it is meant'),
  ).action(async (id: string, options: CommonOptions & { word?: string }) =>
    (await import('./commands/erase-patient.ts')).runErasePatient(id, options),
  );
  program
    .command('sample')
    .description('make the sample practice; it can never send anything')
    .option('--patients <n>', 'how many', wholeNumber, 1200)
    .option('--years <n>', 'of history', wholeNumber, 6)
    .option('--seed <n>', 'the same seed gives the same practice', wholeNumber, 1)
    .option('--practice <slug>', 'its name', 'sample')
    .option('--json', 'answer in JSON on one line')
    .action(
      async (options: { patients: number; years: number; seed: number; practice: string; json?: boolean }) =>
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
    .command('listen')
    .description('hear HL7 v2 messages over MLLP; each is stored before it is answered')
    .requiredOption('--mllp <port>', 'the port to listen on', portNumber)
    .option('--feed <name>', 'what this line is called; its mapping is kept under this name', 'hl7')
    .option('--practice <slug>', 'which practice; may be left out when there is only one')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--mapping <file>', 'a JSON file that says how this feed writes HL7; kept for the next start')
    .option('--no-worker', 'leave what is stored to `keepwell serve` or `keepwell worker`')
    .option('--unencrypted', 'listen beyond this machine although MLLP has no encryption')
    .action(async (options: ListenOptions) => (await import('./commands/listen.ts')).runListen(options));
  program
    .command('messages')
    .description('HL7 messages that were refused or failed, with the reason')
    .option('--practice <slug>', 'which practice; may be left out when there is only one')
    .option('--json', 'answer in JSON on one line')
    .option('--retry', 'have them all tried again, as after a new mapping')
    .action(async (options: CommonOptions & { retry?: boolean }) =>
      (await import('./commands/messages.ts')).runMessages(options),
    );
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
  program
    .command('staff')
    .description('the people who sign in')
    .command('reset-factors')
    .description('take lost second factors and the PIN of a person away; for the only administrator, too')
    .requiredOption('--email <address>', 'whose')
    .option('--json', 'answer in JSON on one line')
    .action(async (options: { email: string; json?: boolean }) =>
      (await import('./commands/staff.ts')).runResetFactors(options),
    );
  const audit = program.command('audit').description('the audit trail');
  audit
    .command('verify')
    .description('read the whole chain again: any change, loss or reorder is found')
    .option('--practice <slug>', 'one practice; all when left out')
    .option('--json', 'answer in JSON on one line')
    .action(async (options: CommonOptions) => (await import('./commands/audit.ts')).runAuditVerify(options));
}

function sendingCommands(program: Command): void {
  program
    .command('outbox')
    .description('what waits, what asks for a person, what went, and what goes next')
    .option('--practice <slug>', 'which practice; may be left out when there is only one')
    .option('--json', 'answer in JSON on one line')
    .option('--next <n>', 'how many of those that go next', wholeNumber)
    .action(async (options: CommonOptions & { next?: number }) =>
      (await import('./commands/outbox.ts')).runOutbox(options),
    );
  program
    .command('send')
    .description('send what is due now; the worker does so by itself')
    .option('--practice <slug>', 'which practice; may be left out when there is only one')
    .option('--json', 'answer in JSON on one line')
    .option('--dry-run', 'say what would go, and why the rest would not, and change nothing')
    .action(async (options: CommonOptions & { dryRun?: boolean }) =>
      (await import('./commands/send.ts')).runSend(options),
    );
  const mail = program.command('mail').description('e-mail: its signature, and what comes back');
  mail
    .command('dkim')
    .description('make the key that signs mail, and show the DNS record that belongs to it')
    .option('--json', 'answer in JSON on one line')
    .action(async (options: { json?: boolean }) => (await import('./commands/mail.ts')).runMailDkim(options));
  mail
    .command('check')
    .description(
      'ask DNS whether others may believe that mail is ours (SPF, DKIM, DMARC), and what to enter there',
    )
    .option('--json', 'answer in JSON on one line')
    .action(async (options: { json?: boolean }) =>
      (await import('./commands/mail.ts')).runMailCheck(options),
    );
  mail
    .command('bounce')
    .description('take in a report that a message came back, from standard input')
    .option('--json', 'answer in JSON on one line')
    .action(async (options: { json?: boolean }) =>
      (await import('./commands/mail.ts')).runMailBounce(options),
    );
}

function keepingCommands(program: Command): void {
  program
    .command('backup')
    .description('make a backup of everything, encrypted and signed; --drill tries the newest one out')
    .option('--to <folder>', 'where the backups are; beside the data folder when left out')
    .option('--full', 'one that rests on no earlier one')
    .option('--drill', 'restore the newest backup beside the database, compare, and throw it away')
    .option('--json', 'answer in JSON on one line')
    .action(async (options: { to?: string; full?: boolean; drill?: boolean; json?: boolean }) =>
      (await import('./commands/backup.ts')).runBackup(options),
    );
  program
    .command('restore')
    .description('bring a backup into an empty installation, after all of it was verified')
    .requiredOption('--from <folder>', 'where the backups are')
    .option('--at <YYYY-MM-DD>', 'the last one of that day (UTC) instead of the newest')
    .option('--key <file>', 'the key file that was kept; KEEPWELL_BACKUP_KEY when left out')
    .option('--json', 'answer in JSON on one line')
    .action(async (options: { from: string; at?: string; key?: string; json?: boolean }) =>
      (await import('./commands/restore.ts')).runRestore(options),
    );
}

function exportCommand(program: Command): void {
  program
    .command('export')
    .description('everything of a practice as CSV and FHIR R4, or everything of one patient as JSON')
    .option('--practice <slug>', 'which practice; may be left out when there is only one')
    .option('--to <folder>', 'a new or empty folder')
    .addOption(
      new Option('--format <format>', 'what to write').choices(['csv', 'fhir', 'all']).default('all'),
    )
    .option('--patient <id>', 'one patient, by our id or by an identifier of the source; to standard output')
    .option('--json', 'answer in JSON on one line')
    .action(async (options: ExportOptions) => (await import('./commands/export.ts')).runExport(options));
}

function modelCommands(program: Command): void {
  const model = program
    .command('model')
    .description('who comes back, by any event log: models fitted, asked and compared; needs no practice');
  modelInput(model.command('fit'))
    .description('the parameters of a model, with their standard errors')
    .addOption(modelName())
    .option('--period-days <n>', 'bg-bb: days between two opportunities', someDays)
    .option('--json', 'answer in JSON on one line')
    .action(async (options: FitRequest) => (await import('./commands/model-fit.ts')).runModelFit(options));
  modelInput(model.command('forecast'))
    .description('what is expected of every customer, as CSV or JSON')
    .addOption(modelName())
    .option('--period-days <n>', 'bg-bb: days between two opportunities', someDays)
    .requiredOption('--horizon-days <n>', 'how far ahead', someDays)
    .option('--json', 'a JSON array instead of CSV')
    .action(async (options: ForecastRequest) =>
      (await import('./commands/model-forecast.ts')).runModelForecast(options),
    );
  modelInput(model.command('backtest'))
    .description('every model and naive rule on the past of the log, and which one auto takes')
    .requiredOption('--horizon-days <n>', 'how far ahead', someDays)
    .option('--origins <days...>', 'days to stand on, such as 2025-03-31; else the newest that has an end')
    .option('--period-days <n>', 'the recall interval; sought in the log when left out', someDays)
    .option('--json', 'answer in JSON on one line')
    .action(async (options: BacktestRequest) =>
      (await import('./commands/model-backtest.ts')).runModelBacktest(options),
    );
}

function build(): Command {
  const program = new Command('keepwell')
    .description(
      'Which relationships need a human act today, who should do it, why, and what should they say?',
    )
    .version(programVersion)
    .option('--lang <tag>', 'the language of what is shown, en or es; else that of the environment (LANG)')
    .hook('preAction', (command) => {
      const { lang } = command.opts<{ readonly lang?: string }>();
      answerIn(lang);
    })
    .showHelpAfterError('(keepwell --help lists what there is)');
  importCommands(program);
  recordCommands(program);
  noShowCommands(program);
  gateCommands(program);
  planCommands(program);
  serverCommands(program);
  sendingCommands(program);
  keepingCommands(program);
  exportCommand(program);
  modelCommands(program);
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
