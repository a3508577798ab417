import { randomBytes } from 'node:crypto';
import type { Database, Db } from '../database/database.ts';
import type { SampleOrigin } from '../database/tables/practice.ts';
import type { AccountId, PracticeId, StaffMemberId } from '../kit/ids.ts';
import { isZone } from '../kit/instant.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import { hashToken, newToken } from '../platform/token.ts';
import { told } from '../words/told.ts';
import type { Actor, Practice } from './model.ts';
import {
  anyAccountExists,
  changeMembership,
  clearPassword,
  findAccountByEmail,
  insertAccount,
  listAccountsOf,
} from './queries/accounts.ts';
import {
  endFirstRunLinks,
  endInvitations,
  forgetLinkTokens,
  insertLinkToken,
} from './queries/link-tokens.ts';
import {
  enterPractice,
  findPractice,
  findPracticeByPublicId,
  insertPractice,
  listPractices,
} from './queries/practices.ts';
import { endSessionsIn, endSessionsOf, forgetSessions } from './queries/sessions.ts';
import {
  countAdminsForUpdate,
  findStaffMember,
  findStaffMemberOf,
  insertStaffMember,
  type StaffMember,
  updateStaffMember,
} from './queries/staff.ts';
import { joinAsAdmin } from './sign-in.ts';

const firstRunHours = 24;
const invitationDays = 7;

/**
 * A practice made at the console. Whoever administers any practice of this installation already administers the new
 * one too: both belong to whoever runs the server.
 * @returns `already_there` when the slug is taken, `invalid_input` when slug or zone will not do
 */
export async function createPractice(
  database: Database,
  input: {
    readonly slug: string;
    readonly name: string;
    readonly country?: string;
    readonly currency?: string;
    readonly zone?: string;
    readonly languages?: readonly string[];
    readonly sample?: SampleOrigin;
  },
): Promise<Outcome<Practice, Refusal<'already_there' | 'invalid_input'>>> {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(input.slug)) {
    return refuse('invalid_input', told.refusals.practiceName);
  }
  const zone = input.zone ?? 'America/New_York';
  if (!isZone(zone)) return refuse('invalid_input', told.refusals.noZone(zone));
  return database.untenanted(async (db) => {
    const others = await listPractices(db);
    const practice = await insertPractice(db, {
      publicId: randomBytes(9).toString('base64url'),
      slug: input.slug,
      name: input.name,
      country: input.country ?? 'US',
      currency: input.currency ?? 'USD',
      zone,
      languages: input.languages ?? ['en'],
      isSample: input.sample !== undefined,
      sample: input.sample ?? null,
    });
    if (practice === undefined) return refuse('already_there', told.refusals.practiceThere(input.slug));
    for (const [account, name] of await listAdmins(db, others))
      await joinAsAdmin(db, practice.id, account, name);
    return done(practice);
  });
}

async function listAdmins(db: Db, practices: readonly Practice[]): Promise<ReadonlyMap<AccountId, string>> {
  const admins = new Map<AccountId, string>();
  for (const practice of practices) {
    await enterPractice(db, practice.id);
    for (const account of await listAccountsOf(db, practice.id)) {
      const member = await findStaffMemberOf(db, practice.id, account);
      if (member?.state === 'active' && member.roles.includes('admin'))
        admins.set(account, member.displayName);
    }
  }
  return admins;
}

/** @returns a token for the first-run page, or undefined when somebody has an account here already */
export async function makeFirstRunLink(database: Database, now: Date): Promise<string | undefined> {
  return database.untenanted(async (db) => {
    if (await anyAccountExists(db)) return undefined;
    await endFirstRunLinks(db);
    const token = newToken();
    const expiresAt = new Date(now.getTime() + firstRunHours * 3_600_000);
    await insertLinkToken(db, {
      tokenHash: hashToken(token),
      purpose: 'first_run',
      practice: null,
      account: null,
      expiresAt,
    });
    return token;
  });
}

const staffAlready = refuse('already_there', told.refusals.staffAlready);

async function accountOf(db: Db, email: string, displayName: string): Promise<AccountId> {
  const known = await findAccountByEmail(db, email);
  if (known !== undefined) return known.id;
  const made = await insertAccount(db, { email, displayName, passwordHash: null });
  // Undefined: it was made by another transaction while ours waited, and is there now.
  const account = made ?? (await findAccountByEmail(db, email))?.id;
  if (account === undefined) throw new Error('an account is neither there nor can it be made');
  return account;
}

/**
 * Invites someone into the actor's practice. The link is handed over by the inviter; nothing is sent.
 * @returns `already_there` when that person is a staff member here already
 */
export async function inviteStaffMember(
  db: Db,
  actor: Actor,
  input: { readonly email: string; readonly displayName: string; readonly roles: readonly string[] },
  now: Date,
): Promise<Outcome<{ readonly member: StaffMember; readonly token: string }, Refusal<'already_there'>>> {
  const practice = actor.practice.id;
  const account = await accountOf(db, input.email, input.displayName);
  const existing = await findStaffMemberOf(db, practice, account);
  if (existing !== undefined && existing.state !== 'invited') return staffAlready;
  const id =
    existing?.id ??
    (await insertStaffMember(db, practice, {
      account,
      displayName: input.displayName,
      roles: input.roles,
      state: 'invited',
    }));
  // Somebody else invited the same person at the same moment.
  if (id === undefined) return staffAlready;
  if (existing !== undefined) await updateStaffMember(db, practice, id, { roles: input.roles });
  await endInvitations(db, practice, account);
  const token = `${actor.practice.publicId}.${newToken()}`;
  const expiresAt = new Date(now.getTime() + invitationDays * 86_400_000);
  await insertLinkToken(db, {
    tokenHash: hashToken(token),
    purpose: 'invitation',
    practice,
    account,
    expiresAt,
  });
  await tellDesks(db, 'staff');
  const member = await findStaffMember(db, practice, id);
  if (member === undefined) throw new Error('the invited staff member is missing');
  return done({ member, token });
}

