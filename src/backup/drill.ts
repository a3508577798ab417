import type { MakeScratch } from '../database/scratch.ts';
import type { BackupKey } from './cipher.ts';
import { openBackup, verifyContents } from './contents.ts';
import { chooseBackup, type DrillNote, writeDrillNote } from './folder.ts';
import { loadBackup } from './load.ts';
import { BackupRefused } from './not-whole.ts';

/**
 * Restores the newest backup beside the real database, compares every table byte by byte and every audit chain, throws
 * it away, and notes what came of it. A backup that nobody has restored is a hope.
 * @throws BackupRefused when there is nothing to try, or no database may be made for it
 */
export async function drillRestore(
  makeScratch: MakeScratch,
  options: {
    readonly folder: string;
    readonly key: BackupKey;
    readonly now: Date;
    readonly onProgress: (words: string) => void;
  },
): Promise<DrillNote> {
  const startedAt = performance.now();
  const id = await chooseBackup(options.folder, undefined);
  const note = (good: boolean, words: string): DrillNote => ({
    at: options.now.toISOString(),
    backup: id,
    good,
    words,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  });
  let found: DrillNote;
  try {
    const rows = await tryOut(makeScratch, id, options);
    found = note(true, `${rows} rows came back as they were, and every audit chain is in order`);
  } catch (error) {
    if (!(error instanceof BackupRefused) || error.refusal.code === 'drill_impossible') throw error;
    found = note(false, error.refusal.detail);
  }
  await writeDrillNote(options.folder, found);
  return found;
}

async function tryOut(
  makeScratch: MakeScratch,
  id: string,
  options: { readonly folder: string; readonly key: BackupKey; readonly onProgress: (words: string) => void },
): Promise<number> {
  const backup = await openBackup(options.folder, id, options.key);
  try {
    await verifyContents(backup, options.onProgress);
    const scratch = await makeScratch();
    if (!scratch.ok) throw new BackupRefused('drill_impossible', scratch.refusal.detail);
    try {
      await loadBackup(scratch.value.access, backup, { onProgress: options.onProgress, compare: true });
    } finally {
      await scratch.value.drop();
    }
    return backup.header.rows;
  } finally {
    await backup.close();
  }
}
