import type { FastifyInstance } from 'fastify';
import type { PatientId, VisitId } from '../../kit/ids.ts';
import { done } from '../../kit/outcome.ts';
import { changeLeavingItems, readLeavingItems } from '../../plan/leaving-actions.ts';
import { changeWritesCards } from '../../practice/actions.ts';
import { finishLeavingOf, talkAboutVisit } from '../../today/leaving-actions.ts';
import * as contract from '../../today/leaving-contract.ts';
import { note } from '../deeds.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

/** The huddle's own deeds, and the list before a patient leaves. */
export function leavingRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.talkAbout, async ({ db, actor, now, seen }, { params, body }) => {
    const talked = await talkAboutVisit(db, actor, params.visitId as VisitId, body.talked, now);
    if (!talked.ok) return talked;
    seen.patient(talked.value);
    return done({ talked: body.talked });
  });
  staffRoute(server, ports, contract.finishLeaving, async (context, { params, body }) => {
    const { db, actor, now, seen } = context;
    const { clientKey, seenTo, heard } = body;
    const list = { clientKey, seenTo, ...(heard === undefined ? {} : { heard }) };
    const finished = await finishLeavingOf(db, actor, params.visitId as VisitId, list, now);
    if (!finished.ok) return finished;
    const { leaving, isNew } = finished.value;
    seen.patient(leaving.patientId as PatientId);
    if (isNew) await note(context, 'leaving', leaving.id, {});
    return done({ id: leaving.id, seenTo: [...leaving.seenTo], leftOpen: [...leaving.leftOpen] });
  });
  staffRoute(server, ports, contract.getLeavingItems, async ({ db, actor }) =>
    done({ items: [...(await readLeavingItems(db, actor.practice.id))] }),
  );
  staffRoute(server, ports, contract.changeLeavingItems, async (context, { body }) => {
    const { db, actor } = context;
    const before = await changeLeavingItems(db, actor.practice.id, body.items);
    if (!before.ok) return before;
    const items = await readLeavingItems(db, actor.practice.id);
    await note(context, 'leaving_items', null, before.value, items);
    return done({ items: [...items] });
  });
  staffRoute(server, ports, contract.changeMyCards, async ({ db, actor }, { body }) => {
    await changeWritesCards(db, actor, body.writes);
    return done({ writes: body.writes });
  });
}
