import type { FastifyInstance } from 'fastify';
import * as contract from '../../insight/contract.ts';
import { describeProgress } from '../../insight/progress-actions.ts';
import { describeCapabilities } from '../../insight/record-actions.ts';
import { done } from '../../kit/outcome.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

/** What the record can tell, and how it goes: counts alone, no patient. */
export function insightRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.getCapabilities, async ({ db, actor, today }) =>
    done(await describeCapabilities(db, actor.practice.id, today)),
  );
  staffRoute(server, ports, contract.getProgress, async ({ db, actor, now }) =>
    done(await describeProgress(db, actor.practice, now)),
  );
}
