import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperationInput } from '../kit/contract.ts';
import { refuse } from '../kit/outcome.ts';
import { told } from '../words/told.ts';
import { inputErrors, type Problem, sendRefusal } from './problem.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Anything that changes something comes from our own pages, or from a program that names our origin itself. The
 * cookie is SameSite=Lax as well; this holds also where a browser forgets that.
 */
export function comesFromOurselves(request: FastifyRequest, origin: string): boolean {
  if (safeMethods.has(request.method)) return true;
  const { origin: given, host } = request.headers;
  if (given === origin) return true;
  // Reached under another name of this machine, or through a proxy: the browser says that page and address agree,
  // and what it names as the page's origin must not say otherwise.
  if (request.headers['sec-fetch-site'] !== 'same-origin') return false;
  return given === undefined || (host !== undefined && given.replace(/^https?:\/\//, '') === host);
}

type Read =
  | { readonly ok: true; readonly params: unknown; readonly query: unknown; readonly body: unknown }
  | { readonly ok: false; readonly errors: NonNullable<Problem['errors']> };

/**
 * Reads params, query and body by the contract, whatever the content type said: the framework's own validation by
 * content type could be walked around (CVE-2025-32442 and its two regressions).
 */
export function readInput(input: OperationInput, request: FastifyRequest): Read {
  const read: Record<'params' | 'query' | 'body', unknown> = {
    params: undefined,
    query: undefined,
    body: undefined,
  };
  for (const part of ['params', 'query', 'body'] as const) {
    const shape = input[part];
    if (shape === undefined) continue;
    const result = shape.safeParse(request[part] ?? {});
    if (!result.success) return { ok: false, errors: inputErrors(part, result.error) };
    if (!isStorable(result.data)) {
      return { ok: false, errors: [{ pointer: `/${part}`, detail: 'has a character that is no text' }] };
    }
    read[part] = result.data;
  }
  return { ok: true, ...read };
}

// PostgreSQL stores neither NUL nor half of a surrogate pair; everything else that a string may hold, it does.
const unstorable = /[\0\p{Surrogate}]/u;

/** True when every string of what was read, keys included, can be stored. Shapes are shallow: so is this. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !unstorable.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner));
}

export function sendInputErrors(reply: FastifyReply, errors: NonNullable<Problem['errors']>): FastifyReply {
  const first = errors[0];
  const detail = first === undefined ? told.refusals.inputUnfit : `${first.pointer.slice(1)} ${first.detail}`;
  return sendRefusal(reply, refuse('invalid_input', detail).refusal, errors);
}