/**
 * Changes roles or suspends. Suspending ends the person's sessions in this practice at once.
 * @returns `last_admin` when nobody would be left who administers the practice; `invalid_input` for making somebody
 *   active who has not accepted
 */
export async function changeStaffMember(
  db: Db,
  actor: Actor,
  id: StaffMemberId,
  change: { readonly roles?: readonly string[]; readonly state?: 'active' | 'suspended' },
  now: Date,
): Promise<Outcome<StaffMember, Refusal<'not_found' | 'last_admin' | 'invalid_input'>>> {
  const practice = actor.practice.id;
  const admins = await countAdminsForUpdate(db, practice);
  const before = await findStaffMember(db, practice, id);
  if (before === undefined) return refuse('not_found', told.refusals.noStaff);
  if (before.state === 'invited' && change.state === 'active') {
    return refuse('invalid_input', told.refusals.notAccepted);
  }
  const isAdmin = before.state === 'active' && before.accountId !== null && before.roles.includes('admin');
  const staysAdmin =
    (change.roles ?? before.roles).includes('admin') && (change.state ?? before.state) === 'active';
  if (isAdmin && !staysAdmin && admins <= 1) {
    return refuse('last_admin', told.refusals.lastAdmin);
  }
  let accepted = true;
  if (before.accountId !== null && change.state !== undefined) {
    const suspendedAt = change.state === 'suspended' ? now : null;
    accepted = await changeMembership(db, practice, before.accountId, suspendedAt);
    if (change.state === 'suspended') {
      await endSessionsIn(db, practice, before.accountId, now);
      await endInvitations(db, practice, before.accountId);
    }
  }
  // Whoever never accepted is readmitted to their invitation, not to the practice.
  const state = change.state === 'active' && !accepted ? { state: 'invited' as const } : {};
  await updateStaffMember(db, practice, id, { ...change, ...state });
  await tellDesks(db, 'staff');
  // Their streams are told only what the new roles may read.
  if (before.accountId !== null) await tellDesks(db, 'session', { id: before.accountId });
  const after = await findStaffMember(db, practice, id);
  if (after === undefined) throw new Error('the staff member is missing after the change');
  return done(after);
}

/** Forgets sessions and links that ended long ago, for the worker. */
export async function forgetEndedSessions(database: Database, now: Date): Promise<void> {
  await database.untenanted(async (db) => {
    await forgetSessions(db, now);
    await forgetLinkTokens(db, now);
  });
}

/** The practice of a slug, for the command line. */
export function getPracticeBySlug(database: Database, slug: string): Promise<Practice | undefined> {
  return database.untenanted((db) => findPractice(db, slug));
}

/** Keeps the practice's one line beside its name, where what is printed and sent finds it. */
export async function keepMission(db: Db, practice: PracticeId, mission: string): Promise<void> {
  await db.updateTable('practice').set({ mission }).where('id', '=', practice).execute();
}

/** Whether the actor writes cards by hand; the huddle then offers some. */
export async function changeWritesCards(db: Db, actor: Actor, writes: boolean): Promise<void> {
  if (actor.staffMemberId === null) return;
  await db
    .updateTable('staff_member')
    .set({ writes_cards: writes })
    .where('practice_id', '=', actor.practice.id)
    .where('id', '=', actor.staffMemberId)
    .execute();
}

/** The practice of a public id, with which the tokens of its links begin. */
export function getPracticeByPublicId(database: Database, publicId: string): Promise<Practice | undefined> {
  return database.untenanted((db) => findPracticeByPublicId(db, publicId));
}

/** Every practice of the installation, for what works on all of them in turn. */
export function listAllPractices(database: Database): Promise<readonly Practice[]> {
  return database.untenanted((db) => listPractices(db));
}

export async function getPracticeById(database: Database, id: PracticeId): Promise<Practice | undefined> {
  return (await listAllPractices(database)).find((practice) => practice.id === id);
}

/**
 * A new way in for somebody who lost their password, made at the console: whoever stands there owns the installation.
 * The old password and all sessions end at once; the link lets the person choose a new one, once, within a week.
 * @returns `not_found` when nobody with this address is an active staff member of the practice
 */
export async function newSignInLink(
  database: Database,
  practice: Practice,
  email: string,
  now: Date,
): Promise<Outcome<string, Refusal<'not_found'>>> {
  return database.untenanted(async (db) => {
    const account = await findAccountByEmail(db, email);
    await enterPractice(db, practice.id);
    const member = account === undefined ? undefined : await findStaffMemberOf(db, practice.id, account.id);
    if (account === undefined || account.disabled || member === undefined || member.state === 'suspended') {
      return refuse('not_found', told.refusals.nobodyHere);
    }
    await clearPassword(db, account.id);
    await endSessionsOf(db, account.id, now);
    await endInvitations(db, practice.id, account.id);
    const token = `${practice.publicId}.${newToken()}`;
    const expiresAt = new Date(now.getTime() + invitationDays * 86_400_000);
    await insertLinkToken(db, {
      tokenHash: hashToken(token),
      purpose: 'invitation',
      practice: practice.id,
      account: account.id,
      expiresAt,
    });
    return done(token);
  });
}
