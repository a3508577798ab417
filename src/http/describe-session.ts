import type { Database, Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import { localDateIn } from '../kit/instant.ts';
import { done, type Outcome, refuse } from '../kit/outcome.ts';
import { hashToken } from '../platform/token.ts';
import type { getSession } from '../practice/contract.ts';
import { relyingPartyOf } from '../practice/factors/relying-party.ts';
import { policy, type Verb } from '../practice/policy.ts';
import { findAuthenticatorApp } from '../practice/queries/factors.ts';
import { listPasskeys } from '../practice/queries/passkeys.ts';
import { listPracticesOf } from '../practice/queries/practices.ts';
import { findActor, type SessionActor } from '../practice/session.ts';
import { told } from '../words/told.ts';
import type { HttpPorts } from './ports.ts';

export type SessionReply = ReplyOf<typeof getSession>;

/** Who is signed in. Of a session whose second factor is missing, nothing but what the second factor needs. */
export async function describeSession(
  db: Db,
  ports: HttpPorts,
  session: SessionActor,
  now: Date,
): Promise<SessionReply> {
  const pending = session.state === 'mfa_pending';
  const actor = pending ? undefined : session.actor;
  const practices = pending ? [] : await listPracticesOf(db, session.accountId);
  const verbs = Object.keys(policy) as Verb[];
  const app = session.hasFactor ? await findAuthenticatorApp(db, session.accountId) : undefined;
  return {
    displayName: session.actor?.displayName ?? session.email,
    email: session.email,
    staffMemberId: actor?.staffMemberId ?? null,
    practice:
      actor === undefined
        ? null
        : {
            slug: actor.practice.slug,
            name: actor.practice.name,
            country: actor.practice.country,
            zone: actor.practice.zone,
            languages: [...actor.practice.languages],
            isSample: actor.practice.isSample,
          },
    practices: practices.map(({ slug, name, isSample }) => ({ slug, name, isSample })),
    roles: [...(actor?.roles ?? [])],
    verbs: actor === undefined ? [] : verbs.filter((verb) => ports.may(actor.roles, verb)),
    idleMinutes: session.idleMinutes,
    state: session.state,
    factors: {
      passkey: session.hasFactor && (await listPasskeys(db, session.accountId)).length > 0,
      app: app?.confirmedAt != null,
      required: session.mustHaveFactor,
      passkeysWork: relyingPartyOf(ports.origin) !== undefined,
    },
    firstRun: pending ? null : session.firstRun,
    today: ports.asOf ?? localDateIn(actor?.practice.zone ?? 'UTC', now),
  };
}

export async function describeToken(
  database: Database,
  ports: HttpPorts,
  token: string,
  now: Date,
): Promise<Outcome<SessionReply>> {
  return database.untenanted(async (db) => {
    const session = await findActor(db, hashToken(token), now, ports.config.idleMinutes);
    if (session === undefined) return refuse('not_signed_in', told.refusals.sessionEnded);
    return done(await describeSession(db, ports, session, now));
  });
}
