import type { OperationKey, Reply } from '../app/operations.ts';
import { operations } from '../app/operations.ts';

type Responder = (request: {
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly query: URLSearchParams;
}) => unknown;

export interface FakeServer {
  /** Every request so far: operation and body. */
  readonly seen: { readonly key: string; readonly path: string; readonly body: Record<string, unknown> }[];
  readonly on: <K extends OperationKey>(
    key: K,
    respond: (request: Parameters<Responder>[0]) => Reply<K> | Problem | Promise<Reply<K> | Problem>,
  ) => void;
}

export interface Problem {
  readonly problem: { readonly status: number; readonly code: string; readonly detail: string };
}

export function problem(status: number, code: string, detail = ''): Problem {
  return { problem: { status, code, detail } };
}

const patterns = Object.entries(operations).map(([key, line]) => {
  const [method = '', path = ''] = line.split(' ');
  return { key, method, path: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`) };
});

/** Stands in for the network, which is not ours; what a test does not answer is a fault. */
export function startFakeServer(): FakeServer {
  const responders = new Map<string, Responder>();
  const seen: { key: string; path: string; body: Record<string, unknown> }[] = [];
  globalThis.fetch = async (input, init) => {
    const url = new URL(String(input), 'http://localhost');
    const method = init?.method ?? 'GET';
    const found = patterns.find((one) => one.method === method && one.path.test(url.pathname));
    const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {};
    seen.push({ key: found?.key ?? '', path: url.pathname, body });
    const respond = responders.get(found?.key ?? '');
    const said =
      (await respond?.({ path: url.pathname, body, query: url.searchParams })) ?? problem(500, 'fault');
    if (typeof said === 'object' && said !== null && 'problem' in said) {
      const refused = (said as Problem).problem;
      return new Response(JSON.stringify({ title: '', requestId: 'request-1', ...refused }), {
        status: refused.status,
        headers: { 'content-type': 'application/problem+json' },
      });
    }
    return new Response(JSON.stringify(said), { headers: { 'content-type': 'application/json' } });
  };
  return {
    seen,
    on: (key, respond) => {
      responders.set(key, respond as Responder);
    },
  };
}
