import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agent, anAgent, openApp, openAppOn, send, type TestApp } from '../../tests/harness/app.ts';
import { aPatient, aPractice } from '../../tests/harness/builders.ts';
import type { PatientId } from '../kit/ids.ts';
import type { Log } from '../platform/log.ts';

let app: TestApp;
let agent: Agent;
let patient: PatientId;
const lines: string[] = [];

// The one double: it keeps what the log would have written.
function keepingLog(): Log {
  const keep = (fields: object, message: string): void => {
    lines.push(JSON.stringify({ ...fields, message }));
  };
  return { debug: keep, info: keep, warn: keep, error: keep };
}

beforeAll(async () => {
  app = await openApp({ log: keepingLog() });
  const practice = await aPractice(app.database);
  agent = await anAgent(app, practice, ['manager', 'admin', 'front_desk']);
  patient = await aPatient(app.database, practice.id);
});
afterAll(() => app.close());

const canary = 'Zaphoda-Canarius';

test('a fault is answered blandly, and neither the answer nor the log says anything of a patient', async () => {
  const superuser = new pg.Client(app.fresh.access.superuser);
  await superuser.connect();
  // The error of a check quotes the whole failing row.
  await superuser.query(`alter table promise add constraint trap check (words not like '%Canarius%')`);
  const answered = await agent.send('POST', `/api/patients/${patient}/promises`, {
    words: `call ${canary} on +12025550147`,
    dueOn: '2026-03-09',
    source: 'call',
  });
  await superuser.query('alter table promise drop constraint trap');
  const events = await superuser.query('select from audit_event where request_id = $1', [
    answered.headers['x-request-id'],
  ]);
  await superuser.end();
  expect(answered.status).toBe(500);
  expect(answered.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answered.body).toEqual({
    type: 'urn:keepwell:fault',
    title: 'Something went wrong on our side',
    status: 500,
    code: 'fault',
    detail: 'nothing was changed; try again, and give this reference if it happens again',
    requestId: answered.headers['x-request-id'],
  });
  expect(events.rowCount).toBe(0);
  const written = lines.join('\n');
  expect(written).toContain(String(answered.headers['x-request-id']));
  expect(written).toContain('patients.promise');
  expect(written).toContain('23514');
  for (const secret of [canary, '2025550147', 'Okafor', patient, agent.token]) {
    expect(written).not.toContain(secret);
    expect(answered.text).not.toContain(secret);
  }
});

test('refusals, wrong addresses and wrong input leave nothing of a patient in the log', async () => {
  lines.length = 0;
  await agent.get(`/api/patients/${canary}`);
  await agent.get(`/api/${canary}?name=${canary}`);
  await agent.send('POST', '/api/patients/search', { text: canary });
  await agent.send('POST', `/api/patients/${patient}/details`, { words: canary });
  await agent.send('POST', '/api/patients/search', `{"text": "${canary}`);
  await send(app.server, '/api/sign-in', {
    method: 'POST',
    body: { email: `${canary}@example.org`, password: canary },
  });
  expect(lines.join('\n')).not.toContain(canary);
});

test('an address that is not there is answered with a problem', async () => {
  for (const url of [
    '/api/nothing',
    '/api/patience',
    '/nowhere',
    '/api/../etc/passwd',
    '/assets/x.js',
    '/api/%00',
  ]) {
    const answered = await agent.get(url);
    expect(answered.status, url).toBe(404);
    expect(answered.headers['content-type'], url).toBe('application/problem+json; charset=utf-8');
    expect(answered.body).toMatchObject({ code: 'not_found', status: 404 });
    expect(answered.text).not.toContain('passwd');
  }
});

test('a malformed address or method is answered with a problem that repeats nothing', async () => {
  for (const url of ['/api/patients/%E0%A4%A', '/api/%c0%ae%c0%ae', `/api/patients/${'x'.repeat(3000)}`]) {
    const answered = await agent.get(url);
    expect([404, 422], `${url} ${answered.text}`).toContain(answered.status);
    expect(answered.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answered.text).not.toContain('%E0');
    expect(answered.text).not.toContain('xxx');
  }
  for (const method of ['OPTIONS', 'PUT', 'TRACE'] as const) {
    const reply = await app.server.inject({
      method: method as 'PUT',
      url: '/api/today',
      headers: { origin: 'x' },
    });
    expect([404, 403]).toContain(reply.statusCode);
  }
});

