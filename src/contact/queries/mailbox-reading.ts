import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';
import type { ReadingFailure } from '../mail/mailbox-reader.ts';

export interface ReadingMark {
  readonly box: string;
  readonly uidValidity: string;
  readonly lastUid: number;
}

export interface ReadingState extends ReadingMark {
  readonly readAt: Date | null;
  readonly failedAt: Date | null;
  readonly failure: ReadingFailure | null;
}

/** How far the mailbox was read, and how that went; undefined: never. */
export async function findReading(
  db: Db,
  practice: PracticeId,
  locked = false,
): Promise<ReadingState | undefined> {
  let query = db
    .selectFrom('mailbox_reading')
    .select([
      'box',
      'uid_validity as uidValidity',
      'last_uid',
      'read_at as readAt',
      'failed_at as failedAt',
      'failure',
    ])
    .where('practice_id', '=', practice);
  if (locked) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) return undefined;
  const { last_uid, ...state } = row;
  return { ...state, lastUid: Number(last_uid) };
}

export async function placeCursor(db: Db, practice: PracticeId, mark: ReadingMark): Promise<void> {
  const values = { box: mark.box, uid_validity: mark.uidValidity, last_uid: String(mark.lastUid) };
  await db
    .insertInto('mailbox_reading')
    .values({ practice_id: practice, ...values })
    .onConflict((conflict) => conflict.column('practice_id').doUpdateSet(values))
    .execute();
}

export async function noteRead(db: Db, practice: PracticeId, now: Date): Promise<void> {
  await db
    .updateTable('mailbox_reading')
    .set({ read_at: now, failed_at: null, failure: null })
    .where('practice_id', '=', practice)
    .execute();
}

export async function noteFailure(
  db: Db,
  practice: PracticeId,
  box: string,
  failure: ReadingFailure,
  now: Date,
): Promise<void> {
  const values = { failed_at: now, failure };
  await db
    .insertInto('mailbox_reading')
    .values({ practice_id: practice, box, uid_validity: '', last_uid: '0', ...values })
    .onConflict((conflict) => conflict.column('practice_id').doUpdateSet(values))
    .execute();
}
