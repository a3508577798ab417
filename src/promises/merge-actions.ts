import type { Db } from '../database/database.ts';
import { type JournalEntry, moveRows, putRowsBack, type Repointing } from '../database/repoint.ts';

/** What was promised to a merged patient is promised to the survivor. */
export function repointPromises(db: Db, pair: Repointing): Promise<readonly JournalEntry[]> {
  return moveRows(db, pair, 'promise', ['id']);
}

/** The way back. */
export function putPromisesBack(db: Db, pair: Repointing, entries: readonly JournalEntry[]): Promise<void> {
  return putRowsBack(db, pair, entries, 'promise', ['id']);
}
