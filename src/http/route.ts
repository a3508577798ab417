import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import * as z from 'zod/mini';
import type { InputOf, Parsed, ReplyOf } from '../kit/contract.ts';
import { type Outcome, refuse } from '../kit/outcome.ts';
import { type Answer, answer, notSignedIn, type StaffOperation } from './answer.ts';
import { comesFromOurselves, readInput, sendInputErrors } from './guards.ts';
import type { HttpPorts } from './ports.ts';
import { sendRefusal } from './problem.ts';
import type { Handler } from './request-context.ts';
import { clearSessionToken, readSessionToken } from './session-cookie.ts';

/** What the router knows of a route besides its handler; the OpenAPI page and the matrix read it. */
export interface RouteKnowledge {
  readonly operation: StaffOperation;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly operation?: StaffOperation;
  }
}

/** The JSON Schema of a reply, as the serialiser and the OpenAPI page want it. */
function replySchema(operation: StaffOperation): object {
  return z.toJSONSchema(operation.reply, { target: 'draft-7', io: 'output', unrepresentable: 'any' });
}

export function routeOptions(operation: StaffOperation): RouteShorthandOptions {
  return {
    config: { operation },
    schema: { response: { 200: replySchema(operation) } },
  };
}

function send(reply: FastifyReply, result: Answer, origin: string): FastifyReply {
  if (result.ok) return reply.send(result.value);
  if (result.errors !== undefined) return sendInputErrors(reply, result.errors);
  if (result.refusal.code === 'not_signed_in') clearSessionToken(reply, origin);
  return sendRefusal(reply, result.refusal);
}

/**
 * Makes a route of an operation behind the guards: our own origin, a running session, a role that may, input that
 * fits; then one transaction with one audit event.
 */
export function staffRoute<O extends StaffOperation>(
  server: FastifyInstance,
  ports: HttpPorts,
  operation: O,
  handler: Handler<O>,
): void {
  server.route({
    method: operation.method,
    url: operation.path,
    ...routeOptions(operation),
    handler: async (request, reply) => {
      if (!comesFromOurselves(request, ports.origin)) {
        return sendRefusal(reply, refuse('foreign_origin', 'reload the page and try again').refusal);
      }
      const token = readSessionToken(request, ports.origin);
      if (token === undefined) return sendRefusal(reply, notSignedIn);
      return send(reply, await answer({ operation, request, ports, token }, handler), ports.origin);
    },
  });
}

/** As `staffRoute`, for the few operations that need no session. The handler sets its own limits. */
export function publicRoute<O extends StaffOperation>(
  server: FastifyInstance,
  ports: HttpPorts,
  operation: O,
  handler: (
    request: FastifyRequest,
    reply: FastifyReply,
    input: Parsed<InputOf<O>>,
  ) => Promise<Outcome<ReplyOf<O>>>,
): void {
  server.route({
    method: operation.method,
    url: operation.path,
    ...routeOptions(operation),
    handler: async (request, reply) => {
      if (!comesFromOurselves(request, ports.origin)) {
        return sendRefusal(reply, refuse('foreign_origin', 'reload the page and try again').refusal);
      }
      const input = readInput(operation.input, request);
      if (!input.ok) return sendInputErrors(reply, input.errors);
      return send(reply, await handler(request, reply, input as Parsed<InputOf<O>>), ports.origin);
    },
  });
}
