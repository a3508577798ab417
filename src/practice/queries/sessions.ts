import type { Db } from '../../database/database.ts';
import type { AccountId, DeviceId, PracticeId } from '../../kit/ids.ts';
import { tellDesks } from '../../platform/live.ts';

export async function insertSession(
  db: Db,
  session: {
    readonly tokenHash: Buffer;
    readonly account: AccountId;
    readonly practice: PracticeId | null;
    readonly now: Date;
    readonly expiresAt: Date;
    readonly provedAt: Date | null;
    readonly factorAt: Date | null;
    /** Where a PIN opened it. */
    readonly device?: DeviceId;
  },
): Promise<void> {
  await db
    .insertInto('session')
    .values({
      token_hash: session.tokenHash,
      account_id: session.account,
      practice_id: session.practice,
      created_at: session.now,
      seen_at: session.now,
      expires_at: session.expiresAt,
      proved_at: session.provedAt,
      factor_at: session.factorAt,
      ...(session.device === undefined ? {} : { kind: 'pin' as const, device_id: session.device }),
    })
    .execute();
}

/**
 * Notes that the session is used. Where another request of it is at that already, it is left to that one: waiting for
 * its transaction would make a page as slow as its slowest request.
 */
export async function touchSession(db: Db, tokenHash: Buffer, now: Date): Promise<void> {
  const free = db
    .selectFrom('session')
    .select('token_hash')
    .where('token_hash', '=', tokenHash)
    .forUpdate()
    .skipLocked();
  await db.updateTable('session').set({ seen_at: now }).where('token_hash', 'in', free).execute();
}

export async function moveSession(db: Db, tokenHash: Buffer, practice: PracticeId): Promise<void> {
  const moved = await db
    .updateTable('session')
    .set({ practice_id: practice })
    .where('token_hash', '=', tokenHash)
    .returning('account_id')
    .executeTakeFirst();
  if (moved !== undefined) await tellDesks(db, 'session', { id: moved.account_id });
}

export async function endSession(db: Db, tokenHash: Buffer, now: Date): Promise<void> {
  const ended = await db
    .updateTable('session')
    .set({ ended_at: now })
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .returning('account_id')
    .executeTakeFirst();
  // Its stream of news ends at once, in whichever process it is.
  if (ended !== undefined) await tellDesks(db, 'session', { id: ended.account_id });
}

export async function endSessionsOf(db: Db, account: AccountId, now: Date): Promise<void> {
  await db
    .updateTable('session')
    .set({ ended_at: now })
    .where('account_id', '=', account)
    .where('ended_at', 'is', null)
    .execute();
  await tellDesks(db, 'session', { id: account });
}

/** Sessions whose absolute end lies more than a day back are forgotten; the audit trail keeps that they were. */
export async function forgetSessions(db: Db, now: Date): Promise<void> {
  await db
    .deleteFrom('session')
    .where('expires_at', '<', new Date(now.getTime() - 86_400_000))
    .execute();
}

/** Ends the sessions that an account has in one practice; those in another go on. */
export async function endSessionsIn(
  db: Db,
  practice: PracticeId,
  account: AccountId,
  now: Date,
): Promise<void> {
  await db
    .updateTable('session')
    .set({ ended_at: now })
    .where('account_id', '=', account)
    .where('practice_id', '=', practice)
    .where('ended_at', 'is', null)
    .execute();
  await tellDesks(db, 'session', { id: account });
}

/** Ends the sessions that a PIN opened at a shared desk. */
export async function endSessionsAt(
  db: Db,
  practice: PracticeId,
  device: DeviceId,
  now: Date,
): Promise<void> {
  await db
    .updateTable('session')
    .set({ ended_at: now })
    .where('practice_id', '=', practice)
    .where('device_id', '=', device)
    .where('ended_at', 'is', null)
    .execute();
}

/** All sessions of an account but one. */
export async function endOtherSessions(db: Db, account: AccountId, keep: Buffer, now: Date): Promise<void> {
  await db
    .updateTable('session')
    .set({ ended_at: now })
    .where('account_id', '=', account)
    .where('token_hash', '<>', keep)
    .where('ended_at', 'is', null)
    .execute();
}

/** @returns false when the account has no running session of this id */
export async function endSessionOf(db: Db, account: AccountId, id: string, now: Date): Promise<boolean> {
  const result = await db
    .updateTable('session')
    .set({ ended_at: now })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Notes a proof: by a second factor, or by the password of somebody who has none. */
export async function noteProof(db: Db, tokenHash: Buffer, now: Date, factor: boolean): Promise<void> {
  await db
    .updateTable('session')
    .set({ proved_at: now, ...(factor ? { factor_at: now } : {}) })
    .where('token_hash', '=', tokenHash)
    .execute();
}

/** A new token for a session that is worth more from now on: whoever knew the old one is out. */
export async function renewToken(db: Db, tokenHash: Buffer, renewed: Buffer): Promise<void> {
  await db.updateTable('session').set({ token_hash: renewed }).where('token_hash', '=', tokenHash).execute();
}

export interface RunningSession {
  readonly id: string;
  readonly kind: 'full' | 'pin';
  readonly createdAt: Date;
  readonly seenAt: Date;
}

/** Those that run, the last used first. @param since idle ones were last seen before */
export function listSessions(db: Db, account: AccountId, now: Date, since: Date): Promise<RunningSession[]> {
  return db
    .selectFrom('session')
    .select(['id', 'kind', 'created_at as createdAt', 'seen_at as seenAt'])
    .where('account_id', '=', account)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where('seen_at', '>', since)
    .orderBy('seen_at', 'desc')
    .orderBy('id')
    .limit(50)
    .execute();
}
