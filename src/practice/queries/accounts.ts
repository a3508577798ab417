import type { Db } from '../../database/database.ts';
import { type AccountId, newId, type PracticeId, type StaffMemberId } from '../../kit/ids.ts';

export interface Account {
  readonly id: AccountId;
  readonly email: string;
  readonly displayName: string;
  readonly passwordHash: string | null;
  readonly disabled: boolean;
}

export async function findAccountByEmail(db: Db, email: string): Promise<Account | undefined> {
  const row = await db.selectFrom('account').selectAll().where('email', '=', email).executeTakeFirst();
  return row === undefined ? undefined : toAccount(row);
}

export async function findAccount(db: Db, id: AccountId): Promise<Account | undefined> {
  const row = await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toAccount(row);
}

/** Locked until the transaction ends, so that its password cannot be chosen twice at once. */
export async function findAccountForUpdate(db: Db, id: AccountId): Promise<Account | undefined> {
  const row = await db.selectFrom('account').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : toAccount(row);
}

function toAccount(row: {
  id: AccountId;
  email: string;
  display_name: string;
  password_hash: string | null;
  disabled_at: Date | null;
}): Account {
  return {
    id: row.id,
    email: row.email,
    displayName: row.display_name,
    passwordHash: row.password_hash,
    disabled: row.disabled_at !== null,
  };
}

/** True when somebody has signed in here before; until then the console prints a first-run link. */
export async function anyAccountExists(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('account')
    .select('id')
    .where('password_hash', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** How far the first account has come; moves on only from where it is. @param from `any`: wherever that is */
export async function setFirstRun(
  db: Db,
  id: AccountId,
  from: 'practice' | 'any',
  to: 'ways' | null,
): Promise<void> {
  const moved = db.updateTable('account').set({ first_run: to }).where('id', '=', id);
  await (from === 'any' ? moved : moved.where('first_run', '=', from)).execute();
}

/** @returns undefined when the address has an account already */
export async function insertAccount(
  db: Db,
  account: {
    readonly email: string;
    readonly displayName: string;
    readonly passwordHash: string | null;
    /** What the first account has to say next. */
    readonly firstRun?: 'practice';
  },
): Promise<AccountId | undefined> {
  const row = await db
    .insertInto('account')
    .values({
      id: newId(),
      email: account.email,
      display_name: account.displayName,
      password_hash: account.passwordHash,
      first_run: account.firstRun ?? null,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** Sets a first password: an account that has one already keeps it. @returns false when it had one */
export async function setFirstPassword(
  db: Db,
  id: AccountId,
  passwordHash: string,
  name?: string,
): Promise<boolean> {
  const result = await db
    .updateTable('account')
    .set({ password_hash: passwordHash, ...(name === undefined ? {} : { display_name: name }) })
    .where('id', '=', id)
    .where('password_hash', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function insertMembership(
  db: Db,
  membership: {
    readonly practice: PracticeId;
    readonly account: AccountId;
    readonly staffMember: StaffMemberId;
  },
): Promise<void> {
  await db
    .insertInto('membership')
    .values({
      practice_id: membership.practice,
      account_id: membership.account,
      staff_member_id: membership.staffMember,
    })
    .onConflict((conflict) => conflict.columns(['practice_id', 'account_id']).doNothing())
    .execute();
}

/** @returns false when the account never accepted to belong to this practice */
export async function changeMembership(
  db: Db,
  practice: PracticeId,
  account: AccountId,
  suspendedAt: Date | null,
): Promise<boolean> {
  const result = await db
    .updateTable('membership')
    .set({ suspended_at: suspendedAt })
    .where('practice_id', '=', practice)
    .where('account_id', '=', account)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** The accounts that administer an installation: those with the admin role are looked up practice by practice. */
export async function listAccountsOf(db: Db, practice: PracticeId): Promise<readonly AccountId[]> {
  const rows = await db
    .selectFrom('membership')
    .select('account_id')
    .where('practice_id', '=', practice)
    .orderBy('account_id')
    .limit(500)
    .execute();
  return rows.map((row) => row.account_id);
}

/** The account cannot be signed in to until its person has chosen a new password. */
export async function clearPassword(db: Db, id: AccountId): Promise<void> {
  await db.updateTable('account').set({ password_hash: null }).where('id', '=', id).execute();
}
