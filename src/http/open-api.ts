import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import type { OperationInput } from '../kit/contract.ts';
import { policy, type Verb } from '../practice/policy.ts';
import type { HttpPorts } from './ports.ts';

function schemaOf(shape: OperationInput['body']): object | undefined {
  return shape === undefined
    ? undefined
    : z.toJSONSchema(shape, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
}

function whoMay(verb: string): string {
  if (verb === 'public') return 'Anyone.';
  if (verb === 'signed_in') return 'Anyone who is signed in.';
  return `Roles: ${policy[verb as Verb].join(', ')}.`;
}

// How much a session must be worth, see kit/contract.ts.
const worth = {
  pending: ' Also while the second factor is missing.',
  full: ' Not by PIN.',
  fresh: ' Needs a proof of the last five minutes.',
  enrol: ' Needs a proof of the last five minutes, or an account without any second factor.',
} as const;

const filesSchema = {
  type: 'object',
  properties: { files: { type: 'array', items: { type: 'string', format: 'binary' } } },
};

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}

interface PathItem {
  readonly summary?: string;
  readonly description?: string;
  readonly operationId?: string;
}

function page(document: { readonly paths?: object }): string {
  const rows = Object.entries(document.paths ?? {})
    .flatMap(([path, item]) =>
      Object.entries(item as Record<string, PathItem>).map(
        ([method, operation]) =>
          `<tr><td><code>${method.toUpperCase()}</code></td><td><code>${escapeHtml(path)}</code></td>` +
          `<td>${escapeHtml(operation.summary ?? '')}<br><small>${escapeHtml(operation.description ?? '')}</small></td></tr>`,
      ),
    )
    .join('\n');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Keepwell API</title>
<style>body{font:16px/1.5 system-ui;margin:2rem auto;max-width:70rem;padding:0 1rem}table{border-collapse:collapse;width:100%}
td,th{text-align:start;padding:.5rem;border-bottom:1px solid #8886;vertical-align:top}code{overflow-wrap:anywhere}</style>
<h1>Keepwell API</h1><p>Machine-readable: <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1). A session cookie comes
from <code>POST /api/sign-in</code>; anything but GET needs this server's own <code>Origin</code> header. A refusal is
<code>application/problem+json</code> with a stable <code>code</code>.</p>
<table><thead><tr><th>Method</th><th>Path</th><th>What it does</th></tr></thead><tbody>${rows}</tbody></table></html>`;
}

/** OpenAPI 3.1 from the contracts, as JSON and as a page that people can read. */
export async function openApiRoutes(server: FastifyInstance, ports: HttpPorts): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Keepwell',
        version: '0.1.0',
        description: 'The relationships that need a human act today.',
      },
      servers: [{ url: ports.origin }],
    },
    transform: ({ schema, url, route }) => {
      const operation = route.config?.operation;
      if (operation === undefined) return { schema: { ...schema, hide: true }, url };
      const { params, query, body } = operation.input;
      const { takes, gives } = operation;
      const described = {
        ...schema,
        operationId: operation.name,
        summary: operation.summary,
        description: `${whoMay(operation.verb)}${operation.session === undefined ? '' : worth[operation.session]}`,
        ...(params === undefined ? {} : { params: schemaOf(params) }),
        ...(query === undefined ? {} : { querystring: schemaOf(query) }),
        ...(body === undefined ? {} : { body: schemaOf(body) }),
        ...(takes === undefined ? {} : { consumes: [takes], body: filesSchema }),
        ...(gives === undefined ? {} : { produces: [gives], response: { 200: { type: 'string' } } }),
      };
      return { schema: described, url };
    },
  });
  server.get('/api/openapi.json', async (_request, reply) => reply.send(server.swagger()));
  server.get('/api', async (_request, reply) =>
    reply
      // Its one stylesheet is inline and fixed; no script runs here.
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'")
      .type('text/html; charset=utf-8')
      .send(page(server.swagger())),
  );
}
