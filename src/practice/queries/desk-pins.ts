import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { AccountId } from '../../kit/ids.ts';

/** Wrong ones in a row, after which a PIN is locked until its person sets a new one. */
export const mostWrongPins = 5;

export interface DeskPin {
  readonly pinHash: string;
  readonly wrong: number;
}

export function findDeskPin(db: Db, account: AccountId): Promise<DeskPin | undefined> {
  return db
    .selectFrom('desk_pin')
    .select(['pin_hash as pinHash', 'wrong'])
    .where('account_id', '=', account)
    .executeTakeFirst();
}

/** A new PIN; what was wrong before is forgotten. */
export async function setDeskPin(db: Db, account: AccountId, pinHash: string, now: Date): Promise<void> {
  await db
    .insertInto('desk_pin')
    .values({ account_id: account, pin_hash: pinHash, set_at: now })
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet({ pin_hash: pinHash, wrong: 0, set_at: now }),
    )
    .execute();
}

/** @returns false when there was none */
export async function removeDeskPin(db: Db, account: AccountId): Promise<boolean> {
  const result = await db.deleteFrom('desk_pin').where('account_id', '=', account).executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/**
 * Counts a try before the PIN is looked at, so that of a hundred at once no more than five are looked at at all.
 * @returns false when the PIN is locked
 */
export async function countPinTry(db: Db, account: AccountId): Promise<boolean> {
  const counted = await sql<{ wrong: number }>`
    update desk_pin set wrong = wrong + 1 where account_id = ${account} and wrong < ${mostWrongPins}
    returning wrong`.execute(db);
  return counted.rows.length === 1;
}

export async function forgetWrongPins(db: Db, account: AccountId): Promise<void> {
  await db.updateTable('desk_pin').set({ wrong: 0 }).where('account_id', '=', account).execute();
}
