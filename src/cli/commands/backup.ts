import { backUp, drill } from '../../backup/actions.ts';
import { backupPlaceOf } from '../backup-place.ts';
import { type CommandContext, withDatabase } from '../context.ts';
import { answer, CommandRefused, say, showProgress } from '../say.ts';

interface Options {
  readonly to?: string;
  readonly full?: boolean;
  readonly drill?: boolean;
  readonly json?: boolean;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

async function makeOne(context: CommandContext, options: Options): Promise<void> {
  const json = options.json === true;
  const progress = showProgress(json);
  const made = await backUp(backupPlaceOf(context, options.to), {
    full: options.full === true,
    retention: context.config.backup.retention,
    now: new Date(),
    onProgress: (words) => progress.step(words),
  });
  progress.end();
  if (!made.ok) throw new CommandRefused(made.refusal);
  const report = made.value;
  if (report.keyMade && !json) {
    say(`A key for the backups was made: ${report.keyFile}`);
    say('KEEP A COPY OF IT SAFE, AWAY FROM THIS MACHINE: without it no backup can be read.');
  }
  answer(json, report, () =>
    [
      `${report.kind === 'full' ? 'full backup' : 'backup of the day'} ${report.backup} in ${report.folder}`,
      `${report.tables} tables, ${report.rows} rows, ${megabytes(report.bytes)}; ${megabytes(report.written)} written in ${report.seconds} s`,
      ...(report.forgotten.length === 0 ? [] : [`${report.forgotten.length} old backups were let go`]),
    ].join('\n'),
  );
}

async function tryNewest(context: CommandContext, options: Options): Promise<void> {
  const json = options.json === true;
  const progress = showProgress(json);
  const tried = await drill(backupPlaceOf(context, options.to), {
    makeScratch: context.opened.makeScratch,
    now: new Date(),
    onProgress: (words) => progress.step(words),
  });
  progress.end();
  if (!tried.ok) throw new CommandRefused(tried.refusal);
  const { backup, good, words, seconds } = tried.value;
  answer(json, tried.value, () => `${backup}: ${words}; ${seconds} s`);
  if (!good) process.exitCode = 1;
}

/** Makes a backup, or tries the newest one out. */
export async function runBackup(options: Options): Promise<void> {
  await withDatabase(
    (context) => (options.drill === true ? tryNewest : makeOne)(context, options),
    options.json === true,
  );
}
