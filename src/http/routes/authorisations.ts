import type { FastifyInstance } from 'fastify';
import {
  type Authorisation,
  endAuthorisation,
  listAuthorisations,
  writeAuthorisation,
} from '../../contact/authorisation-actions.ts';
import * as contract from '../../contact/authorisation-contract.ts';
import type { PatientId } from '../../kit/ids.ts';
import { done, refuse } from '../../kit/outcome.ts';
import { patientExists } from '../../patients/detail-actions.ts';
import { told } from '../../words/told.ts';
import { readDay } from '../days.ts';
import { note } from '../deeds.ts';
import type { HttpPorts } from '../ports.ts';
import type { Context } from '../request-context.ts';
import { staffRoute } from '../route.ts';

const noPatient = refuse('not_found', told.refusals.noPatient);

function present({ endedAt, ...one }: Authorisation) {
  return { ...one, endedAt: endedAt?.toISOString() ?? null };
}

async function end(context: Context, patient: PatientId, id: string, how: 'revoked' | 'event') {
  const { db, actor, now, seen } = context;
  const ended = await endAuthorisation(db, actor.practice, patient, id, {
    how,
    by: actor.staffMemberId,
    now,
  });
  if (!ended.ok) return ended;
  seen.patient(patient);
  await note(context, how === 'event' ? 'authorisation_happened' : 'authorisation_revoked', id, {
    patientId: patient,
  });
  return done(present(ended.value));
}

/** What a patient has signed about marketing. */
export function authorisationRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.listAuthorisations, async ({ db, actor, now, seen }, { params }) => {
    const patient = params.patientId as PatientId;
    if (!(await patientExists(db, actor.practice.id, patient))) return noPatient;
    seen.patient(patient);
    const listed = await listAuthorisations(db, actor.practice, patient, now);
    return done({ authorisations: listed.map(present) });
  });
  staffRoute(server, ports, contract.writeAuthorisation, async (context, { params, body }) => {
    const { db, actor, now, seen } = context;
    const patient = params.patientId as PatientId;
    if (!(await patientExists(db, actor.practice.id, patient))) return noPatient;
    // A day that nobody means has no day after it, with whose beginning the paper would end.
    if ([body.signedOn, body.expiresOn].some((day) => day !== null && readDay(day) === undefined))
      return refuse('invalid_input', told.refusals.noSuchDay);
    const written = await writeAuthorisation(db, actor.practice, patient, body, actor.staffMemberId, now);
    if (!written.ok) return written;
    seen.patient(patient);
    await note(context, 'authorisation_written', written.value.id, { patientId: patient });
    return done(present(written.value));
  });
  staffRoute(server, ports, contract.revokeAuthorisation, async (context, { params }) => {
    return end(context, params.patientId as PatientId, params.authorisationId, 'revoked');
  });
  staffRoute(server, ports, contract.authorisationHappened, async (context, { params }) => {
    return end(context, params.patientId as PatientId, params.authorisationId, 'event');
  });
}
