import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { type FastifyInstance, fastify } from 'fastify';
import { refuse } from '../kit/outcome.ts';
import { faultFields } from '../platform/log.ts';
import { languageOf, speakAll, told } from '../words/told.ts';
import { openApiRoutes } from './open-api.ts';
import { patientPages } from './patient-pages/routes.ts';
import type { HttpPorts } from './ports.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { isReadable } from './readable-address.ts';
import { auditRoutes } from './routes/audit.ts';
import { authorisationRoutes } from './routes/authorisations.ts';
import { deedRoutes } from './routes/deeds.ts';
import { enquiryRoutes } from './routes/enquiries.ts';
import { findOutRoutes } from './routes/find-out.ts';
import { healthRoutes } from './routes/health.ts';
import { importUndoRoutes } from './routes/import-undo.ts';
import { intakeRoutes, uploadAddress } from './routes/imports.ts';
import { insightRoutes } from './routes/insight.ts';
import { leavingRoutes } from './routes/leaving.ts';
import { liveRoutes } from './routes/live.ts';
import { loyaltyRoutes } from './routes/loyalty.ts';
import { matchRoutes } from './routes/matches.ts';
import { outboxRoutes } from './routes/outbox.ts';
import { patientPageRoutes } from './routes/patient-page.ts';
import { patientRoutes } from './routes/patients.ts';
import { planRoutes } from './routes/plan.ts';
import { practiceRoutes } from './routes/practice.ts';
import { promiseRoutes } from './routes/promises.ts';
import { requestRoutes } from './routes/requests.ts';
import { templateRoutes } from './routes/templates.ts';
import { todayRoutes } from './routes/today.ts';
import { endSlowRequests } from './slow-requests.ts';
import { webRoutes } from './web-files.ts';

// Nothing but files comes near this, and those are streamed past it (receive-files.ts).
const bodyLimitBytes = 256 * 1024;
const longestUploadMilliseconds = 3_600_000;

function secure(server: FastifyInstance, ports: HttpPorts): void {
  server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Mantine sets style attributes for sizes and colours; no stylesheet is inline.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    hsts: ports.origin.startsWith('https:'),
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  });
  // What handlers tell is said here, in the language that the reader's browser asks for.
  server.addHook('preSerialization', async (request, _reply, payload) =>
    speakAll(payload, languageOf(request.headers['accept-language'])),
  );
  // Pages and replies hold patients: no cache keeps them.
  server.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api')) reply.header('cache-control', 'no-store');
  });
}

function answerFaults(server: FastifyInstance, ports: HttpPorts): void {
  server.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    // The framework's own refusals of a malformed request: its status, our words, never its text.
    if (error.statusCode === 413)
      return sendRefusal(reply, refuse('too_large', told.refusals.tooLarge).refusal);
    if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
      return sendRefusal(reply, refuse('invalid_input', told.refusals.unreadable).refusal);
    }
    ports.log.error(
      {
        requestId: request.id,
        operation: request.routeOptions.config.operation?.name ?? 'unknown',
        fault: faultFields(error),
      },
      'a request failed',
    );
    return sendProblem(reply, {
      type: 'urn:keepwell:fault',
      title: 'Something went wrong on our side',
      status: 500,
      code: 'fault',
      detail: 'nothing was changed; try again, and give this reference if it happens again',
      requestId: request.id,
    });
  });
}

/**
 * The HTTP door. It listens nowhere yet: `inject` serves the tests, `listen` the world.
 * @param watch sees the server before its routes are made; the authorisation matrix lists them there
 */
export async function buildServer(
  ports: HttpPorts,
  watch: (server: FastifyInstance) => void = () => {},
): Promise<FastifyInstance> {
  const server = fastify({
    logger: false,
    bodyLimit: bodyLimitBytes,
    genReqId: () => randomUUID(),
    // Nobody's X-Forwarded-For is believed but that of the proxies named in the configuration.
    trustProxy: ports.config.trustedProxies.length === 0 ? false : [...ports.config.trustedProxies],
    // Headers within half a minute; bodies too, but for files (slow-requests.ts).
    requestTimeout: longestUploadMilliseconds,
    http: { headersTimeout: 30_000 },
    // As long as an address can be: a longer parameter is refused by its contract, not by the router in its own words.
    routerOptions: { maxParamLength: 16_384 },
    rewriteUrl: ({ url = '/' }) => (isReadable(url) ? url : '/api/unreadable'),
  });
  watch(server);
  // Input is checked in the handler and only there, see guards.ts.
  server.setValidatorCompiler(() => () => true);
  await server.register(cookie);
  secure(server, ports);
  answerFaults(server, ports);
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  endSlowRequests(server, new Set([uploadAddress]));
  await openApiRoutes(server, ports);
  await practiceRoutes(server, ports);
  patientRoutes(server, ports);
  patientPageRoutes(server, ports);
  findOutRoutes(server, ports);
  enquiryRoutes(server, ports);
  authorisationRoutes(server, ports);
  requestRoutes(server, ports);
  promiseRoutes(server, ports);
  matchRoutes(server, ports);
  await intakeRoutes(server, ports);
  importUndoRoutes(server, ports);
  todayRoutes(server, ports);
  deedRoutes(server, ports);
  liveRoutes(server, ports);
  leavingRoutes(server, ports);
  planRoutes(server, ports);
  outboxRoutes(server, ports);
  templateRoutes(server, ports);
  insightRoutes(server, ports);
  loyaltyRoutes(server, ports);
  auditRoutes(server, ports);
  healthRoutes(server, ports);
  // Also here, so that a link can be followed in an installation that only this machine reaches.
  await server.register(async (scope) => patientPages(scope, ports));
  await webRoutes(server, ports);
  return server;
}
