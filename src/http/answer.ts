import type { FastifyRequest } from 'fastify';
import type { Db } from '../database/database.ts';
import type { InputOf, Operation, Parsed } from '../kit/contract.ts';
import { type AccountId, isUuid, type PatientId, type PracticeId } from '../kit/ids.ts';
import { localDateIn } from '../kit/instant.ts';
import type { LocalDate } from '../kit/local-date.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { recordAuditEvent } from '../platform/audit.ts';
import { coarseNetworkOf } from '../platform/network.ts';
import { countAttempt, type Limit } from '../platform/rate-limit.ts';
import { hashToken } from '../platform/token.ts';
import type { Actor } from '../practice/model.ts';
import type { Caller } from '../practice/open-session.ts';
import { type Access, policy, type Verb } from '../practice/policy.ts';
import { findActor, type SessionActor, touch } from '../practice/session.ts';
import { told } from '../words/told.ts';
import { readInput, type sendInputErrors } from './guards.ts';
import type { HttpPorts } from './ports.ts';
import type { Context, Handler, Seen } from './request-context.ts';
import { readDeviceToken } from './session-cookie.ts';

export type StaffOperation = Operation<Access>;

export const notSignedIn = refuse('not_signed_in', told.refusals.sessionEnded).refusal;

/** Says whose work it is, so that somebody can ask the right colleague. */
function notAllowedTo(verb: Access): Refusal<'not_allowed'> {
  const included = Object.hasOwn(policy, verb) ? policy[verb as Verb] : [];
  const names = included.map((role) => told.roles[role]).join(', ');
  return refuse('not_allowed', names === '' ? told.refusals.notAllowed : told.refusals.onlyRoles(names))
    .refusal;
}

const noPractice = refuse('no_practice', told.refusals.noPractice).refusal;

interface Remembered extends Seen {
  readonly patients: Set<PatientId>;
  readonly objects: Set<string>;
  lastDeed(): string | undefined;
  isAgain(): boolean;
}

const secondFactorRequired = refuse('second_factor_required', told.refusals.factorFirst).refusal;
export const stepUpRequired = refuse('step_up_required', told.refusals.stepUp).refusal;
const fullSignInRequired = refuse('full_sign_in_required', told.refusals.fullSignIn).refusal;

/** Why a session is not worth enough for an operation; undefined when it is. */
function tooLittle(session: SessionActor, needed: StaffOperation['session']): Refusal | undefined {
  if (session.state === 'mfa_pending') {
    // Whoever knows no more than the password of an account must not add a factor of their own to those that it has.
    const may = needed === 'pending' || (needed === 'enrol' && !session.hasFactor);
    return may ? undefined : secondFactorRequired;
  }
  if (needed === undefined || needed === 'pending') return undefined;
  if (session.state === 'pin') return fullSignInRequired;
  return needed !== 'full' && !session.fresh ? stepUpRequired : undefined;
}

/** For an operation that needs a fresh proof only sometimes. */
export function needsFresh(session: SessionActor): Refusal | undefined {
  return tooLittle(session, 'fresh');
}

function rememberSeen(): Remembered {
  let deed: string | undefined;
  let again = false;
  const patients = new Set<PatientId>();
  const objects = new Set<string>();
  return {
    patients,
    objects,
    patient: (...ids) => {
      for (const id of ids) patients.add(id);
    },
    object: (...ids) => {
      for (const id of ids) objects.add(id);
    },
    deed: (id) => {
      deed = id;
    },
    lastDeed: () => deed,
    again: () => {
      again = true;
    },
    isAgain: () => again,
  };
}

interface Work {
  readonly operation: StaffOperation;
  readonly request: FastifyRequest;
  readonly ports: HttpPorts;
  readonly token: string;
}

export type Answer = Outcome<unknown> & {
  readonly errors?: Parameters<typeof sendInputErrors>[1];
  /** By which what was done can be taken back. */
  readonly deed?: string;
};

