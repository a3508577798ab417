import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../tests/harness/app.ts';
import { authorisationTable } from './authorisation-table.ts';

const file = fileURLToPath(new URL('../../docs/api/openapi.json', import.meta.url));

interface Described {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: object }>> };
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

let app: TestApp;
let text: string;
let document: Document;

beforeAll(async () => {
  app = await openApp();
  const reply = await app.server.inject('/api/openapi.json');
  document = reply.json();
  text = `${JSON.stringify(document, undefined, 2)}\n`;
});
afterAll(() => app.close());

function operations(): readonly (readonly [string, Described])[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(
      ([method, described]) => [`${method.toUpperCase()} ${path}`, described] as const,
    ),
  );
}

test('the document names every operation once, and nothing else', () => {
  expect(document.openapi).toBe('3.1.0');
  const keys = Object.keys(authorisationTable)
    .filter((key) => !['page', 'link'].includes(String(authorisationTable[key]?.may)))
    .map((key) => key.replace(/:(\w+)/g, '{$1}'));
  expect(
    operations()
      .map(([key]) => key)
      .sort(),
  ).toEqual(keys.sort());
  const ids = operations().map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('an operation says what it does, who may, what it takes and what it answers', () => {
  for (const [key, described] of operations()) {
    expect(described.summary, key).toMatch(/^\S.{10,}/);
    expect(described.description, key).toMatch(/^(Anyone|Roles: [a-z_, ]+\.)/);
    const named = [...key.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = (described.parameters ?? []).filter((one) => one.in === 'path');
    expect(declared.map(({ name }) => name).sort(), key).toEqual(named.sort());
    for (const parameter of declared) expect(parameter.required, key).toBe(true);
    const row = authorisationTable[key.replace(/\{(\w+)\}/g, ':$1')];
    if (row?.body !== undefined) {
      const type = row.contentType?.split(';')[0] ?? 'application/json';
      const schema = described.requestBody?.content[type]?.schema as { readonly oneOf?: readonly object[] };
      // One of several shapes, or the one there is.
      for (const shape of schema.oneOf ?? [schema]) expect(shape, key).toMatchObject({ type: 'object' });
    }
    const given = row?.replyType ?? 'application/json';
    expect(described.responses['200']?.content, key).toMatchObject({ [given]: { schema: {} } });
  }
});

test('every reference in the document points at something in it', () => {
  const places = [...text.matchAll(/"\$ref": "#\/([^"]+)"/g)].map(([, place = '']) => place);
  for (const place of places) {
    const found = place
      .split('/')
      .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], document);
    expect(found, place).toBeDefined();
  }
});

test('the page of the API names every operation and runs no script', async () => {
  const page = await app.server.inject('/api');
  for (const path of Object.keys(document.paths)) expect(page.payload).toContain(`<code>${path}</code>`);
  expect(page.payload).not.toMatch(/<script|onerror|javascript:/i);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
});

test('docs/api/openapi.json is what the contracts say; KEEPWELL_UPDATE=1 writes it', () => {
  if (process.env.KEEPWELL_UPDATE === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(readFileSync(file, 'utf8')).toBe(text);
});
