import type { FastifyInstance } from 'fastify';
import type { ReplyOf } from '../../kit/contract.ts';
import type { StaffMemberId } from '../../kit/ids.ts';
import { done, refuse } from '../../kit/outcome.ts';
import { changeStaffMember, inviteStaffMember } from '../../practice/actions.ts';
import * as contract from '../../practice/contract.ts';
import { resetColleague } from '../../practice/enrolment.ts';
import { mustHaveFactor } from '../../practice/model.ts';
import { findPhoto, setPhoto } from '../../practice/photo-actions.ts';
import { findStaffMember, listStaff } from '../../practice/queries/staff.ts';
import * as signInContract from '../../practice/sign-in-contract.ts';
import { told } from '../../words/told.ts';
import { needsFresh } from '../answer.ts';
import { note } from '../deeds.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

/** Who works here, with what roles. */
export function staffRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.listStaff, async ({ db, actor }) => {
    const staff = await listStaff(db, actor.practice.id);
    return done({ staff: staff.map(presentStaffMember) });
  });
  staffRoute(server, ports, contract.readPhoto, async ({ db, actor }, { params }) => {
    const member = params.staffMemberId as StaffMemberId;
    const there = await findStaffMember(db, actor.practice.id, member);
    if (there === undefined) return refuse('not_found', told.refusals.noStaff);
    return done({ photo: await findPhoto(db, actor.practice.id, member) });
  });
  staffRoute(server, ports, contract.setPhoto, async (context, { params, body }) => {
    const { db, actor, now, seen } = context;
    const member = params.staffMemberId as StaffMemberId;
    const set = await setPhoto(db, actor, member, body.photo, now);
    if (!set.ok) return set;
    seen.object(member);
    await note(context, 'photo', set.value, {});
    return done({ photo: await findPhoto(db, actor.practice.id, member) });
  });
  staffRoute(server, ports, contract.inviteStaff, async ({ db, actor, session, now, seen }, { body }) => {
    // Somebody with more rights is invited only by somebody who is surely here.
    const little = mustHaveFactor(body.roles) ? needsFresh(session) : undefined;
    if (little !== undefined) return { ok: false, refusal: little };
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
  staffRoute(server, ports, signInContract.resetFactors, async ({ db, actor, now }, { params }) => {
    const reset = await resetColleague(db, actor, params.staffMemberId as StaffMemberId, now);
    return reset.ok ? done({ ok: true as const }) : reset;
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
