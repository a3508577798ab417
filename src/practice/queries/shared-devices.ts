import type { Db } from '../../database/database.ts';
import type { AccountId, DeviceId, PracticeId, StaffMemberId } from '../../kit/ids.ts';

export interface SharedDevice {
  readonly id: DeviceId;
  readonly name: string;
  readonly createdAt: Date;
  readonly usedAt: Date;
}

const columns = ['id', 'name', 'created_at as createdAt', 'used_at as usedAt'] as const;

/** One that was not revoked. */
export function findSharedDevice(
  db: Db,
  practice: PracticeId,
  tokenHash: Buffer,
): Promise<SharedDevice | undefined> {
  return db
    .selectFrom('shared_device')
    .select(columns)
    .where('practice_id', '=', practice)
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
}

export function listSharedDevices(db: Db, practice: PracticeId): Promise<SharedDevice[]> {
  return db
    .selectFrom('shared_device')
    .select(columns)
    .where('practice_id', '=', practice)
    .where('revoked_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .limit(200)
    .execute();
}

export async function insertSharedDevice(
  db: Db,
  practice: PracticeId,
  device: {
    readonly id: DeviceId;
    readonly tokenHash: Buffer;
    readonly name: string;
    readonly by: StaffMemberId;
    readonly now: Date;
  },
): Promise<void> {
  await db
    .insertInto('shared_device')
    .values({
      practice_id: practice,
      id: device.id,
      token_hash: device.tokenHash,
      name: device.name,
      enrolled_by: device.by,
      created_at: device.now,
      used_at: device.now,
    })
    .execute();
}

export async function noteDeviceUse(db: Db, practice: PracticeId, id: DeviceId, now: Date): Promise<void> {
  await db
    .updateTable('shared_device')
    .set({ used_at: now })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
}

/** @returns false when there is none that runs */
export async function revokeSharedDevice(
  db: Db,
  practice: PracticeId,
  id: DeviceId,
  now: Date,
): Promise<boolean> {
  const result = await db
    .updateTable('shared_device')
    .set({ revoked_at: now })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function noteEntry(
  db: Db,
  practice: PracticeId,
  device: DeviceId,
  member: StaffMemberId,
  now: Date,
): Promise<void> {
  await db
    .insertInto('shared_device_entry')
    .values({ practice_id: practice, device_id: device, staff_member_id: member, full_at: now })
    .onConflict((conflict) =>
      conflict.columns(['practice_id', 'device_id', 'staff_member_id']).doUpdateSet({ full_at: now }),
    )
    .execute();
}

export interface DeskPerson {
  readonly staffMemberId: StaffMemberId;
  readonly accountId: AccountId;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly wrong: number;
  readonly hasFactor: boolean;
  /** When they last signed in fully at this desk. */
  readonly fullAt: Date | null;
}

/** The active staff members of the practice who have set a PIN, by name. */
export async function listDeskPeople(
  db: Db,
  practice: PracticeId,
  device: DeviceId,
): Promise<readonly DeskPerson[]> {
  const rows = await db
    .selectFrom('staff_member')
    .innerJoin('account', 'account.id', 'staff_member.account_id')
    .innerJoin('desk_pin', 'desk_pin.account_id', 'staff_member.account_id')
    .innerJoin('membership', (join) =>
      join
        .onRef('membership.practice_id', '=', 'staff_member.practice_id')
        .onRef('membership.account_id', '=', 'staff_member.account_id'),
    )
    .leftJoin('shared_device_entry', (join) =>
      join
        .onRef('shared_device_entry.practice_id', '=', 'staff_member.practice_id')
        .onRef('shared_device_entry.staff_member_id', '=', 'staff_member.id')
        .on('shared_device_entry.device_id', '=', device),
    )
    .select((row) => [
      'staff_member.id as staffMemberId',
      'account.id as accountId',
      'staff_member.display_name as displayName',
      'staff_member.roles',
      'desk_pin.wrong',
      'shared_device_entry.full_at as fullAt',
      row
        .or([
          row.exists(
            row.selectFrom('passkey').select('id').whereRef('passkey.account_id', '=', 'account.id'),
          ),
          row.exists(
            row
              .selectFrom('authenticator_app')
              .select('account_id')
              .whereRef('authenticator_app.account_id', '=', 'account.id')
              .where('confirmed_at', 'is not', null),
          ),
        ])
        .as('hasFactor'),
    ])
    .where('staff_member.practice_id', '=', practice)
    .where('staff_member.state', '=', 'active')
    .where('membership.suspended_at', 'is', null)
    .where('account.disabled_at', 'is', null)
    .orderBy('staff_member.display_name')
    .orderBy('staff_member.id')
    .limit(100)
    .execute();
  return rows.map((row) => ({ ...row, hasFactor: Boolean(row.hasFactor) }));
}
