import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { done } from '../../kit/outcome.ts';
import * as contract from '../../platform/contract.ts';
import { retryFailedJobs } from '../../platform/queue-state.ts';
import { describeInstallation } from '../installation.ts';
import type { HttpPorts } from '../ports.ts';
import { publicRoute, staffRoute } from '../route.ts';

/** Whether we answer at all, and how everything stands. */
export function healthRoutes(server: FastifyInstance, ports: HttpPorts): void {
  // Says nothing but that the process answers and reaches its database: anyone may ask.
  publicRoute(server, ports, contract.health, async () => {
    await ports.database.untenanted((db) => sql`select 1`.execute(db));
    return done({ ok: true as const });
  });
  staffRoute(server, ports, contract.describeHealth, async ({ db, actor }) =>
    done(await describeInstallation(db, actor.practice, ports.config, ports.clock.now())),
  );
  staffRoute(server, ports, contract.retryJobs, async ({ db }, { body }) =>
    done({ jobs: await retryFailedJobs(db, body.task) }),
  );
}
