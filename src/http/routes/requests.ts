import type { FastifyInstance } from 'fastify';
import type { PatientId } from '../../kit/ids.ts';
import { done, refuse } from '../../kit/outcome.ts';
import { patientExists } from '../../patients/detail-actions.ts';
import { findEnvelope } from '../../patients/reading.ts';
import { findPlainMail, notePlainMail, setEnvelope } from '../../patients/request-actions.ts';
import * as contract from '../../patients/request-contract.ts';
import { told } from '../../words/told.ts';
import { note } from '../deeds.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

const noPatient = refuse('not_found', told.refusals.noPatient);

/** How a patient asked to be written to. */
export function requestRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.notePlainMail, async (context, { params, body }) => {
    const { db, actor, now, seen } = context;
    const patientId = params.patientId as PatientId;
    if (!(await patientExists(db, actor.practice.id, patientId))) return noPatient;
    const noted = await notePlainMail(db, actor.practice.id, patientId, body, actor.staffMemberId, now);
    if (!noted.ok) return noted;
    seen.patient(patientId);
    await note(context, 'contact_request', noted.value, { patientId });
    const held = await findPlainMail(db, actor.practice.id, patientId);
    if (held === undefined) throw new Error('a word on plain mail that was just noted is not there');
    return done({ ...held, at: held.at.toISOString() });
  });
  staffRoute(server, ports, contract.setEnvelope, async (context, { params, body }) => {
    const { db, actor, now, seen } = context;
    const patientId = params.patientId as PatientId;
    if (!(await patientExists(db, actor.practice.id, patientId))) return noPatient;
    const set = await setEnvelope(db, actor.practice.id, patientId, body, actor.staffMemberId, now);
    if (!set.ok) return set;
    seen.patient(patientId);
    await note(context, 'contact_request', set.value, { patientId });
    const envelope = await findEnvelope(db, actor.practice.id, patientId);
    return done({ envelope: envelope === undefined ? null : { ...envelope, at: envelope.at.toISOString() } });
  });
}
