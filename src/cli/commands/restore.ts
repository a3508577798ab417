import { resolve } from 'node:path';
import { restore } from '../../backup/actions.ts';
import { holdWhatReturned } from '../../contact/outbox-actions.ts';
import { parseLocalDate } from '../../kit/local-date.ts';
import { refuse } from '../../kit/outcome.ts';
import { listAllPractices } from '../../practice/actions.ts';
import { backupPlaceOf } from '../backup-place.ts';
import { withDatabase } from '../context.ts';
import { answer, CommandRefused, say, showProgress } from '../say.ts';

interface Options {
  readonly from: string;
  readonly at?: string;
  readonly key?: string;
  readonly json?: boolean;
}

/** Brings a backup into an empty installation. */
export async function runRestore(options: Options): Promise<void> {
  const json = options.json === true;
  if (options.at !== undefined && parseLocalDate(options.at) === undefined) {
    throw new CommandRefused(
      refuse('invalid_input', `--at takes a day such as 2026-03-31, not ${options.at}`).refusal,
    );
  }
  await withDatabase(async (context) => {
    const place = backupPlaceOf(context, options.from);
    const progress = showProgress(json);
    const restored = await restore(
      { ...place, keyFile: options.key === undefined ? place.keyFile : resolve(options.key) },
      {
        ...(options.at === undefined ? {} : { day: options.at }),
        onProgress: (words) => progress.step(words),
      },
    );
    progress.end();
    if (!restored.ok) throw new CommandRefused(restored.refusal);
    const { backup, tables, rows, seconds } = restored.value;
    let held = false;
    for (const practice of await listAllPractices(context.database)) {
      const waited = await context.database.inPractice(practice.id, (db) =>
        holdWhatReturned(db, practice.id, new Date()),
      );
      held = held || waited;
    }
    answer(json, restored.value, () => `${backup} is restored: ${tables} tables, ${rows} rows; ${seconds} s`);
    if (held)
      say(
        'Messages waited when this backup was made, and may have gone out since: all are held. Look at the outbox.',
      );
    if (!json)
      say('Everybody signs in again. Links that had been sent for signing in no longer work; invite anew.');
  }, json);
}