test('a body that is too large, too deep or no JSON is refused, and the next request is served', async () => {
  const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;
  const wide = `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":0`).join(',')}}`;
  const cases: readonly (readonly [string, number])[] = [
    [`{"text":"${'x'.repeat(300_000)}"}`, 413],
    [`{"text":"${'x'.repeat(200_000)}"}`, 422],
    [deep, 422],
    [`{"text":${deep}}`, 422],
    [wide, 422],
    ['{"text":1e999999}', 422],
    ['{"__proto__":{"text":"x"},"text":"x"}', 422],
    ['{"constructor":{"prototype":{"text":"x"}},"text":"x"}', 422],
    ['{"text":"x"', 422],
    ['\u0000', 422],
    ['', 422],
  ];
  for (const [payload, status] of cases) {
    const reply = await app.server.inject({
      method: 'POST',
      url: '/api/patients/search',
      headers: {
        cookie: `keepwell=${agent.token}`,
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/json',
      },
      payload,
    });
    expect(reply.statusCode, payload.slice(0, 40)).toBe(status);
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(reply.payload).not.toContain('xxxx');
  }
  expect((await agent.get('/api/session')).status).toBe(200);
});

const stable = new Set(['x-request-id', 'date', 'content-length', 'keep-alive', 'connection']);

function headersOf(answered: {
  readonly headers: Readonly<Record<string, unknown>>;
}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(answered.headers).filter(([name]) => !stable.has(name)));
}

test('the headers of an answer', async () => {
  expect(headersOf(await agent.get('/api/session'))).toMatchInlineSnapshot(`
    {
      "cache-control": "no-store",
      "content-security-policy": "default-src 'self';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data:;connect-src 'self';object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
      "content-type": "application/json; charset=utf-8",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "origin-agent-cluster": "?1",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-dns-prefetch-control": "off",
      "x-download-options": "noopen",
      "x-frame-options": "DENY",
      "x-permitted-cross-domain-policies": "none",
      "x-xss-protection": "0",
    }
  `);
});

test('a refusal, a fault and a wrong address carry the same headers', async () => {
  const good = Object.keys(headersOf(await agent.get('/api/session'))).sort();
  for (const url of ['/api/today?minutes=0', '/api/none', '/none', '/api/patients/%E0%A4%A']) {
    const names = Object.keys(headersOf(await agent.get(url))).sort();
    const missing = good.filter((name) => !names.includes(name));
    // Only what the API answers is ever private.
    expect(missing, url).toEqual(url.startsWith('/api') ? [] : ['cache-control']);
  }
});

test('over TLS the cookie is bound to the host and the browser is told to stay with TLS', async () => {
  const secure = await openAppOn(app.fresh, { origin: 'https://keepwell.example' });
  const answered = await secure.server.inject({
    url: '/api/session',
    headers: { cookie: '__Host-keepwell=none' },
  });
  await secure.close();
  expect(answered.statusCode).toBe(401);
  expect(answered.headers['strict-transport-security']).toMatch(/max-age=\d{7,}/);
  // A cookie of the plain name, which any page of the same host could have set, is not read.
  const plain = await openAppOn(app.fresh, { origin: 'https://keepwell.example' });
  const fixed = await plain.server.inject({
    url: '/api/session',
    headers: { cookie: `keepwell=${agent.token}` },
  });
  await plain.close();
  expect(fixed.statusCode).toBe(401);
});

test('the page is served for every address of the screens, its files only from their folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keepwell-web-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Keepwell</title>');
  writeFileSync(join(folder, 'secret.txt'), canary);
  writeFileSync(join(folder, 'assets/app-1.js'), 'export {}');
  const web = await openAppOn(app.fresh, { webFolder: folder });
  try {
    for (const url of ['/', '/today', '/patients/0192', '/first-run']) {
      const page = await web.server.inject(url);
      expect(page.statusCode, url).toBe(200);
      expect(page.payload).toContain('<title>Keepwell');
      expect(page.headers['cache-control']).toBe('no-store');
      expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    }
    const asset = await web.server.inject('/assets/app-1.js');
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    for (const url of [
      '/secret.txt',
      '/assets/../secret.txt',
      '/assets/..%2fsecret.txt',
      '/assets/%2e%2e/secret.txt',
      '/assets/..%5csecret.txt',
      '/assets//etc/passwd',
      '/assets/',
      '/assets/none.js',
    ]) {
      const answered = await web.server.inject(url);
      expect(answered.payload, url).not.toContain(canary);
      expect(answered.payload, url).not.toContain('root:');
      // The address itself is put straight before it is looked up: it is one of the screens then.
      if (!/(^|\.\.|%2e%2e)\/secret/.test(url)) expect([403, 404, 422], url).toContain(answered.statusCode);
    }
  } finally {
    await web.close();
    rmSync(folder, { recursive: true });
  }
});
