import type { Db } from '../../database/database.ts';
import type { AccountId, PracticeId } from '../../kit/ids.ts';

export interface LinkToken {
  readonly purpose: 'first_run' | 'invitation';
  readonly practice: PracticeId | null;
  readonly account: AccountId | null;
}

export async function insertLinkToken(
  db: Db,
  token: LinkToken & { readonly tokenHash: Buffer; readonly expiresAt: Date },
): Promise<void> {
  await db
    .insertInto('link_token')
    .values({
      token_hash: token.tokenHash,
      purpose: token.purpose,
      practice_id: token.practice,
      account_id: token.account,
      expires_at: token.expiresAt,
    })
    .execute();
}

/**
 * Uses a token up. One conditional update claims it, so that of a hundred presses at once one succeeds.
 * @returns undefined when there is none of this purpose that is unused and unexpired
 */
export async function claimLinkToken(
  db: Db,
  tokenHash: Buffer,
  purpose: LinkToken['purpose'],
  now: Date,
): Promise<LinkToken | undefined> {
  return db
    .updateTable('link_token')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['purpose', 'practice_id as practice', 'account_id as account'])
    .executeTakeFirst();
}

/** The token, unused and unexpired, without using it up. */
export async function findLinkToken(
  db: Db,
  tokenHash: Buffer,
  purpose: LinkToken['purpose'],
  now: Date,
): Promise<LinkToken | undefined> {
  return db
    .selectFrom('link_token')
    .select(['purpose', 'practice_id as practice', 'account_id as account'])
    .where('token_hash', '=', tokenHash)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

/** Earlier first-run links end when a new one is made. */
export async function endFirstRunLinks(db: Db): Promise<void> {
  await db.deleteFrom('link_token').where('purpose', '=', 'first_run').where('used_at', 'is', null).execute();
}

/** Earlier invitations of an account into this practice end; those into another go on. */
export async function endInvitations(db: Db, practice: PracticeId, account: AccountId): Promise<void> {
  await db
    .deleteFrom('link_token')
    .where('purpose', '=', 'invitation')
    .where('practice_id', '=', practice)
    .where('account_id', '=', account)
    .where('used_at', 'is', null)
    .execute();
}

/** Links whose time ended more than a day ago are forgotten, used or not. */
export async function forgetLinkTokens(db: Db, now: Date): Promise<void> {
  await db
    .deleteFrom('link_token')
    .where('expires_at', '<', new Date(now.getTime() - 86_400_000))
    .execute();
}
