import { sql } from 'kysely';
import type { Database, Db } from '../database/database.ts';
import type { AccountId, PracticeId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { networkOf } from '../platform/network.ts';
import { hashPassword, passwordMatches, weakness } from '../platform/password.ts';
import { countAttempt, type Limit } from '../platform/rate-limit.ts';
import { hashToken } from '../platform/token.ts';
import { told } from '../words/told.ts';
import { type Caller, openSession, recordArrival } from './open-session.ts';
import {
  anyAccountExists,
  findAccount,
  findAccountByEmail,
  findAccountForUpdate,
  insertAccount,
  insertMembership,
  setFirstPassword,
} from './queries/accounts.ts';
import { claimLinkToken, findLinkToken } from './queries/link-tokens.ts';
import { enterPractice, listPractices, listPracticesOf } from './queries/practices.ts';
import { moveSession } from './queries/sessions.ts';
import { findStaffMemberOf, insertStaffMember, updateStaffMember } from './queries/staff.ts';
import { findActor, type SessionActor } from './session.ts';

// An attacker who knows an address can try ten passwords from one network in a quarter of an hour, and a hundred an
// hour from all networks together; the person themselves rarely needs more than three.
const perAccountAndNetwork: Limit = { name: 'sign_in.account_network', attempts: 10, windowMinutes: 15 };
const perAccount: Limit = { name: 'sign_in.account', attempts: 100, windowMinutes: 60 };
const perNetwork: Limit = { name: 'sign_in.network', attempts: 60, windowMinutes: 15 };
const linksPerNetwork: Limit = { name: 'link.network', attempts: 30, windowMinutes: 15 };

export type SignInRefusal = Refusal<
  'wrong_credentials' | 'too_many_attempts' | 'link_ended' | 'weak_password'
>;
type SignedIn = Outcome<{ readonly token: string }, SignInRefusal>;

export const tooMany = refuse('too_many_attempts', told.refusals.tooMany);
const wrong = refuse('wrong_credentials', told.refusals.wrong);
const notAMember = refuse('not_found', told.refusals.notAMember);
const ended = refuse('link_ended', told.refusals.linkEnded);

export function signInLimits(email: string, network: string): readonly (readonly [Limit, string])[] {
  return [
    [perAccountAndNetwork, `${email} ${network}`],
    [perAccount, email],
    [perNetwork, network],
  ];
}

export async function withinLimits(
  database: Database,
  keys: readonly (readonly [Limit, string])[],
  now: Date,
): Promise<boolean> {
  return database.untenanted(async (db) => {
    let within = true;
    for (const [limit, key] of keys) within = (await countAttempt(db, limit, key, now)) && within;
    return within;
  });
}

/**
 * Signs a person in. An unknown address and a wrong password take equally long and get the same answer.
 * Every attempt counts, also a refused one, in a transaction of its own.
 */
export async function signIn(
  database: Database,
  email: string,
  password: string,
  caller: Caller,
): Promise<SignedIn> {
  const network = networkOf(caller.address);
  if (!(await withinLimits(database, signInLimits(email, network), caller.now))) return tooMany;
  const account = await database.untenanted((db) => findAccountByEmail(db, email));
  // No connection is held while argon2 computes.
  const matches = await passwordMatches(account?.passwordHash, password);
  if (!matches || account === undefined || account.disabled) return wrong;
  return done({ token: await database.untenanted((db) => openSession(db, account.id, caller)) });
}

/**
 * Turns the console's one-time link into the first account, which administers every practice there is.
 * Only the link says anything about accounts: without it, no address can be asked about.
 */
export async function useFirstRunLink(
  database: Database,
  input: {
    readonly token: string;
    readonly displayName: string;
    readonly email: string;
    readonly password: string;
  },
  caller: Caller,
): Promise<SignedIn> {
  if (!(await withinLimits(database, [[linksPerNetwork, networkOf(caller.address)]], caller.now)))
    return tooMany;
  const weak = weakness(input.password, input.email);
  if (weak !== undefined) return refuse('weak_password', weak);
  const passwordHash = await hashPassword(input.password);
  return database.untenanted(async (db): Promise<SignedIn> => {
    // Two consoles may have printed two links: whoever comes second finds an account and is turned away.
    await sql`select pg_advisory_xact_lock(4604, 0)`.execute(db);
    const link = await claimLinkToken(db, hashToken(input.token), 'first_run', caller.now);
    if (link === undefined || (await anyAccountExists(db))) return ended;
    const account = await insertAccount(db, {
      email: input.email,
      displayName: input.displayName,
      passwordHash,
      firstRun: 'practice',
    });
    // An account without a password was invited and never came; it is not the first one's to take.
    if (account === undefined) return ended;
    for (const practice of await listPractices(db))
      await joinAsAdmin(db, practice.id, account, input.displayName);
    return done({ token: await openSession(db, account, caller) });
  });
}

/** Makes the account a staff member who administers the practice. For the console and the first run. */
export async function joinAsAdmin(
  db: Db,
  practice: PracticeId,
  account: AccountId,
  displayName: string,
): Promise<void> {
  await enterPractice(db, practice);
  const roles = ['admin', 'manager', 'front_desk'];
  const made = await insertStaffMember(db, practice, { account, displayName, roles, state: 'active' });
  const staffMember = made ?? (await findStaffMemberOf(db, practice, account))?.id;
  if (staffMember === undefined) throw new Error('a staff member is neither there nor can be made');
  await insertMembership(db, { practice, account, staffMember });
}

/**
 * Accepts an invitation. Somebody new chooses a password; somebody who has an account proves it with theirs, so that
 * an invitation can never change the credentials of an existing account. A wrong password counts against the account
 * as at sign-in: an invitation is no second door to guess through.
 */
export async function acceptInvitation(
  database: Database,
  input: { readonly token: string; readonly password: string; readonly displayName: string | undefined },
  caller: Caller,
): Promise<SignedIn> {
  const { now } = caller;
  const network = networkOf(caller.address);
  if (!(await withinLimits(database, [[linksPerNetwork, network]], now))) return tooMany;
  const tokenHash = hashToken(input.token);
  const invited = await database.untenanted(async (db) => {
    const link = await findLinkToken(db, tokenHash, 'invitation', now);
    return link?.account ? findAccount(db, link.account) : undefined;
  });
  if (invited === undefined || invited.disabled) return ended;
  const proof = await proveOrChoose(database, invited, input.password, network, now);
  if (!proof.ok) return proof;
  return database.untenanted(async (db): Promise<SignedIn> => {
    const account = await findAccountForUpdate(db, invited.id);
    // Chosen through another invitation meanwhile: what was proved is not so any more.
    if (account === undefined || account.passwordHash !== invited.passwordHash) return wrong;
    const link = await claimLinkToken(db, tokenHash, 'invitation', now);
    if (link?.practice == null || account.disabled) return ended;
    await enterPractice(db, link.practice);
    const member = await findStaffMemberOf(db, link.practice, account.id);
    if (member === undefined || member.state === 'suspended') return ended;
    if (proof.value !== undefined) await setFirstPassword(db, account.id, proof.value, input.displayName);
    await updateStaffMember(db, link.practice, member.id, { state: 'active' });
    await insertMembership(db, { practice: link.practice, account: account.id, staffMember: member.id });
    return done({ token: await openSession(db, account.id, caller, { wanted: link.practice }) });
  });
}

/**
 * The hash of a first password, or undefined for somebody who has proved theirs. No connection is held while argon2
 * computes.
 */
async function proveOrChoose(
  database: Database,
  account: { readonly email: string; readonly passwordHash: string | null },
  password: string,
  network: string,
  now: Date,
): Promise<Outcome<string | undefined, SignInRefusal>> {
  if (account.passwordHash === null) {
    const weak = weakness(password, account.email);
    return weak === undefined ? done(await hashPassword(password)) : refuse('weak_password', weak);
  }
  const keys = signInLimits(account.email, network);
  if (!(await withinLimits(database, keys, now))) return tooMany;
  return (await passwordMatches(account.passwordHash, password)) ? done(undefined) : wrong;
}

/**
 * Moves a running session to another practice of its account. The trail of that practice notes the arrival.
 * @returns `not_found` for a practice that the account does not belong to, or is suspended in
 */
export async function switchPractice(
  db: Db,
  session: { readonly tokenHash: Buffer; readonly accountId: AccountId },
  slug: string,
  caller: Caller,
): Promise<Outcome<SessionActor, Refusal<'not_found'>>> {
  const practice = (await listPracticesOf(db, session.accountId)).find((one) => one.slug === slug);
  if (practice === undefined) return notAMember;
  await moveSession(db, session.tokenHash, practice.id);
  const moved = await findActor(db, session.tokenHash, caller.now, caller.idleMinutes);
  if (moved?.actor === undefined) return notAMember;
  await recordArrival(db, moved.actor.practice.id, session.accountId, moved.actor.staffMemberId, caller);
  return done(moved);
}
