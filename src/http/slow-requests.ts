import type { FastifyInstance } from 'fastify';

/** A request has arrived within this, its body included. */
const longestArrivalMilliseconds = 30_000;

/**
 * Ends requests whose body trickles in, all but those to `patient` addresses, which watch their own line. Node has
 * one such limit for the whole server only, and files of 200 MB need longer than it.
 */
export function endSlowRequests(
  server: FastifyInstance,
  patient: ReadonlySet<string>,
  longest = longestArrivalMilliseconds,
): void {
  server.addHook('onRequest', async (request) => {
    if (patient.has(`${request.method} ${request.routeOptions.url ?? ''}`) || request.raw.complete) return;
    const timer = setTimeout(() => {
      if (!request.raw.complete) request.raw.destroy();
    }, longest);
    timer.unref();
    request.raw.once('close', () => clearTimeout(timer));
    request.raw.once('end', () => clearTimeout(timer));
  });
}
