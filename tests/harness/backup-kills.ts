import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BackupPlace, backUp } from '../../src/backup/actions.ts';
import { openBackup, verifyContents } from '../../src/backup/contents.ts';
import { listBackups } from '../../src/backup/folder.ts';
import { readKeyFile } from '../../src/backup/key-file.ts';
import { isBackupId } from '../../src/backup/model.ts';
import { usualRetention } from '../../src/backup/retention.ts';
import type { Order } from './backup-child.ts';

/** What became of one order: killed in the midst of it, or done before the kill came. */
export type Fate = 'killed' | 'done';

function next(child: ChildProcess, what: 'message' | 'exit'): Promise<unknown[]> {
  return once(child, what);
}

/** Gives the order to a process of its own and kills it so many milliseconds after it began. */
export async function killDuring(script: string, order: Order, afterMs: number): Promise<Fate> {
  const child = fork(script, [], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const gone = next(child, 'exit');
  await next(child, 'message');
  const begun = next(child, 'message');
  child.send(order);
  await begun;
  let fate: Fate = 'killed';
  child.once('message', () => {
    fate = 'done';
  });
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill('SIGKILL');
  const [code] = await gone;
  if (code !== null && code !== 0) throw new Error('the child failed by itself; see above');
  return fate;
}

/** Reads every backup of a folder whole. @returns their ids, oldest first; throws at one that is not whole */
export async function verifyAll(place: BackupPlace): Promise<readonly string[]> {
  const { backups, unreadable } = await listBackups(place.folder);
  if (unreadable.length > 0) throw new Error(`not whole: ${unreadable.join(', ')}`);
  const key = await readKeyFile(place.keyFile);
  for (const { id } of backups) {
    const backup = await openBackup(place.folder, id, key);
    try {
      await verifyContents(backup);
    } finally {
      await backup.close();
    }
  }
  return backups.map(({ id }) => id);
}

/** A backup after a kill: the server may need a moment to notice that the lock's holder is gone. */
export async function backUpAfterKill(place: BackupPlace, at: string): Promise<string> {
  const end = performance.now() + 20_000;
  for (;;) {
    const made = await backUp(place, { full: false, retention: usualRetention, now: new Date(at) });
    if (made.ok) return made.value.backup;
    if (made.refusal.code !== 'backup_busy' || performance.now() > end) throw new Error(made.refusal.detail);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What lies in the folder and is no backup: leftovers. */
export function leftoversIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => !isBackupId(name) && name !== 'last-drill.json')
    .map((name) => join(folder, name));
}
