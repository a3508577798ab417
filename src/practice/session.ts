import type { Db } from '../database/database.ts';
import type { AccountId, DeviceId } from '../kit/ids.ts';
import { type Actor, mustHaveFactor, proofMinutes, type SessionState } from './model.ts';
import { type FoundSession, findSession } from './queries/find-session.ts';
import { touchSession } from './queries/sessions.ts';
import { findStaffMember } from './queries/staff.ts';

export interface SessionActor {
  readonly id: string;
  readonly accountId: AccountId;
  readonly email: string;
  readonly seenAt: Date;
  readonly state: SessionState;
  /** Proved themselves within the last minutes, by a second factor where they have one. */
  readonly fresh: boolean;
  readonly hasFactor: boolean;
  readonly mustHaveFactor: boolean;
  readonly deviceId: DeviceId | null;
  readonly idleMinutes: number;
  /** What the first account has to say next; null: nothing. */
  readonly firstRun: 'practice' | 'ways' | null;
  /** Undefined: the account belongs to no practice, or was suspended in the one it worked in. */
  readonly actor: Actor | undefined;
}

/**
 * Who a token stands for, and enters their practice for the rest of the transaction. A suspended or merely invited
 * staff member is nobody here, whatever roles the row still holds.
 *
 * The state is worked out anew each time: somebody who becomes a manager at noon, or adds a second factor elsewhere,
 * is pending with their next request.
 */
export async function findActor(
  db: Db,
  tokenHash: Buffer,
  now: Date,
  idleMinutes: number,
): Promise<SessionActor | undefined> {
  const session = await findSession(db, tokenHash, now, idleMinutes);
  if (session === undefined) return undefined;
  const actor = await actorOf(db, session);
  const must = mustHaveFactor(actor?.roles ?? []);
  const pending = session.kind === 'full' && (session.hasFactor || must) && session.factorAt === null;
  const state = session.kind === 'pin' ? 'pin' : pending ? 'mfa_pending' : 'full';
  const proof = session.hasFactor || must ? session.factorAt : session.provedAt;
  return {
    id: session.id,
    accountId: session.accountId,
    email: session.email,
    seenAt: session.seenAt,
    state,
    fresh: state === 'full' && proof !== null && now.getTime() - proof.getTime() <= proofMinutes * 60_000,
    hasFactor: session.hasFactor,
    mustHaveFactor: must,
    deviceId: session.deviceId,
    idleMinutes: session.idleMinutes,
    firstRun: session.firstRun,
    actor,
  };
}

async function actorOf(
  db: Db,
  { accountId, practice, staffMemberId }: FoundSession,
): Promise<Actor | undefined> {
  if (practice === null || staffMemberId === null) return undefined;
  const member = await findStaffMember(db, practice.id, staffMemberId);
  if (member?.state !== 'active') return undefined;
  return { practice, accountId, staffMemberId, displayName: member.displayName, roles: member.roles };
}

// Idle time is minutes, so a write every half minute is exact enough and keeps reads from being writes.
const touchEveryMs = 30_000;

export async function touch(db: Db, tokenHash: Buffer, seenAt: Date, now: Date): Promise<void> {
  if (now.getTime() - seenAt.getTime() >= touchEveryMs) await touchSession(db, tokenHash, now);
}
