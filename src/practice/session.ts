import type { Db } from '../database/database.ts';
import type { AccountId } from '../kit/ids.ts';
import type { Actor } from './model.ts';
import { findSession } from './queries/find-session.ts';
import { touchSession } from './queries/sessions.ts';
import { findStaffMember } from './queries/staff.ts';

export interface SessionActor {
  readonly accountId: AccountId;
  readonly email: string;
  readonly seenAt: Date;
  /** Undefined: the account belongs to no practice, or was suspended in the one it worked in. */
  readonly actor: Actor | undefined;
}

/**
 * Who a token stands for, and enters their practice for the rest of the transaction. A suspended or merely invited
 * staff member is nobody here, whatever roles the row still holds.
 */
export async function findActor(
  db: Db,
  tokenHash: Buffer,
  now: Date,
  idleMinutes: number,
): Promise<SessionActor | undefined> {
  const session = await findSession(db, tokenHash, now, idleMinutes);
  if (session === undefined) return undefined;
  const { accountId, email, seenAt, practice, staffMemberId } = session;
  if (practice === null || staffMemberId === null) return { accountId, email, seenAt, actor: undefined };
  const member = await findStaffMember(db, practice.id, staffMemberId);
  if (member?.state !== 'active') return { accountId, email, seenAt, actor: undefined };
  return {
    accountId,
    email,
    seenAt,
    actor: { practice, accountId, staffMemberId, displayName: member.displayName, roles: member.roles },
  };
}

// Idle time is minutes, so a write every half minute is exact enough and keeps reads from being writes.
const touchEveryMs = 30_000;

export async function touch(db: Db, tokenHash: Buffer, seenAt: Date, now: Date): Promise<void> {
  if (now.getTime() - seenAt.getTime() >= touchEveryMs) await touchSession(db, tokenHash, now);
}
