import type { FastifyInstance } from 'fastify';
import type { ActId, ActOutcomeId, PatientId, StaffMemberId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import { done, type Outcome, type Refusal, refuse } from '../../kit/outcome.ts';
import { markOutcomeUndone } from '../../platform/deeds.ts';
import { listCallsOfWeek } from '../../today/calls-actions.ts';
import * as contract from '../../today/contract.ts';
import { assignAct, changeWords, reopenAct, sayPresence } from '../../today/desk-actions.ts';
import { addHandAct } from '../../today/hand-actions.ts';
import { chooseOne, listDoneActs, readHeld, readToday, type TodayQuery } from '../../today/list-actions.ts';
import { openActFor } from '../../today/open-actions.ts';
import { answerAct, undoAnswer } from '../../today/outcome-actions.ts';
import { presentStored } from '../../today/present.ts';
import { told } from '../../words/told.ts';
import { readDay } from '../days.ts';
import { note } from '../deeds.ts';
import type { HttpPorts } from '../ports.ts';
import type { Context } from '../request-context.ts';
import { staffRoute } from '../route.ts';

const noSuchDay = refuse('invalid_input', told.refusals.noDay);
const whatIf = refuse('what_if', told.refusals.whatIf);

/** The day of a what-if; undefined: the present. */
function dayOf(
  { today }: Context,
  { asOf }: HttpPorts,
  named: string | undefined,
): Outcome<LocalDate | undefined, Refusal<'invalid_input'>> {
  const wanted = named ?? asOf;
  if (wanted === undefined) return done(undefined);
  const day = readDay(wanted);
  if (day === undefined) return noSuchDay;
  // Naming today is not a what-if.
  return done(day === today && asOf === undefined ? undefined : day);
}

function queryOf(
  { actor, now }: Context,
  asOf: LocalDate | undefined,
  minutes: number | undefined,
): TodayQuery {
  return { practice: actor.practice, now, staffName: actor.displayName, asOf, minutes };
}

function listRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.listToday, async (context, { query }) => {
    const day = dayOf(context, ports, query.asOf);
    if (!day.ok) return day;
    const list = await readToday(context.db, queryOf(context, day.value, query.minutes));
    context.seen.patient(...list.acts.map((act) => act.patientId as PatientId));
    return done(list);
  });
  staffRoute(server, ports, contract.listHeld, async (context, { query }) => {
    const day = dayOf(context, ports, query.asOf);
    if (!day.ok) return day;
    const list = await readHeld(context.db, queryOf(context, day.value, query.minutes));
    context.seen.patient(...list.heldBack.map((held) => held.patientId as PatientId));
    return done(list);
  });
  staffRoute(server, ports, contract.listCalls, async ({ db, actor, now, seen }) => {
    const list = await listCallsOfWeek(db, actor.practice, now, actor.displayName);
    seen.patient(...list.calls.map(({ act }) => act.patientId as PatientId));
    return done(list);
  });
  staffRoute(server, ports, contract.oneAct, async (context, { query }) => {
    const one = await chooseOne(context.db, queryOf(context, undefined, undefined), query.minutes);
    if (one.act !== null) context.seen.patient(one.act.patientId as PatientId);
    return done(one);
  });
  staffRoute(server, ports, contract.listDone, async (context) => {
    const list = await listDoneActs(context.db, queryOf(context, undefined, undefined));
    context.seen.patient(...list.done.map((one) => one.act.patientId as PatientId));
    return done(list);
  });
}

function actRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.openAct, async ({ db, actor, now, seen }, { params }) => {
    const opened = await openActFor(db, actor, params.actId as ActId, now);
    if (opened.ok) seen.patient(opened.value.patient.id as PatientId);
    return opened;
  });
  staffRoute(server, ports, contract.recordOutcome, async (context, { params, body }) => {
    const { db, actor, now, seen } = context;
    if (ports.asOf !== undefined) return whatIf;
    const bookedOn = body.bookedOn === undefined ? undefined : readDay(body.bookedOn);
    if (body.bookedOn !== undefined && bookedOn === undefined) return noSuchDay;
    const input = {
      outcome: body.outcome,
      clientKey: body.clientKey,
      reason: body.reason,
      at: body.at === undefined ? undefined : new Date(body.at),
      bookedOn,
    };
    const recorded = await answerAct(db, actor, params.actId as ActId, input, now);
    if (!recorded.ok) return recorded;
    const { outcomeId, act, already, isNew } = recorded.value;
    seen.patient(act.patientId);
    seen.object(outcomeId);
    if (isNew) await note(context, 'outcome', outcomeId, {});
    return done({ outcomeId, act: presentStored(act, actor.displayName), already });
  });
  staffRoute(server, ports, contract.undoOutcome, async ({ db, actor, now, seen }, { params, body }) => {
    if (ports.asOf !== undefined) return whatIf;
    const undone = await undoAnswer(db, actor, params.outcomeId as ActOutcomeId, body.clientKey, now);
    if (!undone.ok) return undone;
    seen.patient(undone.value.patientId);
    await markOutcomeUndone(db, actor.practice.id, params.outcomeId, now);
    return done({ act: presentStored(undone.value, actor.displayName) });
  });
}

function handRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.addAct, async (context, { params, body }) => {
    if (ports.asOf !== undefined) return whatIf;
    const { db, actor, now, today, seen } = context;
    const day = readDay(body.day);
    if (day === undefined) return noSuchDay;
    const patient = params.patientId as PatientId;
    const wanted = { ...body, day, assignedTo: body.assignedTo as StaffMemberId | null };
    const added = await addHandAct(db, actor, patient, wanted, today, now);
    if (!added.ok) return added;
    seen.patient(patient);
    seen.object(added.value.id);
    await note(context, 'act_added', added.value.id, {});
    return done({ act: presentStored(added.value, actor.displayName) });
  });
}

function deskRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.reopenAct, async ({ db, actor, now, seen }, { params }) => {
    if (ports.asOf !== undefined) return whatIf;
    const reopened = await reopenAct(db, actor, params.actId as ActId, now);
    if (!reopened.ok) return reopened;
    seen.patient(reopened.value.patientId);
    return done({ act: presentStored(reopened.value, actor.displayName) });
  });
  staffRoute(server, ports, contract.assignAct, async (context, { params, body }) => {
    if (ports.asOf !== undefined) return whatIf;
    const { db, actor, seen } = context;
    const id = params.actId as ActId;
    const assigned = await assignAct(db, actor, id, body.staffMemberId as StaffMemberId | null);
    if (!assigned.ok) return assigned;
    const { act, before } = assigned.value;
    seen.patient(act.patientId);
    await note(context, 'assignment', id, { staffMemberId: before }, { staffMemberId: act.assignedTo });
    return done({ act: presentStored(act, actor.displayName) });
  });
  staffRoute(server, ports, contract.changeWords, async (context, { params, body }) => {
    if (ports.asOf !== undefined) return whatIf;
    const { db, actor, now, seen } = context;
    const changed = await changeWords(db, actor, params.actId as ActId, body, now);
    if (!changed.ok) return changed;
    const { act, versionId } = changed.value;
    seen.patient(act.patientId);
    await note(context, 'words', versionId, {});
    return done({ act: presentStored(act, actor.displayName) });
  });
  staffRoute(server, ports, contract.sayPresence, async ({ db, actor, seen }, { params, body }) => {
    const said = await sayPresence(db, actor, params.actId as ActId, body);
    if (!said.ok) return said;
    seen.patient(said.value.patientId);
    return done({ ok: true as const });
  });
}

/** Today: the list, one act, its answers. */
export function todayRoutes(server: FastifyInstance, ports: HttpPorts): void {
  listRoutes(server, ports);
  actRoutes(server, ports);
  deskRoutes(server, ports);
  handRoutes(server, ports);
}
