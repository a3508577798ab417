import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import { type AccountId, newId, type PracticeId, type StaffMemberId } from '../../kit/ids.ts';

export interface StaffMember {
  readonly id: StaffMemberId;
  readonly accountId: AccountId | null;
  readonly displayName: string;
  readonly email: string | null;
  readonly roles: readonly string[];
  readonly languages: readonly string[];
  readonly state: 'invited' | 'active' | 'suspended';
}

function select(db: Db, practice: PracticeId) {
  return db
    .selectFrom('staff_member')
    .leftJoin('account', 'account.id', 'staff_member.account_id')
    .select([
      'staff_member.id',
      'staff_member.account_id as accountId',
      'staff_member.display_name as displayName',
      'account.email',
      'staff_member.roles',
      'staff_member.languages',
      'staff_member.state',
    ])
    .where('staff_member.practice_id', '=', practice);
}

export async function findStaffMember(
  db: Db,
  practice: PracticeId,
  id: StaffMemberId,
): Promise<StaffMember | undefined> {
  return select(db, practice).where('staff_member.id', '=', id).executeTakeFirst();
}

export async function listStaff(db: Db, practice: PracticeId): Promise<readonly StaffMember[]> {
  return select(db, practice)
    .orderBy('staff_member.display_name')
    .orderBy('staff_member.id')
    .limit(200)
    .execute();
}

/** @returns undefined when the account is a staff member here already */
export async function insertStaffMember(
  db: Db,
  practice: PracticeId,
  member: {
    readonly account: AccountId | null;
    readonly displayName: string;
    readonly roles: readonly string[];
    readonly state: StaffMember['state'];
    readonly languages?: readonly string[];
  },
): Promise<StaffMemberId | undefined> {
  const row = await db
    .insertInto('staff_member')
    .values({
      practice_id: practice,
      id: newId(),
      account_id: member.account,
      display_name: member.displayName,
      roles: [...member.roles],
      languages: [...(member.languages ?? [])],
      state: member.state,
    })
    .onConflict((conflict) => conflict.columns(['practice_id', 'account_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export async function updateStaffMember(
  db: Db,
  practice: PracticeId,
  id: StaffMemberId,
  change: { readonly roles?: readonly string[]; readonly state?: StaffMember['state'] },
): Promise<void> {
  const set = {
    ...(change.roles === undefined ? {} : { roles: [...change.roles] }),
    ...(change.state === undefined ? {} : { state: change.state }),
  };
  if (Object.keys(set).length === 0) return;
  await db
    .updateTable('staff_member')
    .set(set)
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
}

/** Those who can sign in and administer; a practice never loses its last. Locked until the transaction ends. */
export async function countAdminsForUpdate(db: Db, practice: PracticeId): Promise<number> {
  const rows = await sql<{ id: string }>`
    select id from staff_member
    where practice_id = ${practice} and state = 'active' and account_id is not null and 'admin' = any(roles)
    order by id for update`.execute(db);
  return rows.rows.length;
}

export async function findStaffMemberOf(
  db: Db,
  practice: PracticeId,
  account: AccountId,
): Promise<StaffMember | undefined> {
  return select(db, practice).where('staff_member.account_id', '=', account).executeTakeFirst();
}
