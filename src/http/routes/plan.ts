import type { FastifyInstance } from 'fastify';
import type { ReplyOf } from '../../kit/contract.ts';
import type { TouchpointId } from '../../kit/ids.ts';
import { done } from '../../kit/outcome.ts';
import { changeCapacity, changeShares, changeTouchpoint, readPlan } from '../../plan/actions.ts';
import * as contract from '../../plan/contract.ts';
import type { Touchpoint } from '../../plan/model.ts';
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
  staffRoute(server, ports, contract.changeTouchpoint, async ({ db, actor, now }, { params, body }) => {
    const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const changed = await changeTouchpoint(db, actor, params.touchpointId as TouchpointId, change, now);
    return changed.ok ? done(present(changed.value)) : changed;
  });
  staffRoute(server, ports, contract.changeShares, async ({ db, actor }, { body }) => {
    const shares = await changeShares(db, actor, body.shares);
    return shares.ok ? done({ shares: [...shares.value] }) : shares;
  });
  staffRoute(server, ports, contract.changeCapacity, async ({ db, actor }, { body }) => {
    const capacity = await changeCapacity(db, actor, body.capacity);
    return capacity.ok ? done({ capacity: [...capacity.value] }) : capacity;
  });
}
