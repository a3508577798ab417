import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import * as z from 'zod/mini';
import type { InputOf, Parsed, ReplyOf } from '../kit/contract.ts';
import type { AccountId, PracticeId } from '../kit/ids.ts';
import { type Outcome, refuse } from '../kit/outcome.ts';
import type { Limit } from '../platform/rate-limit.ts';
import { told } from '../words/told.ts';
import { type Answer, admitSender, answer, countTry, notSignedIn, type StaffOperation } from './answer.ts';
import { comesFromOurselves, readInput, sendInputErrors } from './guards.ts';
import type { HttpPorts } from './ports.ts';
import { sendRefusal } from './problem.ts';
import type { Context, Handler } from './request-context.ts';
import { readSessionToken } from './session-cookie.ts';

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

/** Says by which deed a change can be taken back. */
const deedHeader = 'keepwell-deed';

export type Present = (reply: FastifyReply, value: unknown) => FastifyReply | Promise<FastifyReply>;

const asJson: Present = (reply, value) => reply.send(value);

function send(
  reply: FastifyReply,
  result: Answer,
  present: Present = asJson,
): FastifyReply | Promise<FastifyReply> {
  if (result.deed !== undefined) reply.header(deedHeader, result.deed);
  if (result.ok) return present(reply, result.value);
  if (result.errors !== undefined) return sendInputErrors(reply, result.errors);
  // A cookie whose session has ended is left in the browser: the answer to a request that was under way would take the one
  // away that the next person has just been given.
  return sendRefusal(reply, result.refusal);
}

/**
 * Makes a route of an operation behind the guards: our own origin, a running session, a role that may, input that
 * fits; then one transaction with one audit event.
 * @param limits for what could be guessed: each attempt of an account counts, also a refused one
 */
export function staffRoute<O extends StaffOperation>(
  server: FastifyInstance,
  ports: HttpPorts,
  operation: O,
  handler: Handler<O>,
  present?: Present,
  limits: readonly Limit[] = [],
): void {
  server.route({
    method: operation.method,
    url: operation.path,
    ...routeOptions(operation),
    handler: async (request, reply) => {
      if (!comesFromOurselves(request, ports.origin)) {
        return sendRefusal(reply, refuse('foreign_origin', told.refusals.reload).refusal);
      }
      const token = readSessionToken(request, ports.origin);
      if (token === undefined) return sendRefusal(reply, notSignedIn);
      const work = { operation, request, ports, token };
      const tooMany = limits.length === 0 ? undefined : await countTry(work, limits);
      if (tooMany !== undefined) return send(reply, { ok: false, refusal: tooMany });
      const answered = await answer(work, handler);
      return send(reply, answered, present);
    },
  });
}

/** What a handler of `downloadRoute` hands over instead of a reply. */
export interface Download {
  readonly path: string;
  /** As the browser shall call it: of our own words only. */
  readonly name: string;
}

/** As `staffRoute`, for a file of ours: it is streamed, never held, and the browser keeps it rather than showing it. */
export function downloadRoute<O extends StaffOperation>(
  server: FastifyInstance,
  ports: HttpPorts,
  operation: O,
  handler: (...input: Parameters<Handler<O>>) => Promise<Outcome<Download>>,
): void {
  staffRoute(server, ports, operation, handler as unknown as Handler<O>, async (reply, value) => {
    const { path, name } = value as Download;
    return reply
      .header('content-disposition', `attachment; filename="${name}"`)
      .type('text/csv; charset=utf-8')
      .send(createReadStream(path));
  });
}

/**
 * As `staffRoute`, for a request whose body is a stream of files: who may is asked before anything of it is taken in,
 * and again, with the audit event, when it has arrived. `receive` runs outside of any transaction.
 */
export function receivingRoute<O extends StaffOperation, Received>(
  server: FastifyInstance,
  ports: HttpPorts,
  operation: O,
  limit: Limit,
  receive: (
    request: FastifyRequest,
    sender: { readonly practice: PracticeId; readonly account: AccountId },
  ) => Promise<Outcome<Received>>,
  handler: (context: Context, received: Received) => Promise<Outcome<ReplyOf<O>>>,
): void {
  server.route({
    method: operation.method,
    url: operation.path,
    ...routeOptions(operation),
    handler: async (request, reply) => {
      if (!comesFromOurselves(request, ports.origin)) {
        return sendRefusal(reply, refuse('foreign_origin', told.refusals.reload).refusal);
      }
      const token = readSessionToken(request, ports.origin);
      if (token === undefined) return sendRefusal(reply, notSignedIn);
      const work = { operation, request, ports, token };
      const admitted = await admitSender(work, limit);
      if (!admitted.ok) return send(reply, admitted);
      const received = await receive(request, admitted.value);
      const answered = await answer(work, async (context) =>
        received.ok ? handler(context, received.value) : received,
      );
      return send(reply, answered);
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
        return sendRefusal(reply, refuse('foreign_origin', told.refusals.reload).refusal);
      }
      const input = readInput(operation.input, request);
      if (!input.ok) return sendInputErrors(reply, input.errors);
      return send(reply, await handler(request, reply, input as Parsed<InputOf<O>>));
    },
  });
}
