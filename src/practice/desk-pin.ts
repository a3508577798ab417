import type { Database, Db } from '../database/database.ts';
import type { AccountId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { hashPassword, passwordMatches } from '../platform/password.ts';
import { countAttempt, type Limit } from '../platform/rate-limit.ts';
import { hashToken, newToken } from '../platform/token.ts';
import { told } from '../words/told.ts';
import { mustHaveFactor, type Practice, pinHours } from './model.ts';
import { type Caller, recordArrival } from './open-session.ts';
import { countPinTry, findDeskPin, forgetWrongPins, mostWrongPins, setDeskPin } from './queries/desk-pins.ts';
import { enterPractice } from './queries/practices.ts';
import { endSession, insertSession } from './queries/sessions.ts';
import {
  type DeskPerson,
  listDeskPeople,
  noteDeviceUse,
  type SharedDevice,
} from './queries/shared-devices.ts';
import { findDesk } from './shared-devices.ts';
import { tooMany } from './sign-in.ts';

// People mistype; nobody switches more than twice a minute for a quarter of an hour.
const pinsPerDevice: Limit = { name: 'pin.device', attempts: 30, windowMinutes: 15 };

/** Why a PIN will not do, in words for the person; undefined when it will. */
export function pinWeakness(pin: string): string | undefined {
  if (!/^\d{6,12}$/.test(pin)) return 'a PIN has six to twelve digits';
  const steps = [...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at]));
  if (steps.every((step) => step === steps[0])) return 'this is one of the first that anybody would try';
  if (new Set(pin).size < 3) return 'use more than two different digits';
  return undefined;
}

/** @returns `weak_password` */
export async function choosePin(
  db: Db,
  account: AccountId,
  pin: string,
  now: Date,
): Promise<Outcome<undefined, Refusal<'weak_password'>>> {
  const weak = pinWeakness(pin);
  if (weak !== undefined) return refuse('weak_password', weak);
  await setDeskPin(db, account, await hashPassword(pin), now);
  return done(undefined);
}

/** Whether a PIN is enough for this person here and now, or what is missing. */
export type PinReadiness = 'ready' | 'locked' | 'sign_in_first';

export function readinessOf(person: DeskPerson, now: Date): PinReadiness {
  if (person.wrong >= mostWrongPins) return 'locked';
  const needsFull = mustHaveFactor(person.roles) || person.hasFactor;
  const until = fullUntil(person);
  return needsFull && (until === undefined || until <= now) ? 'sign_in_first' : 'ready';
}

function fullUntil({ fullAt }: DeskPerson): Date | undefined {
  return fullAt === null ? undefined : new Date(fullAt.getTime() + pinHours * 3_600_000);
}

/** Who may switch at the desk that this browser is; undefined when it is none. */
export async function findDeskWithPeople(
  db: Db,
  token: string | undefined,
): Promise<
  | { readonly practice: Practice; readonly device: SharedDevice; readonly people: readonly DeskPerson[] }
  | undefined
> {
  const desk = await findDesk(db, token);
  if (desk === undefined) return undefined;
  return { ...desk, people: await listDeskPeople(db, desk.practice.id, desk.device.id) };
}

type PinRefusal = Refusal<'not_found' | 'wrong_pin' | 'too_many_attempts' | 'full_sign_in_required'>;

const noDesk = refuse('not_found', told.refusals.noSharedDesk);
const wrongPin = refuse('wrong_pin', told.refusals.wrongPin(mostWrongPins));
const locked = refuse('wrong_pin', told.refusals.pinLocked);
const fullFirst = refuse(
  'full_sign_in_required',
  `sign in fully at this desk first; then your PIN is enough for ${pinHours} hours`,
);

/**
 * Switches the person at a shared desk. The session that was there ends; the new one is marked, and proves nothing.
 * @param before the token that the browser had
 */
export async function switchByPin(
  database: Database,
  input: { readonly staffMemberId: string; readonly pin: string },
  before: string | undefined,
  caller: Caller,
): Promise<Outcome<{ readonly token: string }, PinRefusal>> {
  // Counted first and kept, whatever follows.
  const asked = await database.untenanted(async (db) => {
    const desk = await findDeskWithPeople(db, caller.deviceToken);
    if (desk === undefined) return noDesk;
    const within = await countAttempt(db, pinsPerDevice, desk.device.id, caller.now);
    const person = desk.people.find((one) => one.staffMemberId === input.staffMemberId);
    if (!within) return tooMany;
    if (person === undefined) return refuse('not_found', told.refusals.noPin);
    const readiness = readinessOf(person, caller.now);
    if (readiness === 'sign_in_first') return fullFirst;
    if (readiness === 'locked' || !(await countPinTry(db, person.accountId))) return locked;
    return done({ ...desk, person, pin: await findDeskPin(db, person.accountId) });
  });
  if (!asked.ok) return asked;
  const { practice, device, person, pin } = asked.value;
  // No connection is held while argon2 computes.
  const matches = await passwordMatches(pin?.pinHash, input.pin);
  return database.untenanted(async (db) => {
    await enterPractice(db, practice.id);
    const { accountId, staffMemberId } = person;
    const result = matches ? 'ok' : 'wrong_pin';
    await recordArrival(db, practice.id, accountId, staffMemberId, caller, { device: device.id, result });
    if (!matches) return wrongPin;
    // A new PIN, a reset or the end of the desk meanwhile: what was proved is not so any more.
    const [still, desk] = [await findDeskPin(db, accountId), await findDesk(db, caller.deviceToken)];
    if (still?.pinHash !== pin?.pinHash || desk === undefined) return wrongPin;
    await forgetWrongPins(db, accountId);
    await noteDeviceUse(db, practice.id, device.id, caller.now);
    if (before !== undefined) await endSession(db, hashToken(before), caller.now);
    const token = newToken();
    await insertSession(db, {
      tokenHash: hashToken(token),
      account: accountId,
      practice: practice.id,
      now: caller.now,
      expiresAt: endOf(person, caller),
      provedAt: null,
      factorAt: null,
      device: device.id,
    });
    return done({ token });
  });
}

// A session by PIN outlives the full sign-in that it rests on by nothing.
function endOf(person: DeskPerson, { now, sessionHours }: Caller): Date {
  const plain = new Date(now.getTime() + sessionHours * 3_600_000);
  const until = mustHaveFactor(person.roles) || person.hasFactor ? fullUntil(person) : undefined;
  return until !== undefined && until < plain ? until : plain;
}