// Ids that the request names are audited too, found or not: probing for another practice's patients leaves a trace.
// Anything else that stands where an id belongs is not: it may be a name, or no text at all.
function namedIds(request: FastifyRequest): readonly string[] {
  return Object.values((request.params ?? {}) as Record<string, string>).filter(isUuid);
}

/** Where a request comes from, for the limits and the audit trail. */
export function callerOf(request: FastifyRequest, ports: HttpPorts): Caller {
  return {
    now: ports.clock.now(),
    address: request.ip,
    requestId: request.id,
    sessionHours: ports.config.sessionHours,
    idleMinutes: ports.config.idleMinutes,
    deviceToken: readDeviceToken(request, ports.origin),
  };
}

async function audit(db: Db, work: Work, actor: Actor, seen: Remembered, result: string): Promise<void> {
  await recordAuditEvent(db, actor.practice.id, {
    accountId: actor.accountId,
    staffMemberId: actor.staffMemberId,
    action: work.operation.name,
    result,
    patientIds: [...seen.patients],
    objectIds: [...new Set([...namedIds(work.request), ...seen.objects])],
    requestId: work.request.id,
    network: coarseNetworkOf(work.request.ip),
  });
}

// Thrown to roll back what a refused action had written before it said no.
class RolledBack extends Error {}

// The server ends a statement that takes longer: no request may hold the database for minutes.
const requestOptions = { statementTimeoutMs: 60_000 } as const;

/** A page says so of what it asks while nobody touches it; the word can shorten a session, never lengthen it. */
export const byItselfHeader = 'keepwell-by-itself';

// A stream of news, and what a page looks up because of one: a desk that nobody sits at must fall asleep.
function isByItself(operation: StaffOperation, request: FastifyRequest): boolean {
  return operation.name === 'live.events' || request.headers[byItselfHeader] !== undefined;
}

interface Admitted {
  readonly admitted: true;
  readonly context: Context;
  readonly actor: Actor | undefined;
  readonly seen: Remembered;
  readonly input: unknown;
}

/** Session, role, input: whoever passes all three gets a context, everybody else an answer. */
async function admit(
  work: Work,
  db: Db,
  now: Date,
): Promise<Admitted | (Answer & { readonly admitted: false })> {
  const { operation, ports, request } = work;
  const tokenHash = hashToken(work.token);
  const session = await findActor(db, tokenHash, now, ports.config.idleMinutes);
  if (session === undefined) return { admitted: false, ok: false, refusal: notSignedIn };
  if (!isByItself(operation, request)) await touch(db, tokenHash, session.seenAt, now);
  const { actor } = session;
  if (actor === undefined && operation.verb !== 'signed_in') {
    return { admitted: false, ok: false, refusal: noPractice };
  }
  const seen = rememberSeen();
  // Of a session by PIN each event names the device: the trail tells who switched there from who signed in.
  if (session.state === 'pin' && session.deviceId !== null) seen.object(session.deviceId);
  const little = tooLittle(session, operation.session);
  if (little !== undefined && session.state === 'mfa_pending') {
    if (actor !== undefined) await audit(db, work, actor, seen, little.code);
    return { admitted: false, ok: false, refusal: little };
  }
  const allowed =
    operation.verb === 'signed_in' ||
    (operation.verb !== 'public' && actor !== undefined && ports.may(actor.roles, operation.verb));
  if (!allowed) {
    if (actor !== undefined) await audit(db, work, actor, seen, 'not_allowed');
    return { admitted: false, ok: false, refusal: notAllowedTo(operation.verb) };
  }
  const input = readInput(operation.input, request);
  if (!input.ok) {
    if (actor !== undefined) await audit(db, work, actor, seen, 'invalid_input');
    return { admitted: false, ...refuse('invalid_input', told.refusals.inputUnfit), errors: input.errors };
  }
  // Said after role and input: nobody proves themselves for what is then refused anyway.
  if (little !== undefined) {
    if (actor !== undefined) await audit(db, work, actor, seen, little.code);
    return { admitted: false, ok: false, refusal: little };
  }
  const context: Context = {
    db,
    session,
    actor: actor ?? nobody,
    accountId: session.accountId,
    email: session.email,
    now,
    today: (ports.asOf as LocalDate | undefined) ?? localDateIn(actor?.practice.zone ?? 'UTC', now),
    seen,
    tokenHash,
    caller: callerOf(request, ports),
  };
  return { admitted: true, context, actor, seen, input };
}

