import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Database, Db } from '../../database/database.ts';
import type { ReplyOf } from '../../kit/contract.ts';
import type { ServiceId, StaffMemberId } from '../../kit/ids.ts';
import { localDateIn } from '../../kit/instant.ts';
import { done, type Outcome, refuse } from '../../kit/outcome.ts';
import { hashToken } from '../../platform/token.ts';
import { changeService, changeStaffMember, inviteStaffMember } from '../../practice/actions.ts';
import * as contract from '../../practice/contract.ts';
import { policy, type Verb } from '../../practice/policy.ts';
import { enterPractice, listPracticesOf } from '../../practice/queries/practices.ts';
import { listLocations, listServices } from '../../practice/queries/services.ts';
import { endSession, endSessionsOf } from '../../practice/queries/sessions.ts';
import { listStaff } from '../../practice/queries/staff.ts';
import { findActor, type SessionActor } from '../../practice/session.ts';
import {
  acceptInvitation,
  type Caller,
  signIn,
  switchPractice,
  useFirstRunLink,
} from '../../practice/sign-in.ts';
import { told } from '../../words/told.ts';
import { callerOf } from '../answer.ts';
import { note, sameFields } from '../deeds.ts';
import type { HttpPorts } from '../ports.ts';
import { publicRoute, staffRoute } from '../route.ts';
import { setSessionToken } from '../session-cookie.ts';

type SessionReply = ReplyOf<typeof contract.getSession>;

async function describeSession(
  db: Db,
  ports: HttpPorts,
  session: SessionActor,
  now: Date,
): Promise<SessionReply> {
  const practices = await listPracticesOf(db, session.accountId);
  const actor = session.actor;
  const verbs = Object.keys(policy) as Verb[];
  return {
    displayName: actor?.displayName ?? session.email,
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
    idleMinutes: ports.config.idleMinutes,
    today: ports.asOf ?? localDateIn(actor?.practice.zone ?? 'UTC', now),
  };
}

async function describeToken(
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

function signInRoutes(server: FastifyInstance, ports: HttpPorts): void {
  // A new session always gets a new token: whatever cookie came with the request is not taken over.
  const open = async (reply: FastifyReply, caller: Caller, signedIn: Outcome<{ readonly token: string }>) => {
    if (!signedIn.ok) return signedIn;
    setSessionToken(reply, ports.origin, signedIn.value.token);
    return describeToken(ports.database, ports, signedIn.value.token, caller.now);
  };
  publicRoute(server, ports, contract.firstRun, async (request, reply, { body }) => {
    const caller = callerOf(request, ports);
    return open(reply, caller, await useFirstRunLink(ports.database, body, caller));
  });
  publicRoute(server, ports, contract.signIn, async (request, reply, { body }) => {
    const caller = callerOf(request, ports);
    return open(reply, caller, await signIn(ports.database, body.email, body.password, caller));
  });
  publicRoute(server, ports, contract.acceptInvitation, async (request, reply, { body }) => {
    const caller = callerOf(request, ports);
    const input = { token: body.token, password: body.password, displayName: body.displayName };
    return open(reply, caller, await acceptInvitation(ports.database, input, caller));
  });
}

function sessionRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.getSession, async ({ db, accountId, email, actor, now }) =>
    done(
      await describeSession(
        db,
        ports,
        { accountId, email, seenAt: now, actor: actor.staffMemberId === null ? undefined : actor },
        now,
      ),
    ),
  );
  staffRoute(server, ports, contract.signOut, async ({ db, tokenHash, now }) => {
    await endSession(db, tokenHash, now);
    return done({ ok: true as const });
  });
  staffRoute(server, ports, contract.signOutEverywhere, async ({ db, accountId, now }) => {
    await endSessionsOf(db, accountId, now);
    return done({ ok: true as const });
  });
  staffRoute(server, ports, contract.choosePractice, async (context, { body }) => {
    const { db, actor, now } = context;
    const moved = await switchPractice(db, context, body.slug, context.caller, ports.config.idleMinutes);
    if (!moved.ok) return moved;
    const described = await describeSession(db, ports, moved.value, now);
    // The request itself stands in the trail of the practice that it came from.
    if (actor.staffMemberId !== null) await enterPractice(db, actor.practice.id);
    return done(described);
  });
}

function staffRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.listStaff, async ({ db, actor }) => {
    const staff = await listStaff(db, actor.practice.id);
    return done({ staff: staff.map(presentStaffMember) });
  });
  staffRoute(server, ports, contract.inviteStaff, async ({ db, actor, now, seen }, { body }) => {
    const invited = await inviteStaffMember(db, actor, body, now);
    if (!invited.ok) return invited;
    seen.object(invited.value.member.id);
    return done({
      staffMember: presentStaffMember(invited.value.member),
      // After the #, so that the token is in no log and no referrer.
      link: `${ports.origin}/invitation#${invited.value.token}`,
    });
  });
  staffRoute(server, ports, contract.changeStaff, async ({ db, actor, now }, { params, body }) => {
    const change = {
      ...(body.roles === undefined ? {} : { roles: body.roles }),
      ...(body.state === undefined ? {} : { state: body.state }),
    };
    const changed = await changeStaffMember(db, actor, params.staffMemberId as StaffMemberId, change, now);
    return changed.ok ? done(presentStaffMember(changed.value)) : changed;
  });
}

function presentStaffMember(
  member: Awaited<ReturnType<typeof listStaff>>[number],
): ReplyOf<typeof contract.changeStaff> {
  return {
    id: member.id,
    displayName: member.displayName,
    email: member.email,
    roles: [...member.roles],
    languages: [...member.languages],
    state: member.state,
  };
}

function placeRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.getPractice, async ({ db, actor }) => {
    const { slug, name, country, zone, languages, isSample } = actor.practice;
    const locations = await listLocations(db, actor.practice.id);
    const services = await listServices(db, actor.practice.id);
    return done({
      practice: { slug, name, country, zone, languages: [...languages], isSample },
      locations: locations.map((location) => ({
        ...location,
        address: [...location.address],
        openingHours: Object.fromEntries(
          Object.entries(location.openingHours).map(([weekday, spans]) => [
            weekday,
            spans.map(([from, to]): [string, string] => [from, to]),
          ]),
        ),
      })),
      services,
    });
  });
  staffRoute(server, ports, contract.changeService, async (context, { params, body }) => {
    const { db, actor } = context;
    const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const id = params.serviceId as ServiceId;
    const before = (await listServices(db, actor.practice.id)).find((one) => one.id === id);
    const changed = await changeService(db, actor, id, change);
    if (changed.ok && before !== undefined) await note(context, 'service', id, sameFields(change, before));
    return changed;
  });
}

/** Sign-in, sessions, staff and places. */
export function practiceRoutes(server: FastifyInstance, ports: HttpPorts): void {
  signInRoutes(server, ports);
  sessionRoutes(server, ports);
  staffRoutes(server, ports);
  placeRoutes(server, ports);
}
