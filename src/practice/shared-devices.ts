import type { Db } from '../database/database.ts';
import { type DeviceId, newId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { hashToken, newToken } from '../platform/token.ts';
import { told } from '../words/told.ts';
import type { Actor, Practice } from './model.ts';
import { enterPractice, findPracticeByPublicId } from './queries/practices.ts';
import { endSessionsAt } from './queries/sessions.ts';
import {
  findSharedDevice,
  insertSharedDevice,
  noteEntry,
  revokeSharedDevice,
  type SharedDevice,
} from './queries/shared-devices.ts';

/** The device of a browser's cookie and its practice, which the transaction enters. */
export async function findDesk(
  db: Db,
  token: string | undefined,
): Promise<{ readonly practice: Practice; readonly device: SharedDevice } | undefined> {
  const [publicId = '', secret = ''] = token?.split('.') ?? [];
  if (token === undefined || publicId === '' || secret === '') return undefined;
  const practice = await findPracticeByPublicId(db, publicId);
  if (practice === undefined) return undefined;
  await enterPractice(db, practice.id);
  const device = await findSharedDevice(db, practice.id, hashToken(token));
  return device === undefined ? undefined : { practice, device };
}

/** Makes this browser a shared desk of the actor's practice. @returns the token for its cookie */
export async function enrolDevice(
  db: Db,
  actor: Actor,
  name: string,
  now: Date,
): Promise<{ readonly id: DeviceId; readonly token: string }> {
  if (actor.staffMemberId === null) throw new Error('a device is enrolled by somebody at it');
  const token = `${actor.practice.publicId}.${newToken()}`;
  const id = newId<DeviceId>(now.getTime());
  const device = { id, tokenHash: hashToken(token), name, by: actor.staffMemberId, now };
  await insertSharedDevice(db, actor.practice.id, device);
  // Whoever enrols it has just proved themselves, at it.
  await noteEntry(db, actor.practice.id, id, actor.staffMemberId, now);
  return { id, token };
}

/** Ends a shared desk, and with it the sessions that a PIN opened there. @returns `not_found` */
export async function revokeDevice(
  db: Db,
  actor: Actor,
  id: DeviceId,
  now: Date,
): Promise<Outcome<undefined, Refusal<'not_found'>>> {
  if (!(await revokeSharedDevice(db, actor.practice.id, id, now)))
    return refuse('not_found', told.refusals.noDesk);
  await endSessionsAt(db, actor.practice.id, id, now);
  return done(undefined);
}

/** Remembers a full sign-in at the shared desk that the browser is, if it is one of the practice. */
export async function noteFullSignIn(
  db: Db,
  actor: Actor,
  token: string | undefined,
  now: Date,
): Promise<void> {
  if (actor.staffMemberId === null || token?.split('.')[0] !== actor.practice.publicId) return;
  const device = await findSharedDevice(db, actor.practice.id, hashToken(token));
  if (device !== undefined) await noteEntry(db, actor.practice.id, device.id, actor.staffMemberId, now);
}
