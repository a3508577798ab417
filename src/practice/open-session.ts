import type { Db } from '../database/database.ts';
import type { AccountId, DeviceId, PracticeId, StaffMemberId } from '../kit/ids.ts';
import { recordAuditEvent } from '../platform/audit.ts';
import { coarseNetworkOf } from '../platform/network.ts';
import { hashToken, newToken } from '../platform/token.ts';
import { enterPractice, listPracticesOf } from './queries/practices.ts';
import { insertSession } from './queries/sessions.ts';
import { findStaffMemberOf } from './queries/staff.ts';
import { findActor, type SessionActor } from './session.ts';
import { noteFullSignIn } from './shared-devices.ts';

/** Where an attempt comes from, for the limits and the audit trail. */
export interface Caller {
  readonly now: Date;
  /** Of the peer, or of the client of a trusted proxy. */
  readonly address: string;
  readonly requestId: string;
  readonly sessionHours: number;
  /** Idle time of the installation, where the practice has set none. */
  readonly idleMinutes: number;
  /** Of the shared desk that this browser is, if it is one. */
  readonly deviceToken: string | undefined;
}

/**
 * Opens a session in the practice the person most likely means: their newest own one, else the sample.
 * @param factor whether a second factor was passed on the way in
 */
export async function openSession(
  db: Db,
  account: AccountId,
  caller: Caller,
  { wanted, factor = false }: { readonly wanted?: PracticeId; readonly factor?: boolean } = {},
): Promise<string> {
  const practices = await listPracticesOf(db, account);
  const practice = practices.find((one) => one.id === wanted) ?? practices[0];
  const token = newToken();
  await insertSession(db, {
    tokenHash: hashToken(token),
    account,
    practice: practice?.id ?? null,
    now: caller.now,
    expiresAt: new Date(caller.now.getTime() + caller.sessionHours * 3_600_000),
    provedAt: caller.now,
    factorAt: factor ? caller.now : null,
  });
  if (practice === undefined) return token;
  await enterPractice(db, practice.id);
  const member = await findStaffMemberOf(db, practice.id, account);
  await recordArrival(db, practice.id, account, member?.id ?? null, caller);
  const opened = await findActor(db, hashToken(token), caller.now, caller.idleMinutes);
  if (opened !== undefined) await noteIfFull(db, opened, caller);
  return token;
}

/** Remembers a full sign-in at a shared desk; one whose second factor is missing is none. */
export async function noteIfFull(db: Db, session: SessionActor, caller: Caller): Promise<void> {
  if (session.state === 'full' && session.actor !== undefined) {
    await noteFullSignIn(db, session.actor, caller.deviceToken, caller.now);
  }
}

/** The trail of a practice notes that somebody came: by a sign-in, or by a PIN at the shared desk that is named. */
export async function recordArrival(
  db: Db,
  practice: PracticeId,
  account: AccountId,
  member: StaffMemberId | null,
  caller: Caller,
  byPin?: { readonly device: DeviceId; readonly result: string },
): Promise<void> {
  await recordAuditEvent(db, practice, {
    accountId: account,
    staffMemberId: member,
    action: byPin === undefined ? 'session.opened' : 'session.switchedByPin',
    result: byPin?.result ?? 'ok',
    patientIds: [],
    objectIds: byPin === undefined ? [] : [byPin.device],
    requestId: caller.requestId,
    network: coarseNetworkOf(caller.address),
  });
}
