import type { Database, Db } from '../database/database.ts';
import { type AccountId, newId, type PasskeyId, type StaffMemberId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { recordAuditEvent } from '../platform/audit.ts';
import { seal } from '../platform/seal.ts';
import { told } from '../words/told.ts';
import { describeSecret, newAuthenticatorSecret } from './factors/authenticator-code.ts';
import { newChallenge, takeChallenge } from './factors/challenges.ts';
import { hashRecoveryCode, newRecoveryCode, recoveryCodeCount } from './factors/recovery-codes.ts';
import { type RegistrationResponseJSON, readNewPasskey, registrationOptions } from './factors/web-authn.ts';
import type { Actor } from './model.ts';
import { findAccountByEmail } from './queries/accounts.ts';
import { removeDeskPin } from './queries/desk-pins.ts';
import {
  beginAuthenticatorApp,
  countRecoveryCodes,
  findAuthenticatorApp,
  removeAuthenticatorApp,
  removeRecoveryCodes,
  replaceRecoveryCodes,
} from './queries/factors.ts';
import {
  insertPasskey,
  listPasskeys,
  mostPasskeys,
  removePasskey,
  removePasskeys,
} from './queries/passkeys.ts';
import { enterPractice, listPracticesOf } from './queries/practices.ts';
import { endSessionsOf, noteProof } from './queries/sessions.ts';
import { findStaffMember, findStaffMemberOf } from './queries/staff.ts';
import { checkAppCode, type FactorGround, noPasskeysHere, sealPlace, wrongCode } from './second-factor.ts';
import type { SessionActor } from './session.ts';

const alreadyThere = refuse('already_there', told.refusals.appThere);
const lastFactor = refuse('last_factor', told.refusals.factorNeeded);

/** A secret for an authenticator app, which counts once a code of it was typed. */
export async function beginApp(
  db: Db,
  person: { readonly accountId: AccountId; readonly email: string },
  { key }: FactorGround,
  now: Date,
): Promise<Outcome<ReturnType<typeof describeSecret>, Refusal<'already_there'>>> {
  const secret = newAuthenticatorSecret();
  const sealed = seal(key, sealPlace(person.accountId), secret);
  const begun = await beginAuthenticatorApp(db, person.accountId, sealed, now);
  return begun ? done(describeSecret(secret, person.email)) : alreadyThere;
}

/** @returns the recovery codes, where these are the first; empty otherwise */
export async function confirmApp(
  db: Db,
  session: SessionActor,
  tokenHash: Buffer,
  code: string,
  ground: FactorGround,
  now: Date,
): Promise<Outcome<readonly string[], Refusal<'wrong_code'>>> {
  if (!(await checkAppCode(db, session.accountId, code, ground, now, 'begun'))) return wrongCode;
  await noteProof(db, tokenHash, now, true);
  return done(await firstRecoveryCodes(db, session.accountId));
}

export async function beginPasskey(
  db: Db,
  person: { readonly accountId: AccountId; readonly email: string; readonly displayName: string },
  { party }: FactorGround,
  now: Date,
): Promise<
  Outcome<Awaited<ReturnType<typeof registrationOptions>>, Refusal<'no_passkeys_here' | 'already_there'>>
> {
  if (party === undefined) return noPasskeysHere;
  const known = await listPasskeys(db, person.accountId);
  if (known.length >= mostPasskeys) {
    return refuse('already_there', told.refusals.manyPasskeys);
  }
  const challenge = await newChallenge(db, 'register', person.accountId, now);
  return done(await registrationOptions(party, { ...person, account: person.accountId }, known, challenge));
}

/** @returns the recovery codes, where these are the first; empty otherwise */
export async function addPasskey(
  db: Db,
  session: SessionActor,
  tokenHash: Buffer,
  input: { readonly name: string; readonly response: RegistrationResponseJSON },
  { party }: FactorGround,
  now: Date,
): Promise<Outcome<readonly string[], Refusal<'no_passkeys_here' | 'wrong_passkey' | 'already_there'>>> {
  if (party === undefined) return noPasskeysHere;
  const account = session.accountId;
  const { clientDataJSON } = input.response.response;
  const challenge = await takeChallenge(db, clientDataJSON, 'register', account, now);
  const made = challenge === undefined ? undefined : await readNewPasskey(party, input.response, challenge);
  if (made === undefined) return refuse('wrong_passkey', told.refusals.passkeyNotAdded);
  const id = newId<PasskeyId>(now.getTime());
  const added = await insertPasskey(db, { ...made, id, account, name: input.name, createdAt: now });
  if (!added) return refuse('already_there', told.refusals.passkeyThere);
  await noteProof(db, tokenHash, now, true);
  return done(await firstRecoveryCodes(db, account));
}

async function firstRecoveryCodes(db: Db, account: AccountId): Promise<readonly string[]> {
  return (await countRecoveryCodes(db, account)) > 0 ? [] : newRecoveryCodes(db, account);
}

/** New codes in place of the old. They are told this once; only their digests are kept. */
export async function newRecoveryCodes(db: Db, account: AccountId): Promise<readonly string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, newRecoveryCode);
  await replaceRecoveryCodes(db, account, codes.map(hashRecoveryCode));
  return codes;
}

