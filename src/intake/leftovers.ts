import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '../database/database.ts';
import type { ImportId, PracticeId } from '../kit/ids.ts';

/** Where an import keeps what nobody is to see before it is done: hidden, and named after its practice. */
export function unfinishedPath(
  folder: string,
  practice: PracticeId,
  what: 'refused' | 'unpacked',
  id: ImportId,
): string {
  return join(folder, `.${practice}-${what}-${id}`);
}

export function refusalsPath(folder: string, id: ImportId): string {
  return join(folder, `refused-${id}.csv`);
}

const unfinishedName = /^\.(\d+)-(refused|unpacked)-([0-9a-f-]{36})$/;
// Another import of this practice may be unpacking while it waits for its turn; none waits for a day.
const unpackedIsLeftAfterMs = 24 * 3600 * 1000;

/**
 * Settles what an import of this practice has left that was killed: its list of refusals gets its place if the import
 * was written, and goes if not, as does what it had unpacked. Call it while no other import of the practice writes.
 */
export async function settleLeftovers(db: Db, practice: PracticeId, folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const [, owner, what, id] = unfinishedName.exec(name) ?? [];
    if (owner !== String(practice) || id === undefined) continue;
    const path = join(folder, name);
    if (what === 'refused') {
      if (await wasWritten(db, practice, id as ImportId))
        await rename(path, refusalsPath(folder, id as ImportId));
      else await rm(path, { force: true });
      continue;
    }
    const changed = await stat(path).catch(() => undefined);
    if (changed !== undefined && Date.now() - changed.mtimeMs > unpackedIsLeftAfterMs)
      await rm(path, { recursive: true, force: true });
  }
}

async function wasWritten(db: Db, practice: PracticeId, id: ImportId): Promise<boolean> {
  const found = await db
    .selectFrom('import')
    .select('id')
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .executeTakeFirst();
  return found !== undefined;
}
