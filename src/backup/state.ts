import { listBackups, readDrillNote } from './folder.ts';

/** A line for `keepwell doctor`. */
export interface BackupFinding {
  readonly about: 'backup' | 'restore drill';
  readonly good: boolean;
  readonly words: string;
  readonly nextStep?: string;
}

const dayMs = 86_400_000;
const backupOldDays = 2;
const drillOldDays = 15;

function ago(now: Date, at: string): string {
  const hours = Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / 3_600_000));
  return hours < 48 ? `${hours} hours ago` : `${Math.floor(hours / 24)} days ago`;
}

function isOlder(now: Date, at: string, days: number): boolean {
  return now.getTime() - Date.parse(at) > days * dayMs;
}

/**
 * The last backup and the last drill, in words.
 * @param schedule what makes them: the worker, or nobody and why
 * @param since when the first practice that is no sample was made; without one nothing is missing yet
 */
export async function describeBackups(
  { folder, keyFile }: { readonly folder: string; readonly keyFile: string },
  now: Date,
  schedule: { readonly on: boolean; readonly words: string },
  since: Date | undefined,
): Promise<readonly BackupFinding[]> {
  const { backups, unreadable } = await listBackups(folder);
  const newest = backups.at(-1);
  const off = schedule.on ? '' : ` ${schedule.words}`;
  const toMake = schedule.on
    ? 'keepwell backup makes one; the worker makes one a day while it runs.'
    : 'keepwell backup makes one.';
  if (newest === undefined) {
    // A practice that began today has had no night yet.
    const missing = since !== undefined && isOlder(now, since.toISOString(), backupOldDays);
    return [
      {
        about: 'backup',
        good: !missing,
        words: `There is no backup in ${folder} yet.${off}`,
        nextStep: toMake,
      },
    ];
  }
  const old = isOlder(now, newest.at, backupOldDays);
  const spoilt = unreadable.length === 0 ? '' : ` ${unreadable.length} of them cannot be read.`;
  const findings: BackupFinding[] = [
    {
      about: 'backup',
      good: !old && spoilt === '',
      words: `The last of ${backups.length} backups in ${folder} was made ${ago(now, newest.at)}: ${newest.rows} rows. Their key is ${keyFile}: keep a copy away from this machine.${spoilt}${off}`,
      ...(old ? { nextStep: toMake } : {}),
    },
  ];
  const note = await readDrillNote(folder);
  const again = 'keepwell backup --drill tries the newest backup out.';
  if (note === undefined) {
    const words = 'No backup has been tried out yet.';
    return [
      ...findings,
      {
        about: 'restore drill',
        good: !isOlder(now, backups[0]?.at ?? newest.at, drillOldDays),
        words,
        nextStep: again,
      },
    ];
  }
  const stale = isOlder(now, note.at, drillOldDays);
  return [
    ...findings,
    {
      about: 'restore drill',
      good: note.good && !stale,
      words: `${note.good ? 'Good' : 'FAILED'}, ${ago(now, note.at)}, with ${note.backup}: ${note.words}.`,
      ...(note.good && !stale
        ? {}
        : {
            nextStep: note.good
              ? again
              : 'keepwell backup --full makes a new one; keepwell backup --drill tries it out.',
          }),
    },
  ];
}
