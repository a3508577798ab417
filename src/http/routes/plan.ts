import type { FastifyInstance } from 'fastify';
import type { ReplyOf } from '../../kit/contract.ts';
import type { TouchpointId } from '../../kit/ids.ts';
import { done } from '../../kit/outcome.ts';
import { changeCapacity, changeShares, changeTouchpoint, readPlan } from '../../plan/actions.ts';
import * as contract from '../../plan/contract.ts';
import type { Touchpoint } from '../../plan/model.ts';
import { note, sameFields } from '../deeds.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

function present(touchpoint: Touchpoint): ReplyOf<typeof contract.changeTouchpoint> {
  const { id, code, title, trigger, actKind, channel, ownerRole, minutes, share, script, holdOut, enabled } =
    touchpoint;
  return { id, code, title, trigger, actKind, channel, ownerRole, minutes, share, script, holdOut, enabled };
}

/** The plan: touchpoints, shares, minutes. */
export function planRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.getPlan, async ({ db, actor }) => {
    const plan = await readPlan(db, actor.practice.id);
    return done({
      touchpoints: plan.touchpoints.map(present),
      shares: [...plan.shares],
      capacity: [...plan.capacity],
    });
  });
  staffRoute(server, ports, contract.changeTouchpoint, async (context, { params, body }) => {
    const { db, actor, now } = context;
    const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const id = params.touchpointId as TouchpointId;
    const before = (await readPlan(db, actor.practice.id)).touchpoints.find((one) => one.id === id);
    const changed = await changeTouchpoint(db, actor, id, change, now);
    if (!changed.ok) return changed;
    if (before !== undefined) await note(context, 'touchpoint', id, sameFields(change, before));
    return done(present(changed.value));
  });
  staffRoute(server, ports, contract.changeShares, async (context, { body }) => {
    const { db, actor } = context;
    const before = (await readPlan(db, actor.practice.id)).shares;
    const shares = await changeShares(db, actor, body.shares);
    if (!shares.ok) return shares;
    const percents = before.map(({ code, percent }) => ({ code, percent }));
    await note(context, 'shares', null, percents);
    return done({ shares: [...shares.value] });
  });
  staffRoute(server, ports, contract.changeCapacity, async (context, { body }) => {
    const { db, actor } = context;
    const before = (await readPlan(db, actor.practice.id)).capacity;
    const capacity = await changeCapacity(db, actor, body.capacity);
    if (!capacity.ok) return capacity;
    // A weekday without a row had no minutes.
    const was = body.capacity.map(({ role, weekday }) => ({
      role,
      weekday,
      minutes: before.find((one) => one.role === role && one.weekday === weekday)?.minutes ?? 0,
    }));
    await note(context, 'capacity', null, was);
    return done({ capacity: [...capacity.value] });
  });
}
