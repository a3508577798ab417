import { takeEarly } from './asked-early.ts';
import { type Input, type OperationKey, operations, type Reply } from './operations.ts';
import { preferences } from './preferences.ts';
import { createStore } from './store.ts';

/** What the server, or the lack of one, answered instead of a reply (RFC 9457). */
export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly status: number;
  readonly requestId: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

export type Answer<T> =
  | {
      readonly ok: true;
      readonly value: T;
      /** By which the change can be taken back. */
      readonly deed?: string;
    }
  | { readonly ok: false; readonly problem: Problem };

/** Thrown to TanStack Query alone, which knows failures only as errors. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** True while the session has ended under somebody at work; the sign-in overlay turns it back. */
export const sessionEnded = createStore(false);

/** Resolves when whoever was at work has signed in again. */
export function signedInAgain(): Promise<void> {
  return new Promise((resolve) => {
    const stop = sessionEnded.subscribe(() => {
      if (sessionEnded.get()) return;
      stop();
      resolve();
    });
  });
}

/** Set while something that was pressed waits for a fresh proof; called with whether there is one now. */
export const stepUpAsked = createStore<((proved: boolean) => void) | undefined>(undefined);

// Two presses at once wait for one proof.
let proving: Promise<boolean> | undefined;

function freshProof(): Promise<boolean> {
  proving ??= new Promise<boolean>((resolve) => {
    stepUpAsked.set(() => (proved: boolean) => {
      stepUpAsked.set(undefined);
      proving = undefined;
      resolve(proved);
    });
  });
  return proving;
}

/** Whether somebody has touched this page lately; set by the lock. Until it watches, everything counts as by hand. */
export const atWork: { now: () => boolean } = { now: () => true };

export const noConnection: Problem = { code: 'offline', title: '', detail: '', status: 0, requestId: '' };

interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

function addressOf(path: string, { params = {}, query = {} }: Parts): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  if (asked.length === 0) return filled;
  return `${filled}?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))}`;
}

async function readProblem(response: Response): Promise<Problem> {
  const read: unknown = await response.json().catch(() => null);
  return asProblem(read, response.status, response.headers.get('x-request-id') ?? '');
}

/** What was read of a failed answer, or a fault where it says nothing of itself. */
export function asProblem(read: unknown, status: number, requestId: string): Problem {
  if (typeof read === 'object' && read !== null && 'code' in read) return read as Problem;
  return { ...noConnection, code: 'fault', status, requestId };
}

async function send<K extends OperationKey>(
  key: K,
  input: Input<K>,
  signal?: AbortSignal,
): Promise<Answer<Reply<K>>> {
  const [method = 'GET', path = ''] = operations[key].split(' ');
  const parts = input as Parts;
  // What the server says comes in the language of the screens.
  const headers: Record<string, string> = { 'accept-language': preferences.get().language };
  // What a page asks by itself does not hold its session open.
  if (!atWork.now()) headers['keepwell-by-itself'] = '1';
  const init: RequestInit = { method, headers, credentials: 'same-origin', ...(signal ? { signal } : {}) };
  if (parts.body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(parts.body);
  }
  init.headers = headers;
  let response: Response;
  try {
    const address = addressOf(path, parts);
    const early = method === 'GET' ? await takeEarly(address) : undefined;
    response = early ?? (await fetch(address, init));
  } catch (error) {
    if (signal?.aborted) throw error;
    return { ok: false, problem: noConnection };
  }
  if (!response.ok) return { ok: false, problem: await readProblem(response) };
  // Not validated again: the server serialises by the same contract.
  const isFile = response.headers.get('content-type')?.startsWith('text/csv') === true;
  const value = (isFile ? await response.text() : await response.json()) as Reply<K>;
  const deed = response.headers.get('keepwell-deed');
  return deed === null ? { ok: true, value } : { ok: true, value, deed };
}

/**
 * One operation of the API. When the session has ended, it waits for the overlay and then goes out once more, so that
 * nothing that was typed or pressed is lost. Where a fresh proof is asked for, it waits for that in the same way.
 */
export async function call<K extends OperationKey>(
  key: K,
  input: Input<K>,
  signal?: AbortSignal,
): Promise<Answer<Reply<K>>> {
  const first = await send(key, input, signal);
  if (first.ok) return first;
  const { code } = first.problem;
  if (code === 'step_up_required') return (await freshProof()) ? send(key, input, signal) : first;
  // The other one: a role or a factor came to the account meanwhile, and a password alone is no longer enough.
  if (code !== 'not_signed_in' && code !== 'second_factor_required') return first;
  sessionEnded.set(true);
  await signedInAgain();
  return send(key, input, signal);
}

/** As `call`, for what works without a session: an ended one is an answer, not an interruption. */
export const callWithoutSession = send;

/** As `call`, for queries. @throws Refused */
export async function ask<K extends OperationKey>(
  key: K,
  input: Input<K>,
  signal?: AbortSignal,
): Promise<Reply<K>> {
  const answer = await call(key, input, signal);
  if (!answer.ok) throw new Refused(answer.problem);
  return answer.value;
}

export function problemOf(error: unknown): Problem {
  return error instanceof Refused ? error.problem : { ...noConnection, code: 'fault' };
}
