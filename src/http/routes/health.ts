import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { done } from '../../kit/outcome.ts';
import { listAuditEvents } from '../../platform/audit.ts';
import * as contract from '../../platform/contract.ts';
import type { HttpPorts } from '../ports.ts';
import { publicRoute, staffRoute } from '../route.ts';

/** Whether we answer at all, and who did what. */
export function healthRoutes(server: FastifyInstance, ports: HttpPorts): void {
  // Says nothing but that the process answers and reaches its database: anyone may ask.
  publicRoute(server, ports, contract.health, async () => {
    await ports.database.untenanted((db) => sql`select 1`.execute(db));
    return done({ ok: true as const });
  });
  staffRoute(server, ports, contract.listAudit, async ({ db, actor }, { query }) => {
    const events = await listAuditEvents(db, actor.practice.id, query.before);
    return done({ events: [...events] });
  });
}
