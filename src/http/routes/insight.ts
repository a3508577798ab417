import type { FastifyInstance } from 'fastify';
import * as contract from '../../insight/contract.ts';
import { drawDrift } from '../../insight/drift-actions.ts';
import { drawHuddle } from '../../insight/huddle-actions.ts';
import { drawOverview } from '../../insight/overview-actions.ts';
import { describeProgress } from '../../insight/progress-actions.ts';
import { describeCapabilities } from '../../insight/record-actions.ts';
import type { PatientId } from '../../kit/ids.ts';
import { done, refuse } from '../../kit/outcome.ts';
import { listScheduleSources, presentView } from '../../today/actions.ts';
import { told } from '../../words/told.ts';
import { readDay } from '../days.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

/** Pictures of a day and of the practice, what the record can tell, and how it goes. */
export function insightRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.getHuddle, async ({ db, actor, now, today, seen }, { query }) => {
    const day = query.asOf === undefined ? today : readDay(query.asOf);
    if (day === undefined) return refuse('invalid_input', told.refusals.noDay);
    const huddle = await drawHuddle(db, actor, day, now);
    seen.patient(...huddle.visits.map((visit) => visit.patientId as PatientId));
    return done(huddle);
  });
  staffRoute(server, ports, contract.getOverview, async ({ db, actor, now, today }) =>
    done(await drawOverview(db, actor.practice, today, now)),
  );
  staffRoute(server, ports, contract.listDrift, async ({ db, actor, now, seen }, { query }) => {
    const drift = await drawDrift(db, presentView(actor.practice, now), query.status);
    seen.patient(...drift.patients.map(({ patientId }) => patientId as PatientId));
    return done(drift);
  });
  staffRoute(server, ports, contract.getScheduleAge, async ({ db, actor, now }) =>
    done({ sources: await listScheduleSources(db, actor.practice, now) }),
  );
  staffRoute(server, ports, contract.getCapabilities, async ({ db, actor, today }) =>
    done(await describeCapabilities(db, actor.practice.id, today)),
  );
  staffRoute(server, ports, contract.getProgress, async ({ db, actor, now }) =>
    done(await describeProgress(db, actor.practice, now)),
  );
}
