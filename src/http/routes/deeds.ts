import type { FastifyInstance } from 'fastify';
import { instantOf, localDateIn } from '../../kit/instant.ts';
import { done, refuse } from '../../kit/outcome.ts';
import * as contract from '../../platform/contract.ts';
import { findDeed, listDeeds, markUndone } from '../../platform/deeds.ts';
import { told } from '../../words/told.ts';
import { undo, verbToUndo } from '../deeds.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

const noDeed = refuse('not_found', told.refusals.noDeed);

/** What somebody did today, and its undo. */
export function deedRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.listDeeds, async ({ db, actor, now }) => {
    if (actor.staffMemberId === null) return done({ deeds: [] });
    const midnight = instantOf(localDateIn(actor.practice.zone, now), 0, actor.practice.zone);
    const deeds = await listDeeds(db, actor.practice.id, actor.staffMemberId, midnight);
    return done({ deeds: deeds.map(({ id, kind, at }) => ({ id, kind, at: at.toISOString() })) });
  });
  staffRoute(server, ports, contract.undoDeed, async (context, { params }) => {
    const { db, actor, now } = context;
    const deed =
      actor.staffMemberId === null
        ? undefined
        : await findDeed(db, actor.practice.id, actor.staffMemberId, params.deedId);
    if (deed === undefined) return noDeed;
    if (!ports.may(actor.roles, verbToUndo(deed.kind))) {
      return refuse('not_allowed', told.refusals.noLongerAllowed);
    }
    const undone = await undo(context, deed);
    if (!undone.ok) return undone;
    await markUndone(db, actor.practice.id, deed.id, now);
    return done({ kind: deed.kind });
  });
}
