import type { FastifyInstance } from 'fastify';
import { done, refuse } from '../../kit/outcome.ts';
import { liveEvents } from '../../platform/contract.ts';
import { told } from '../../words/told.ts';
import { openHub, type Reader } from '../live/hub.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

/** The stream of what changed. */
export function liveRoutes(server: FastifyInstance, ports: HttpPorts): void {
  const hub = openHub(ports);
  // Before the server waits for its requests to end: these would not.
  server.addHook('preClose', () => hub.close());
  staffRoute(
    server,
    ports,
    liveEvents,
    async ({ accountId, actor, tokenHash }) => {
      const room = hub.roomFor(accountId);
      if (room === 'none') return refuse('busy', told.refusals.tooManyDesks);
      if (room === 'none for them') {
        return refuse('too_many_attempts', told.refusals.tooManyBrowsers);
      }
      return done({ account: accountId, actor, tokenHash } satisfies Reader);
    },
    async (reply, value) =>
      reply
        .type('text/event-stream; charset=utf-8')
        // A proxy that gathers before it passes on would make them late: nginx reads this.
        .header('x-accel-buffering', 'no')
        // Its line ends with it: a server that stops does not wait for the browser to let go.
        .header('connection', 'close')
        .send(hub.open(value as Reader)),
  );
}
