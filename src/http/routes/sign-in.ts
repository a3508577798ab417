import type { FastifyInstance, FastifyReply } from 'fastify';
import { done, type Outcome } from '../../kit/outcome.ts';
import { startPlan } from '../../plan/actions.ts';
import * as contract from '../../practice/contract.ts';
import { findDeskWithPeople, readinessOf, switchByPin } from '../../practice/desk-pin.ts';
import type { Caller } from '../../practice/open-session.ts';
import { beginPasskeySignIn, signInByPasskey } from '../../practice/passkey-sign-in.ts';
import { enterPractice } from '../../practice/queries/practices.ts';
import { endSession, endSessionsOf } from '../../practice/queries/sessions.ts';
import {
  beginPasskeyProof,
  type FactorGround,
  proofLimits,
  proveSecondFactor,
} from '../../practice/second-factor.ts';
import { acceptInvitation, signIn, switchPractice, useFirstRunLink } from '../../practice/sign-in.ts';
import * as signInContract from '../../practice/sign-in-contract.ts';
import { addPractice, endWelcome } from '../../practice/welcome-actions.ts';
import * as welcomeContract from '../../practice/welcome-contract.ts';
import { callerOf } from '../answer.ts';
import { describeSession, describeToken, type SessionReply } from '../describe-session.ts';
import { asCredential } from '../passkey-json.ts';
import type { HttpPorts } from '../ports.ts';
import type { Context } from '../request-context.ts';
import { type Present, publicRoute, staffRoute } from '../route.ts';
import { clearSessionToken, readSessionToken, setSessionToken } from '../session-cookie.ts';

/** The ways in. */
export function signInRoutes(server: FastifyInstance, ports: HttpPorts, ground: FactorGround): void {
  const { database } = ports;
  // A new session always gets a new token: whatever cookie came with the request is not taken over.
  const open = async (reply: FastifyReply, caller: Caller, signedIn: Outcome<{ readonly token: string }>) => {
    if (!signedIn.ok) return signedIn;
    setSessionToken(reply, ports.origin, signedIn.value.token);
    return describeToken(database, ports, signedIn.value.token, caller.now);
  };
  publicRoute(server, ports, contract.firstRun, async (request, reply, { body }) => {
    const caller = callerOf(request, ports);
    return open(reply, caller, await useFirstRunLink(database, body, caller));
  });
  publicRoute(server, ports, contract.signIn, async (request, reply, { body }) => {
    const caller = callerOf(request, ports);
    return open(reply, caller, await signIn(database, body.email, body.password, caller));
  });
  publicRoute(server, ports, contract.acceptInvitation, async (request, reply, { body }) => {
    const caller = callerOf(request, ports);
    const input = { token: body.token, password: body.password, displayName: body.displayName };
    return open(reply, caller, await acceptInvitation(database, input, caller));
  });
  publicRoute(server, ports, signInContract.beginPasskeySignIn, async (request) => {
    const begun = await beginPasskeySignIn(database, ground, callerOf(request, ports));
    return begun.ok ? done({ options: { ...begun.value } }) : begun;
  });
  publicRoute(server, ports, signInContract.passkeySignIn, async (request, reply, { body }) => {
    const caller = callerOf(request, ports);
    const response = asCredential(body.response);
    return open(reply, caller, await signInByPasskey(database, response, ground, caller));
  });
  publicRoute(server, ports, signInContract.getDesk, async (request) => {
    const { deviceToken, now } = callerOf(request, ports);
    const desk = await database.untenanted((db) => findDeskWithPeople(db, deviceToken));
    if (desk === undefined) return done({ desk: null });
    const people = desk.people.map((person) => ({
      staffMemberId: person.staffMemberId,
      displayName: person.displayName,
      readiness: readinessOf(person, now),
    }));
    return done({ desk: { name: desk.device.name, people } });
  });
  publicRoute(server, ports, signInContract.switchByPin, async (request, reply, { body }) => {
    const caller = callerOf(request, ports);
    const before = readSessionToken(request, ports.origin);
    return open(reply, caller, await switchByPin(database, body, before, caller));
  });
}

/** The session itself: its second factor, its practice, its end. */
export function sessionRoutes(server: FastifyInstance, ports: HttpPorts, ground: FactorGround): void {
  staffRoute(server, ports, contract.getSession, async ({ db, session, now }) =>
    done(await describeSession(db, ports, session, now)),
  );
  const goodbye: Present = (reply, value) => {
    clearSessionToken(reply, ports.origin);
    return reply.send(value);
  };
  const signOut = async ({ db, tokenHash, now }: Context) => {
    await endSession(db, tokenHash, now);
    return done({ ok: true as const });
  };
  const signOutEverywhere = async ({ db, accountId, now }: Context) => {
    await endSessionsOf(db, accountId, now);
    return done({ ok: true as const });
  };
  staffRoute(server, ports, contract.signOut, signOut, goodbye);
  staffRoute(server, ports, contract.signOutEverywhere, signOutEverywhere, goodbye);
  staffRoute(server, ports, contract.choosePractice, async (context, { body }) => {
    const { db, actor, now } = context;
    const moved = await switchPractice(db, context, body.slug, context.caller);
    if (!moved.ok) return moved;
    const described = await describeSession(db, ports, moved.value, now);
    // The request itself stands in the trail of the practice that it came from.
    if (actor.staffMemberId !== null) await enterPractice(db, actor.practice.id);
    return done(described);
  });
  staffRoute(server, ports, welcomeContract.addPractice, async ({ db, actor, accountId, seen }, { body }) => {
    const made = await addPractice(db, { account: accountId, displayName: actor.displayName }, body);
    if (!made.ok) return made;
    await startPlan(db, made.value.id);
    seen.object(made.value.publicId);
    // The request stands in the trail of the practice that it came from.
    await enterPractice(db, actor.practice.id);
    return done({ slug: made.value.slug });
  });
  staffRoute(server, ports, welcomeContract.endWelcome, async (context, { body }) => {
    const { db, actor, now } = context;
    const ended = await endWelcome(db, context, body.way, context.caller);
    if (!ended.ok) return ended;
    const described = await describeSession(db, ports, ended.value, now);
    if (actor.staffMemberId !== null) await enterPractice(db, actor.practice.id);
    return done(described);
  });
  staffRoute(server, ports, signInContract.beginPasskeyProof, async ({ db, accountId, now }) => {
    const begun = await beginPasskeyProof(db, accountId, ground, now);
    return begun.ok ? done({ options: { ...begun.value } }) : begun;
  });
  // The reply and, where the session is worth more now, the token that goes into its cookie.
  type Proved = SessionReply & { readonly token?: string };
  staffRoute(
    server,
    ports,
    signInContract.proveSecondFactor,
    async ({ db, session, tokenHash, caller }, { body }) => {
      const proof = body.kind === 'passkey' ? { ...body, response: asCredential(body.response) } : body;
      const proved = await proveSecondFactor(db, session, tokenHash, proof, ground, caller);
      if (!proved.ok) return proved;
      const { token } = proved.value;
      const described: Proved = await describeSession(db, ports, proved.value.session, caller.now);
      return done(token === undefined ? described : { ...described, token });
    },
    (reply, value) => {
      const { token, ...described } = value as Proved;
      if (token !== undefined) setSessionToken(reply, ports.origin, token);
      return reply.send(described);
    },
    proofLimits,
  );
}
