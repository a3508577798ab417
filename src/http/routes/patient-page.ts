import type { FastifyInstance } from 'fastify';
import * as insight from '../../insight/contract.ts';
import { drawOrigins, drawSeenBy, drawTimeline } from '../../insight/page-actions.ts';
import type { PatientId, PatientNoteId } from '../../kit/ids.ts';
import { done } from '../../kit/outcome.ts';
import * as contract from '../../patients/contract.ts';
import { joinHousehold, leaveHousehold } from '../../patients/household-actions.ts';
import { addNote, changeNote, removeNote } from '../../patients/note-actions.ts';
import { markWayWrong, setWayWish } from '../../patients/way-actions.ts';
import { note, noteReaderOf } from '../deeds.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

// What a page shows before anybody scrolls.
const firstEntries = 20;

function readRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, insight.readTimeline, async ({ db, actor, seen }, { params, query }) => {
    const patient = params.patientId as PatientId;
    const { only = 'all', after, limit = firstEntries } = query;
    const page = { only, after, limit };
    const drawn = await drawTimeline(db, actor.practice.id, patient, noteReaderOf(actor), page);
    if (drawn.ok) seen.patient(patient);
    return drawn;
  });
  staffRoute(server, ports, insight.readOrigins, async ({ db, actor, seen }, { params }) => {
    const patient = params.patientId as PatientId;
    const drawn = await drawOrigins(db, actor.practice.id, patient, noteReaderOf(actor));
    if (drawn.ok) seen.patient(patient);
    return drawn;
  });
  staffRoute(server, ports, insight.readSeenBy, async ({ db, actor, now, seen }, { params }) => {
    const patient = params.patientId as PatientId;
    const drawn = await drawSeenBy(db, actor.practice.id, patient, now);
    if (drawn.ok) seen.patient(patient);
    return drawn;
  });
}

function noteRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.addNote, async (context, { params, body }) => {
    const { db, actor, now, seen } = context;
    const patientId = params.patientId as PatientId;
    const added = await addNote(db, actor.practice.id, patientId, body, noteReaderOf(actor), now);
    if (!added.ok) return added;
    seen.patient(patientId);
    await note(context, 'note_added', added.value, { patientId });
    return done({ id: added.value });
  });
  staffRoute(server, ports, contract.changeNote, async (context, { params, body }) => {
    const { db, actor, now, seen } = context;
    const patientId = params.patientId as PatientId;
    const id = params.noteId as PatientNoteId;
    const reader = noteReaderOf(actor);
    const changed = await changeNote(db, actor.practice.id, patientId, id, body.words, reader, now);
    if (!changed.ok) return changed;
    seen.patient(patientId);
    await note(context, 'note_changed', changed.value, {});
    return done({ id });
  });
  staffRoute(server, ports, contract.removeNote, async (context, { params, query }) => {
    const { db, actor, now, seen } = context;
    const patientId = params.patientId as PatientId;
    const removed = query.restore !== 'true';
    const change = { removed, reader: noteReaderOf(actor), now };
    const result = await removeNote(db, actor.practice.id, patientId, params.noteId as PatientNoteId, change);
    if (!result.ok) return result;
    seen.patient(patientId);
    if (removed) await note(context, 'note_removed', params.noteId, { patientId });
    return done({ removed });
  });
}

function peopleRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.markWayWrong, async (context, { params, body }) => {
    const { db, actor, now, seen } = context;
    const patientId = params.patientId as PatientId;
    const change = { wrong: body.wrong, by: actor.staffMemberId, now };
    const marked = await markWayWrong(db, actor.practice.id, patientId, params.wayId, change);
    if (!marked.ok) return marked;
    seen.patient(patientId);
    if (body.wrong) await note(context, 'way_wrong', params.wayId, { patientId });
    return done({ wrong: body.wrong });
  });
  staffRoute(server, ports, contract.setWayWish, async (context, { params, body }) => {
    const { db, actor, seen } = context;
    const patientId = params.patientId as PatientId;
    const before = await setWayWish(db, actor.practice.id, patientId, params.wayId, body);
    if (!before.ok) return before;
    seen.patient(patientId);
    await note(context, 'way_wish', params.wayId, { patientId, ...before.value });
    return done(body);
  });
  staffRoute(server, ports, contract.joinHousehold, async (context, { params, body }) => {
    const { db, actor, seen } = context;
    const patient = params.patientId as PatientId;
    const other = body.patientId as PatientId;
    const joined = await joinHousehold(db, actor.practice.id, patient, other, actor.staffMemberId);
    if (!joined.ok) return joined;
    seen.patient(patient, other);
    await note(context, 'household_joined', joined.value.householdId, joined.value);
    return done({ ok: true as const });
  });
  staffRoute(server, ports, contract.leaveHousehold, async (context, { params }) => {
    const { db, actor, seen } = context;
    const patient = params.patientId as PatientId;
    const left = await leaveHousehold(db, actor.practice.id, patient);
    if (!left.ok) return left;
    seen.patient(patient);
    await note(context, 'household_left', patient, left.value);
    return done({ ok: true as const });
  });
}

/** What the page of one patient shows and takes beside who they are: timeline, origins, notes, household. */
export function patientPageRoutes(server: FastifyInstance, ports: HttpPorts): void {
  readRoutes(server, ports);
  noteRoutes(server, ports);
  peopleRoutes(server, ports);
}