/** The answer of a signed-in operation: one transaction, one audit event, nothing written by a refusal. */
export async function answer<O extends StaffOperation>(work: Work, handler: Handler<O>): Promise<Answer> {
  const { ports } = work;
  let refused: Refused | undefined;
  const transaction = ports.database.untenanted(async (db): Promise<Answer> => {
    const entry = await admit(work, db, ports.clock.now());
    if (!entry.admitted) return entry;
    const { context, actor, seen, input } = entry;
    const outcome = await handler(context, input as Parsed<InputOf<O>>);
    if (!outcome.ok) {
      refused = { actor, seen, answer: outcome };
      throw new RolledBack();
    }
    const isQuiet = work.operation.quiet === true || seen.isAgain();
    if (actor !== undefined && !isQuiet) await audit(db, work, actor, seen, 'ok');
    const deed = seen.lastDeed();
    return deed === undefined ? outcome : { ...outcome, deed };
  }, requestOptions);
  try {
    return await transaction;
  } catch (error) {
    if (!(error instanceof RolledBack) || refused === undefined) throw error;
    const { actor, seen, answer: said } = refused;
    if (actor !== undefined) {
      await ports.database.inPractice(actor.practice.id, (db) =>
        audit(db, work, actor, seen, said.refusal.code),
      );
    }
    return said;
  }
}

/**
 * Counts an attempt of whoever is signed in, in a transaction of its own: a refused attempt counts too.
 * The refusal; undefined while it is within the limits.
 */
export async function countTry(work: Work, limits: readonly Limit[]): Promise<Refusal | undefined> {
  const { ports } = work;
  const now = ports.clock.now();
  return ports.database.untenanted(async (db) => {
    const session = await findActor(db, hashToken(work.token), now, ports.config.idleMinutes);
    if (session === undefined) return notSignedIn;
    let within = true;
    for (const limit of limits) within = (await countAttempt(db, limit, session.accountId, now)) && within;
    if (within) return undefined;
    if (session.actor !== undefined) {
      await audit(db, work, session.actor, rememberSeen(), 'too_many_attempts');
    }
    return refuse('too_many_attempts', told.refusals.tooManyTries).refusal;
  }, requestOptions);
}

/**
 * Asks, before a long request body is taken in, what `answer` asks again afterwards: session, role, and so many
 * attempts. The refusal, or whose request it is.
 */
export async function admitSender(
  work: Work,
  limit: Limit,
): Promise<Outcome<{ readonly practice: PracticeId; readonly account: AccountId }>> {
  return work.ports.database.untenanted(async (db) => {
    const entry = await admit(work, db, work.ports.clock.now());
    if (!entry.admitted) return { ok: false, refusal: entry.ok ? notSignedIn : entry.refusal };
    const { context, actor, seen } = entry;
    if (actor === undefined) return { ok: false, refusal: noPractice };
    if (!(await countAttempt(db, limit, context.accountId, context.now))) {
      await audit(db, work, actor, seen, 'too_many_attempts');
      return refuse('too_many_attempts', told.refusals.manyFiles);
    }
    return done({ practice: actor.practice.id, account: context.accountId });
  }, requestOptions);
}

interface Refused {
  readonly actor: Actor | undefined;
  readonly seen: Remembered;
  readonly answer: Outcome<unknown> & { readonly ok: false };
}

// An account that belongs to no practice may still sign out; whatever needs a practice was refused before.
const nobody: Actor = {
  practice: {
    id: 0 as PracticeId,
    publicId: '',
    slug: '',
    name: '',
    country: '',
    currency: '',
    zone: 'UTC',
    languages: ['en'],
    isSample: false,
  },
  accountId: null,
  staffMemberId: null,
  displayName: '',
  roles: [],
};
