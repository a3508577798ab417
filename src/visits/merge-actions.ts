import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import { type JournalEntry, moveRows, putRowsBack, type Repointing } from '../database/repoint.ts';

/** Visits and episodes of a merged patient become those of the survivor, who is summarised anew. */
export async function repointVisits(db: Db, pair: Repointing): Promise<readonly JournalEntry[]> {
  const visits = await moveRows(db, pair, 'visit', ['id']);
  const episodes = await moveRows(db, pair, 'episode', ['id']);
  await sql`
    delete from visit_dirty
    where practice_id = ${pair.practice} and patient_id = ${pair.from}`.execute(db);
  await markSummariesStale(db, pair.practice, [pair.to]);
  return [...visits, ...episodes];
}

/** The way back. Both patients are summarised anew. */
export async function putVisitsBack(
  db: Db,
  pair: Repointing,
  entries: readonly JournalEntry[],
): Promise<void> {
  await putRowsBack(db, pair, entries, 'episode', ['id']);
  await putRowsBack(db, pair, entries, 'visit', ['id']);
  await markSummariesStale(db, pair.practice, [pair.from, pair.to]);
}

async function markSummariesStale(db: Db, practice: number, patients: readonly string[]): Promise<void> {
  await sql`
    insert into visit_dirty (practice_id, patient_id)
    select ${practice}, id from unnest(${patients}::uuid[]) id
    on conflict do nothing`.execute(db);
}
