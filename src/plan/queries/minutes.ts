import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';
import type { Capacity, Share } from '../model.ts';

export function listShares(db: Db, practice: PracticeId): Promise<Share[]> {
  return db
    .selectFrom('share')
    .select(['code', 'title', 'percent'])
    .where('practice_id', '=', practice)
    .orderBy('position')
    .orderBy('code')
    .limit(50)
    .execute();
}

export async function insertShares(db: Db, practice: PracticeId, shares: readonly Share[]): Promise<void> {
  await db
    .insertInto('share')
    .values(
      shares.map((share, position) => ({
        practice_id: practice,
        code: share.code,
        title: JSON.stringify(share.title),
        percent: share.percent,
        position,
      })),
    )
    .onConflict((conflict) => conflict.columns(['practice_id', 'code']).doNothing())
    .execute();
}

export async function updateShare(
  db: Db,
  practice: PracticeId,
  code: string,
  percent: number,
): Promise<void> {
  await db
    .updateTable('share')
    .set({ percent })
    .where('practice_id', '=', practice)
    .where('code', '=', code)
    .execute();
}

export function listCapacity(db: Db, practice: PracticeId): Promise<Capacity[]> {
  return db
    .selectFrom('capacity')
    .select(['role', 'weekday', 'minutes'])
    .where('practice_id', '=', practice)
    .orderBy('role')
    .orderBy('weekday')
    .limit(49)
    .execute();
}

export async function upsertCapacity(
  db: Db,
  practice: PracticeId,
  capacity: readonly Capacity[],
): Promise<void> {
  if (capacity.length === 0) return;
  await db
    .insertInto('capacity')
    .values(capacity.map((one) => ({ practice_id: practice, ...one })))
    .onConflict((conflict) =>
      conflict
        .columns(['practice_id', 'role', 'weekday'])
        .doUpdateSet((eb) => ({ minutes: eb.ref('excluded.minutes') })),
    )
    .execute();
}
