import type { Db } from '../database/database.ts';
import type { AccountId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { passwordMatches } from '../platform/password.ts';
import type { Limit } from '../platform/rate-limit.ts';
import { unseal } from '../platform/seal.ts';
import { hashToken, newToken } from '../platform/token.ts';
import { told } from '../words/told.ts';
import { stepOfCode } from './factors/authenticator-code.ts';
import { newChallenge, takeChallenge } from './factors/challenges.ts';
import { hashRecoveryCode } from './factors/recovery-codes.ts';
import type { RelyingParty } from './factors/relying-party.ts';
import { type AuthenticationResponseJSON, proofOptions, readProof } from './factors/web-authn.ts';
import { type Caller, noteIfFull } from './open-session.ts';
import { findAccount } from './queries/accounts.ts';
import { claimAppStep, claimRecoveryCode, findAuthenticatorApp } from './queries/factors.ts';
import { claimPasskeyUse, findPasskey, listPasskeys } from './queries/passkeys.ts';
import { noteProof, renewToken } from './queries/sessions.ts';
import { findActor, type SessionActor } from './session.ts';

/** What second factors rest on besides the database. */
export interface FactorGround {
  /** Seals the secrets of authenticator apps. */
  readonly key: Buffer;
  /** Undefined: passkeys do not work at this server's address. */
  readonly party: RelyingParty | undefined;
}

export type Proof =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'recovery'; readonly code: string }
  | { readonly kind: 'passkey'; readonly response: AuthenticationResponseJSON }
  | { readonly kind: 'password'; readonly password: string };

// Right ones count too, and a desk that locks every ten minutes needs sixty a day. Three codes of a million are right at
// any moment: whoever has the password as well would guess for 2,800 days on average.
export const proofLimits: readonly Limit[] = [
  { name: 'proof.account', attempts: 10, windowMinutes: 15 },
  { name: 'proof.account.day', attempts: 120, windowMinutes: 1440 },
];

export const wrongCode = refuse('wrong_code', told.refusals.wrongCode);
const wrongRecoveryCode = refuse('wrong_code', told.refusals.wrongRecovery);
const wrongPasskey = refuse('wrong_passkey', told.refusals.wrongPasskey);
const wrongPassword = refuse('wrong_credentials', told.refusals.wrongPassword);
export const noPasskeysHere = refuse('no_passkeys_here', told.refusals.bareAddress);

export type ProofRefusal = Refusal<'wrong_code' | 'wrong_passkey' | 'wrong_credentials' | 'no_passkeys_here'>;

export function sealPlace(account: AccountId): string {
  return `authenticator_app ${account}`;
}

/** The code of an app: of a confirmed one, or of one that is being set up. */
export async function checkAppCode(
  db: Db,
  account: AccountId,
  code: string,
  { key }: FactorGround,
  now: Date,
  state: 'confirmed' | 'begun',
): Promise<boolean> {
  const app = await findAuthenticatorApp(db, account);
  if (app === undefined || (app.confirmedAt !== null) !== (state === 'confirmed')) return false;
  const secret = unseal(key, sealPlace(account), app.secret);
  if (secret === undefined) return false;
  const step = stepOfCode(secret, code, now, app.lastStep);
  return step !== undefined && claimAppStep(db, account, step, now);
}

/** What the person's authenticator shall sign. */
export async function beginPasskeyProof(
  db: Db,
  account: AccountId,
  { party }: FactorGround,
  now: Date,
): Promise<Outcome<Awaited<ReturnType<typeof proofOptions>>, ProofRefusal>> {
  if (party === undefined) return noPasskeysHere;
  const challenge = await newChallenge(db, 'prove', account, now);
  return done(await proofOptions(party, await listPasskeys(db, account), challenge));
}

/** The account whose passkey signed the challenge; of `account` alone where one is named. */
export async function checkPasskey(
  db: Db,
  response: AuthenticationResponseJSON,
  account: AccountId | null,
  { party }: FactorGround,
  now: Date,
): Promise<Outcome<AccountId, ProofRefusal>> {
  if (party === undefined) return noPasskeysHere;
  const purpose = account === null ? 'sign_in' : 'prove';
  const challenge = await takeChallenge(db, response.response.clientDataJSON, purpose, account, now);
  const passkey = await findPasskey(db, Buffer.from(response.id, 'base64url'));
  if (challenge === undefined || passkey === undefined) return wrongPasskey;
  if (account !== null && passkey.account !== account) return wrongPasskey;
  const counter = await readProof(party, response, passkey, challenge);
  if (counter === undefined || !(await claimPasskeyUse(db, passkey.id, counter, now))) return wrongPasskey;
  return done(passkey.account);
}

/**
 * Passes the second factor: it ends `mfa_pending`, and renews the proof that a step-up asks for. Somebody who has no
 * factor and needs none proves themselves by their password.
 * @returns a token that replaces the session's own where it is worth more from now on, and the session
 */
export async function proveSecondFactor(
  db: Db,
  session: SessionActor,
  tokenHash: Buffer,
  proof: Proof,
  ground: FactorGround,
  caller: Caller,
): Promise<Outcome<{ readonly token: string | undefined; readonly session: SessionActor }, ProofRefusal>> {
  const { now } = caller;
  const checked = await check(db, session, proof, ground, now);
  if (!checked.ok) return checked;
  await noteProof(db, tokenHash, now, proof.kind !== 'password');
  const token = session.state === 'mfa_pending' ? newToken() : undefined;
  const hash = token === undefined ? tokenHash : hashToken(token);
  if (token !== undefined) await renewToken(db, tokenHash, hash);
  const after = await findActor(db, hash, now, caller.idleMinutes);
  if (after === undefined) throw new Error('the session is gone that was proved');
  if (token !== undefined) await noteIfFull(db, after, caller);
  return done({ token, session: after });
}

async function check(
  db: Db,
  session: SessionActor,
  proof: Proof,
  ground: FactorGround,
  now: Date,
): Promise<Outcome<unknown, ProofRefusal>> {
  const { accountId } = session;
  switch (proof.kind) {
    case 'code':
      return (await checkAppCode(db, accountId, proof.code, ground, now, 'confirmed'))
        ? done(undefined)
        : wrongCode;
    case 'recovery':
      return (await claimRecoveryCode(db, accountId, hashRecoveryCode(proof.code), now))
        ? done(undefined)
        : wrongRecoveryCode;
    case 'passkey':
      return checkPasskey(db, proof.response, accountId, ground, now);
    case 'password': {
      // Whoever has a second factor proves themselves by that alone.
      if (session.hasFactor || session.mustHaveFactor) return wrongPassword;
      const account = await findAccount(db, accountId);
      return (await passwordMatches(account?.passwordHash, proof.password)) ? done(undefined) : wrongPassword;
    }
  }
}
