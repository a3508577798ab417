import type { FastifyInstance } from 'fastify';
import { drawEvidence } from '../../insight/evidence-actions.ts';
import type { ReplyOf } from '../../kit/contract.ts';
import type { TouchpointId } from '../../kit/ids.ts';
import { done } from '../../kit/outcome.ts';
import { addStarterTouchpoints, changeCapacity, changeShares, changeTouchpoint } from '../../plan/actions.ts';
import * as contract from '../../plan/contract.ts';
import type { Plan, Touchpoint } from '../../plan/model.ts';
import { applyPlan, listPlanVersions, readPlan, restorePlan } from '../../plan/version-actions.ts';
import { presentView } from '../../today/actions.ts';
import { reachOfNews } from '../../today/news-actions.ts';
import { previewTomorrow } from '../../today/preview-actions.ts';
import { weeklyLoad } from '../../today/weekly-load.ts';
import { minutesAt, percentsOf, sameFields } from '../changed-since.ts';
import { note } from '../deeds.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

function present(touchpoint: Touchpoint): ReplyOf<typeof contract.changeTouchpoint> {
  const { trigger: when, services: _services, topic: _topic, ...shown } = touchpoint;
  return { ...shown, trigger: when, params: { ...shown.params }, templates: { ...shown.templates } };
}

function presentPlan(plan: Plan): ReplyOf<typeof contract.getPlan> {
  return {
    statement: { ...plan.statement, methods: [...plan.statement.methods] },
    touchpoints: plan.touchpoints.map(present),
    shares: [...plan.shares],
    capacity: [...plan.capacity],
  };
}

/** The plan: what it is for, touchpoints, shares, minutes, and every state it was in. */
export function planRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.getPlan, async ({ db, actor }) =>
    done(presentPlan(await readPlan(db, actor.practice.id))),
  );
  staffRoute(server, ports, contract.getPlanLoad, async ({ db, actor, now }) => {
    const { touchpoints } = await readPlan(db, actor.practice.id);
    return done({ load: [...(await weeklyLoad(db, presentView(actor.practice, now), touchpoints))] });
  });
  staffRoute(server, ports, contract.getPlanEvidence, async ({ db, actor, now }) => {
    const { practice } = actor;
    const { touchpoints } = await readPlan(db, practice.id);
    return done(await drawEvidence(db, practice, presentView(practice, now), touchpoints));
  });
  staffRoute(server, ports, contract.changePlan, async ({ db, actor, now }, { body }) => {
    const changed = await applyPlan(db, actor, body, now);
    return changed.ok ? done(presentPlan(changed.value)) : changed;
  });
  staffRoute(server, ports, contract.previewPlan, ({ db, actor, now }, { body }) =>
    previewTomorrow(db, actor.practice, body, now),
  );
  staffRoute(server, ports, contract.readNewsReach, ({ db, actor, now }, { body }) =>
    reachOfNews(db, actor, body, now),
  );
  staffRoute(server, ports, contract.listPlanVersions, async ({ db, actor }) => {
    const versions = await listPlanVersions(db, actor.practice.id);
    return done({ versions: versions.map((one) => ({ ...one, at: one.at.toISOString() })) });
  });
  staffRoute(server, ports, contract.restorePlanVersion, async ({ db, actor, now }, { body }) => {
    const restored = await restorePlan(db, actor, body.version, now);
    return restored.ok ? done(presentPlan(restored.value)) : restored;
  });
  staffRoute(server, ports, contract.addStarterTouchpoints, async ({ db, actor }) => {
    await addStarterTouchpoints(db, actor);
    return done(presentPlan(await readPlan(db, actor.practice.id)));
  });
  staffRoute(server, ports, contract.changeTouchpoint, async (context, { params, body }) => {
    const { db, actor, now } = context;
    const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const id = params.touchpointId as TouchpointId;
    const before = (await readPlan(db, actor.practice.id)).touchpoints.find((one) => one.id === id);
    const changed = await changeTouchpoint(db, actor, id, change, now);
    if (!changed.ok) return changed;
    if (before !== undefined) {
      const left = sameFields(change, changed.value);
      await note(context, 'touchpoint', id, sameFields(change, before), left);
    }
    return done(present(changed.value));
  });
  staffRoute(server, ports, contract.changeShares, async (context, { body }) => {
    const { db, actor } = context;
    const before = (await readPlan(db, actor.practice.id)).shares;
    const shares = await changeShares(db, actor, body.shares);
    if (!shares.ok) return shares;
    const [was, left] = [before, shares.value].map((all) => percentsOf(all, body.shares));
    await note(context, 'shares', null, was ?? [], left);
    return done({ shares: [...shares.value] });
  });
  staffRoute(server, ports, contract.changeCapacity, async (context, { body }) => {
    const { db, actor } = context;
    const before = (await readPlan(db, actor.practice.id)).capacity;
    const capacity = await changeCapacity(db, actor, body.capacity);
    if (!capacity.ok) return capacity;
    const was = minutesAt(before, body.capacity);
    await note(context, 'capacity', null, was, minutesAt(capacity.value, body.capacity));
    return done({ capacity: [...capacity.value] });
  });
}
