import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PasskeyTable } from '../../database/tables/practice.ts';
import type { AccountId, PasskeyId } from '../../kit/ids.ts';

export interface Passkey {
  readonly id: PasskeyId;
  readonly account: AccountId;
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: string;
  readonly createdAt: Date;
  readonly usedAt: Date | null;
}

// More than anybody carries; a list has a limit.
export const mostPasskeys = 20;

function toPasskey(
  row: {
    [K in keyof PasskeyTable]: K extends 'created_at'
      ? Date
      : K extends 'used_at'
        ? Date | null
        : K extends 'transports'
          ? string[]
          : PasskeyTable[K];
  },
): Passkey {
  return {
    id: row.id,
    account: row.account_id,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    counter: Number(row.counter),
    transports: row.transports,
    name: row.name,
    createdAt: row.created_at,
    usedAt: row.used_at,
  };
}

export async function listPasskeys(db: Db, account: AccountId): Promise<readonly Passkey[]> {
  const rows = await db
    .selectFrom('passkey')
    .selectAll()
    .where('account_id', '=', account)
    .orderBy('created_at')
    .orderBy('id')
    .limit(mostPasskeys)
    .execute();
  return rows.map(toPasskey);
}

export async function findPasskey(db: Db, credentialId: Buffer): Promise<Passkey | undefined> {
  const row = await db
    .selectFrom('passkey')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .executeTakeFirst();
  return row === undefined ? undefined : toPasskey(row);
}

/** @returns false when this authenticator is enrolled already, here or for somebody else */
export async function insertPasskey(db: Db, passkey: Omit<Passkey, 'usedAt'>): Promise<boolean> {
  const row = await db
    .insertInto('passkey')
    .values({
      id: passkey.id,
      account_id: passkey.account,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      counter: String(passkey.counter),
      transports: [...passkey.transports],
      name: passkey.name,
      created_at: passkey.createdAt,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Notes a use. An authenticator that counts must have counted on: one that did not is a copy, or its answer was used
 * before. @returns false then
 */
export async function claimPasskeyUse(db: Db, id: PasskeyId, counter: number, now: Date): Promise<boolean> {
  const used = await sql<{ id: string }>`
    update passkey set counter = ${counter}, used_at = ${now}
    where id = ${id} and (counter < ${counter} or counter = 0 and ${counter}::bigint = 0) returning id`.execute(
    db,
  );
  return used.rows.length === 1;
}

export async function removePasskey(db: Db, account: AccountId, id: PasskeyId): Promise<boolean> {
  const result = await db
    .deleteFrom('passkey')
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export async function removePasskeys(db: Db, account: AccountId): Promise<void> {
  await db.deleteFrom('passkey').where('account_id', '=', account).execute();
}

export type ChallengePurpose = 'register' | 'prove' | 'sign_in';

export async function insertChallenge(
  db: Db,
  challenge: {
    readonly hash: Buffer;
    readonly purpose: ChallengePurpose;
    readonly account: AccountId | null;
    readonly expiresAt: Date;
  },
): Promise<void> {
  await db
    .insertInto('passkey_challenge')
    .values({
      challenge_hash: challenge.hash,
      purpose: challenge.purpose,
      account_id: challenge.account,
      expires_at: challenge.expiresAt,
    })
    .execute();
}

/** Uses a challenge up. @returns false when there is none of this purpose and account that is unused and unexpired */
export async function claimChallenge(
  db: Db,
  hash: Buffer,
  purpose: ChallengePurpose,
  account: AccountId | null,
  now: Date,
): Promise<boolean> {
  const result = await db
    .deleteFrom('passkey_challenge')
    .where('challenge_hash', '=', hash)
    .where('purpose', '=', purpose)
    .where('account_id', account === null ? 'is' : '=', account)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export async function forgetChallenges(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('passkey_challenge').where('expires_at', '<', now).execute();
}
