import type { FastifyInstance } from 'fastify';
import type { PatientId } from '../../kit/ids.ts';
import { done, refuse } from '../../kit/outcome.ts';
import * as contract from '../../patients/contract.ts';
import { patientExists } from '../../patients/detail-actions.ts';
import { answerQuestion, findQuestion } from '../../patients/find-out-actions.ts';
import { told } from '../../words/told.ts';
import { note } from '../deeds.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

/** One thing to find out of a patient, and what they said. */
export function findOutRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.getQuestion, async ({ db, actor, today, seen }, { params }) => {
    const patient = params.patientId as PatientId;
    if (!(await patientExists(db, actor.practice.id, patient))) {
      return refuse('not_found', told.refusals.noPatient);
    }
    seen.patient(patient);
    return done({ question: await findQuestion(db, actor, patient, today) });
  });
  staffRoute(server, ports, contract.answerQuestion, async (context, { params, body }) => {
    const { db, actor, now, today, seen } = context;
    const patient = params.patientId as PatientId;
    const answered = await answerQuestion(db, actor, patient, body.question, body.answer, now);
    if (!answered.ok) return answered;
    seen.patient(patient);
    const { value } = answered;
    if (value.kind === 'detail') await note(context, 'detail_added', value.id, { patientId: patient });
    if (value.kind === 'consent') {
      const { granted, before } = value;
      const word = { purpose: 'care', channel: 'text', granted, before } as const;
      await note(context, 'consent', value.id, { patientId: patient, ...word });
    }
    return done({ next: await findQuestion(db, actor, patient, today) });
  });
}
