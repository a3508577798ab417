import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { AccountId } from '../../kit/ids.ts';

export interface AuthenticatorApp {
  readonly secret: Buffer;
  readonly confirmedAt: Date | null;
  readonly lastStep: number;
}

export async function findAuthenticatorApp(
  db: Db,
  account: AccountId,
): Promise<AuthenticatorApp | undefined> {
  const row = await db
    .selectFrom('authenticator_app')
    .select(['secret', 'confirmed_at as confirmedAt', 'last_step as lastStep'])
    .where('account_id', '=', account)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, lastStep: Number(row.lastStep) };
}

/** Begins one, or begins anew; one that was confirmed stays. @returns false when it stays */
export async function beginAuthenticatorApp(
  db: Db,
  account: AccountId,
  secret: Buffer,
  now: Date,
): Promise<boolean> {
  const row = await db
    .insertInto('authenticator_app')
    .values({ account_id: account, secret, created_at: now })
    .onConflict((conflict) =>
      conflict
        .column('account_id')
        .doUpdateSet({ secret, created_at: now, last_step: '0' })
        .where('authenticator_app.confirmed_at', 'is', null),
    )
    .returning('account_id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Uses a code of the app up: one conditional update, so that of two presses with one code one succeeds.
 * @returns false when a code of this step or a later one was used before
 */
export async function claimAppStep(db: Db, account: AccountId, step: number, now: Date): Promise<boolean> {
  const used = await sql<{ account_id: string }>`
    update authenticator_app set last_step = ${step}, confirmed_at = coalesce(confirmed_at, ${now})
    where account_id = ${account} and last_step < ${step} returning account_id`.execute(db);
  return used.rows.length === 1;
}

export async function removeAuthenticatorApp(db: Db, account: AccountId): Promise<void> {
  await db.deleteFrom('authenticator_app').where('account_id', '=', account).execute();
}

/** New ones in place of all there were. */
export async function replaceRecoveryCodes(
  db: Db,
  account: AccountId,
  hashes: readonly Buffer[],
): Promise<void> {
  await removeRecoveryCodes(db, account);
  await db
    .insertInto('recovery_code')
    .values(hashes.map((code_hash) => ({ account_id: account, code_hash })))
    .execute();
}

export async function removeRecoveryCodes(db: Db, account: AccountId): Promise<void> {
  await db.deleteFrom('recovery_code').where('account_id', '=', account).execute();
}

/** @returns false when there is no such code, or it was used */
export async function claimRecoveryCode(
  db: Db,
  account: AccountId,
  hash: Buffer,
  now: Date,
): Promise<boolean> {
  const result = await db
    .updateTable('recovery_code')
    .set({ used_at: now })
    .where('account_id', '=', account)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function countRecoveryCodes(db: Db, account: AccountId): Promise<number> {
  const row = await db
    .selectFrom('recovery_code')
    .select((count) => count.fn.countAll<string>().as('left'))
    .where('account_id', '=', account)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return Number(row?.left ?? 0);
}