/** @returns `last_factor` for the only one of somebody whose role needs one */
export async function removeApp(
  db: Db,
  session: SessionActor,
): Promise<Outcome<undefined, Refusal<'last_factor' | 'not_found'>>> {
  const { accountId } = session;
  if ((await findAuthenticatorApp(db, accountId))?.confirmedAt == null)
    return refuse('not_found', told.refusals.noApp);
  const others = await listPasskeys(db, accountId);
  if (others.length === 0 && session.mustHaveFactor) return lastFactor;
  await removeAuthenticatorApp(db, accountId);
  if (others.length === 0) await removeRecoveryCodes(db, accountId);
  return done(undefined);
}

/** @returns `last_factor` for the only one of somebody whose role needs one */
export async function forgetPasskey(
  db: Db,
  session: SessionActor,
  id: PasskeyId,
): Promise<Outcome<undefined, Refusal<'last_factor' | 'not_found'>>> {
  const { accountId } = session;
  const known = await listPasskeys(db, accountId);
  if (!known.some((one) => one.id === id)) return refuse('not_found', told.refusals.noPasskey);
  const app = await findAuthenticatorApp(db, accountId);
  const isLast = known.length === 1 && app?.confirmedAt == null;
  if (isLast && session.mustHaveFactor) return lastFactor;
  await removePasskey(db, accountId, id);
  if (isLast) await removeRecoveryCodes(db, accountId);
  return done(undefined);
}

async function resetFactors(db: Db, account: AccountId, now: Date): Promise<void> {
  await removePasskeys(db, account);
  await removeAuthenticatorApp(db, account);
  await removeRecoveryCodes(db, account);
  await removeDeskPin(db, account);
  await endSessionsOf(db, account, now);
}

/**
 * Takes a colleague's factors away, because they lost them; all their sessions end. They enrol anew at their next
 * sign-in where their role asks for it.
 * @returns `works_elsewhere` for somebody who works in another practice too: their account is not this one's to weaken
 */
export async function resetColleague(
  db: Db,
  actor: Actor,
  id: StaffMemberId,
  now: Date,
): Promise<Outcome<undefined, Refusal<'not_found' | 'works_elsewhere'>>> {
  const member = await findStaffMember(db, actor.practice.id, id);
  if (member === undefined) return refuse('not_found', told.refusals.noStaff);
  if (member.accountId === null || member.state === 'invited')
    return refuse('not_found', told.refusals.notSignedInYet);
  const practices = await listPracticesOf(db, member.accountId);
  if (practices.some((practice) => practice.id !== actor.practice.id && !practice.isSample)) {
    return refuse('works_elsewhere', told.refusals.worksElsewhere);
  }
  await resetFactors(db, member.accountId, now);
  return done(undefined);
}

/**
 * The way back in for somebody who lost everything, made at the console: whoever stands there owns the installation.
 * Each practice of the person has it in its trail.
 * @returns `not_found` when nobody here has this address
 */
export async function resetFactorsAtConsole(
  database: Database,
  email: string,
  requestId: string,
  now: Date,
): Promise<Outcome<undefined, Refusal<'not_found'>>> {
  return database.untenanted(async (db) => {
    const account = await findAccountByEmail(db, email);
    if (account === undefined) return refuse('not_found', told.refusals.noAccount);
    await resetFactors(db, account.id, now);
    for (const practice of await listPracticesOf(db, account.id)) {
      await enterPractice(db, practice.id);
      const member = await findStaffMemberOf(db, practice.id, account.id);
      await recordAuditEvent(db, practice.id, {
        accountId: null,
        staffMemberId: null,
        action: 'staff.resetFactorsAtConsole',
        result: 'ok',
        patientIds: [],
        objectIds: member === undefined ? [] : [member.id],
        requestId,
        network: null,
      });
    }
    return done(undefined);
  });
}
