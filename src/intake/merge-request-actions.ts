import type { Db } from '../database/database.ts';
import type { MergeRequestId, PracticeId } from '../kit/ids.ts';
import type { PatientIdentifier } from '../patients/model.ts';

/** Two patients of whom a source says that they are one; not merged here yet. */
export interface WaitingMerge {
  readonly id: MergeRequestId;
  readonly old: PatientIdentifier;
  readonly survivor: PatientIdentifier;
  readonly source: string;
  readonly askedAt: Date;
}

const mostWaiting = 500;

/** The merges that sources asked for and nobody has settled, oldest first. */
export async function listWaitingMerges(db: Db, practice: PracticeId): Promise<readonly WaitingMerge[]> {
  const rows = await db
    .selectFrom('merge_request')
    .selectAll()
    .where('practice_id', '=', practice)
    .where('state', '=', 'waiting')
    .orderBy('asked_at')
    .orderBy('id')
    .limit(mostWaiting)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    old: { system: row.old_system, value: row.old_value },
    survivor: { system: row.survivor_system, value: row.survivor_value },
    source: row.source,
    askedAt: row.asked_at,
  }));
}

/**
 * Says what became of a merge that a source asked for. A declined one no longer leads messages with the old
 * identifier to the survivor. @returns false when it was settled before
 */
export async function settleMergeRequest(
  db: Db,
  practice: PracticeId,
  id: MergeRequestId,
  state: 'merged' | 'declined',
  now: Date,
): Promise<boolean> {
  const settled = await db
    .updateTable('merge_request')
    .set({ state, settled_at: now })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return settled.numUpdatedRows === 1n;
}
