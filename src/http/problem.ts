import type { FastifyReply } from 'fastify';
import type * as z from 'zod/mini';
import type { Refusal } from '../kit/outcome.ts';
import { type RefusalCode, refusals } from '../kit/refusals.ts';
import { describeIssue } from '../words/describe-issue.ts';

/** An RFC 9457 problem. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

function isKnown(code: string): code is RefusalCode {
  return Object.hasOwn(refusals, code);
}

/** Says no. A code that is missing from the table is a fault of ours, not the person's. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal, errors?: Problem['errors']): FastifyReply {
  if (!isKnown(refusal.code)) throw new Error(`refusal ${refusal.code} has no row in kit/refusals.ts`);
  const { status, title } = refusals[refusal.code];
  return sendProblem(reply, {
    type: `urn:keepwell:${refusal.code}`,
    title,
    status,
    code: refusal.code,
    detail: refusal.detail,
    requestId: reply.request.id,
    ...(errors === undefined ? {} : { errors }),
  });
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem);
}

/** What did not fit, by place. Values are never repeated: they may be a patient's. */
export function inputErrors(part: string, error: z.core.$ZodError): NonNullable<Problem['errors']> {
  return error.issues.slice(0, 20).map((issue) => ({
    pointer: `/${[part, ...issue.path.map(String)].join('/')}`,
    detail: describeIssue(issue),
  }));
}
