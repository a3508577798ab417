import type { FastifyInstance } from 'fastify';
import type { ActId, ActOutcomeId, PatientId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import { done, type Outcome, type Refusal, refuse } from '../../kit/outcome.ts';
import * as contract from '../../today/contract.ts';
import { chooseOne, listDoneActs, readToday, type TodayQuery } from '../../today/list-actions.ts';
import { openActFor } from '../../today/open-actions.ts';
import { answerAct, undoAnswer } from '../../today/outcome-actions.ts';
import { presentStored } from '../../today/present.ts';
import { told } from '../../words/told.ts';
import { readDay } from '../days.ts';
import type { HttpPorts } from '../ports.ts';
import type { Context } from '../request-context.ts';
import { staffRoute } from '../route.ts';

const noSuchDay = refuse('invalid_input', told.refusals.noDay);
const whatIf = refuse('what_if', told.refusals.whatIf);

function readAsOf(
  text: string | undefined,
  fixed: string | undefined,
): Outcome<LocalDate | undefined, Refusal<'invalid_input'>> {
  const wanted = text ?? fixed;
  if (wanted === undefined) return done(undefined);
  const day = readDay(wanted);
  return day === undefined ? noSuchDay : done(day);
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
    const asOf = readAsOf(query.asOf, ports.asOf);
    if (!asOf.ok) return asOf;
    // Naming today is not a what-if.
    const day = asOf.value === context.today && ports.asOf === undefined ? undefined : asOf.value;
    const list = await readToday(context.db, queryOf(context, day, query.minutes));
    context.seen.patient(...list.acts.map((act) => act.patientId as PatientId));
    context.seen.patient(...list.heldBack.map((held) => held.patientId as PatientId));
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
  staffRoute(server, ports, contract.recordOutcome, async ({ db, actor, now, seen }, { params, body }) => {
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
    const { outcomeId, act, already } = recorded.value;
    seen.patient(act.patientId);
    seen.object(outcomeId);
    return done({ outcomeId, act: presentStored(act, actor.displayName), already });
  });
  staffRoute(server, ports, contract.undoOutcome, async ({ db, actor, now, seen }, { params, body }) => {
    if (ports.asOf !== undefined) return whatIf;
    const undone = await undoAnswer(db, actor, params.outcomeId as ActOutcomeId, body.clientKey, now);
    if (!undone.ok) return undone;
    seen.patient(undone.value.patientId);
    return done({ act: presentStored(undone.value, actor.displayName) });
  });
}

/** Today: the list, one act, its answers. */
export function todayRoutes(server: FastifyInstance, ports: HttpPorts): void {
  listRoutes(server, ports);
  actRoutes(server, ports);
}
