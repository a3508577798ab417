import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import { type FastifyInstance, fastify } from 'fastify';
import { endedPage } from './patient-pages/ended-page.ts';
import { sendPage } from './patient-pages/frame.ts';
import { acceptedLanguage } from './patient-pages/page-route.ts';
import { formLimitBytes } from './patient-pages/read-form.ts';
import { patientPages } from './patient-pages/routes.ts';
import type { HttpPorts } from './ports.ts';
import { isReadable } from './readable-address.ts';

/**
 * The door for patients and strangers: their pages, and nothing of the staff's. It stands on a port of its own, so that a
 * proxy that opens it to the world opens nothing else.
 */
export async function buildPublicServer(
  ports: HttpPorts,
  watch: (server: FastifyInstance) => void = () => {},
): Promise<FastifyInstance> {
  const server = fastify({
    logger: false,
    bodyLimit: formLimitBytes,
    genReqId: () => randomUUID(),
    trustProxy: ports.config.trustedProxies.length === 0 ? false : [...ports.config.trustedProxies],
    requestTimeout: 30_000,
    http: { headersTimeout: 15_000 },
    rewriteUrl: ({ url = '/' }) => (isReadable(url) ? url : '/p/unreadable'),
  });
  watch(server);
  await server.register(helmet, {
    contentSecurityPolicy: false,
    hsts: ports.config.publicUrl?.startsWith('https:') === true,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  await server.register(async (scope) => patientPages(scope, ports));
  server.setNotFoundHandler((request, reply) => {
    const language = acceptedLanguage(request);
    return sendPage(reply, { page: endedPage(language, undefined), language, practiceName: undefined });
  });
  return server;
}
