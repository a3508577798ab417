import type { FastifyInstance } from 'fastify';
import { drawPatient, indexNameOf, nameOf } from '../../insight/actions.ts';
import { describePatients, type SearchLine } from '../../insight/patient-queries.ts';
import type { PatientId, PersonalDetailId } from '../../kit/ids.ts';
import { done, refuse } from '../../kit/outcome.ts';
import { recordConsent } from '../../patients/consent-actions.ts';
import * as contract from '../../patients/contract.ts';
import {
  changePatientStatus,
  findStatus,
  patientExists,
  rememberDetail,
  removeDetail,
} from '../../patients/detail-actions.ts';
import { erasePatient } from '../../patients/erase-actions.ts';
import { listPatients } from '../../patients/queries/list-patients.ts';
import { searchPatients } from '../../patients/queries/search-patients.ts';
import { makePromise } from '../../promises/actions.ts';
import { told } from '../../words/told.ts';
import { readDay } from '../days.ts';
import { note } from '../deeds.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

const noPatient = refuse('not_found', told.refusals.noPatient);
const noSuchDay = refuse('invalid_input', told.refusals.noDay);
const mostHits = 20;

function present(line: SearchLine) {
  return {
    id: line.id,
    name: nameOf(line),
    birthYear: line.birth_year,
    lastVisit: line.last_visit,
    status: line.status,
  };
}

function readRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.searchPatients, async ({ db, actor, seen }, { body }) => {
    const ids = await searchPatients(db, actor.practice.id, body.text, mostHits + 1);
    const lines = await describePatients(db, actor.practice.id, ids.slice(0, mostHits));
    seen.patient(...lines.map((line) => line.id));
    return done({ patients: lines.map(present), more: ids.length > mostHits });
  });
  staffRoute(server, ports, contract.listPatients, async ({ db, actor, seen }, { query }) => {
    const { from = 0, letter, status, limit = 100 } = query;
    const start = letter === undefined ? { row: from } : { letter };
    const listed = await listPatients(db, actor.practice.id, start, limit, status);
    const lines = await describePatients(db, actor.practice.id, listed.ids);
    seen.patient(...lines.map((line) => line.id));
    const patients = lines.map((line) => ({ ...present(line), indexName: indexNameOf(line) }));
    return done({ patients, from: listed.from, total: listed.total });
  });
  staffRoute(server, ports, contract.getPatient, async ({ db, actor, now, today, seen }, { params }) => {
    const id = params.patientId as PatientId;
    const picture = await drawPatient(db, actor, id, today, now, ports.may(actor.roles, 'loyalty.read'));
    if (picture.ok) seen.patient(picture.value.id as PatientId);
    return picture;
  });
}

function detailRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.addPersonalDetail, async (context, { params, body }) => {
    const { db, actor, seen } = context;
    const patient = params.patientId as PatientId;
    const toldOn = readDay(body.toldOn);
    const expiresOn = body.expiresOn === undefined ? null : readDay(body.expiresOn);
    if (toldOn === undefined || expiresOn === undefined) return noSuchDay;
    const detail = { ...body, toldOn, expiresOn, toldTo: actor.staffMemberId };
    const id = await rememberDetail(db, actor.practice.id, patient, detail);
    if (!id.ok) return id;
    seen.patient(patient);
    await note(context, 'detail_added', id.value, { patientId: patient });
    return done({
      id: id.value,
      words: body.words,
      kind: body.kind,
      sharing: body.sharing,
      source: body.source,
      toldTo: actor.displayName,
      toldOn,
      expiresOn,
    });
  });
  staffRoute(server, ports, contract.removePersonalDetail, async (context, { params, query }) => {
    const { db, actor, now, seen } = context;
    const patient = params.patientId as PatientId;
    const removed = query.restore !== 'true';
    const change = { removedAt: removed ? now : null, reader: actor.staffMemberId };
    const result = await removeDetail(
      db,
      actor.practice.id,
      patient,
      params.detailId as PersonalDetailId,
      change,
    );
    if (!result.ok) return result;
    seen.patient(patient);
    if (removed) await note(context, 'detail_removed', params.detailId, { patientId: patient });
    return done({ removed });
  });
}

function wishRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.recordConsent, async (context, { params, body }) => {
    const { db, actor, now, seen } = context;
    const patient = params.patientId as PatientId;
    if (!(await patientExists(db, actor.practice.id, patient))) return noPatient;
    if (body.granted && body.purpose === 'marketing' && !body.evidence) {
      return refuse('reason_required', told.refusals.proof);
    }
    const word = { ...body, evidence: body.evidence ?? null };
    const { id, before } = await recordConsent(
      db,
      actor.practice.id,
      patient,
      word,
      actor.staffMemberId,
      now,
    );
    seen.patient(patient);
    const { purpose, channel, granted } = body;
    await note(context, 'consent', id, { patientId: patient, purpose, channel, granted, before });
    return done({ ok: true as const });
  });
  staffRoute(server, ports, contract.changeStatus, async (context, { params, body }) => {
    const { db, actor, now, today, seen } = context;
    const patient = params.patientId as PatientId;
    const on = body.on === undefined ? today : readDay(body.on);
    if (on === undefined) return noSuchDay;
    if (body.status === 'exited' && body.reason === undefined) {
      return refuse('reason_required', told.refusals.whyLeft);
    }
    const change =
      body.status === 'exited' && body.reason !== undefined
        ? ({ status: 'exited', reason: body.reason, on } as const)
        : ({ status: 'active' } as const);
    const before = await findStatus(db, actor.practice.id, patient);
    const result = await changePatientStatus(db, actor.practice.id, patient, change, now);
    if (!result.ok) return result;
    seen.patient(patient);
    if (before !== undefined) await note(context, 'status', patient, before);
    return done({ status: body.status });
  });
  staffRoute(server, ports, contract.erasePatient, async ({ db, actor, now, seen }, { params }) => {
    const patient = params.patientId as PatientId;
    const erased = await erasePatient(db, actor.practice.id, patient, now);
    if (erased.ok) seen.patient(patient);
    return erased;
  });
  staffRoute(server, ports, contract.makePromise, async (context, { params, body }) => {
    const { db, actor, today, seen } = context;
    const patientId = params.patientId as PatientId;
    const dueOn = readDay(body.dueOn);
    if (dueOn === undefined) return noSuchDay;
    if (!(await patientExists(db, actor.practice.id, patientId))) return noPatient;
    const promise = {
      patientId,
      words: body.words,
      ownerId: actor.staffMemberId,
      madeOn: today,
      dueOn,
      source: body.source,
      madeBy: actor.staffMemberId,
    };
    const id = await makePromise(db, actor.practice.id, promise);
    seen.patient(patientId);
    await note(context, 'promise', id, {});
    return done({ id, words: body.words, owner: actor.displayName, madeOn: today, dueOn, state: 'open' });
  });
}

/** Patients: search, one patient, what matters, wishes, promises. */
export function patientRoutes(server: FastifyInstance, ports: HttpPorts): void {
  readRoutes(server, ports);
  detailRoutes(server, ports);
  wishRoutes(server, ports);
}
