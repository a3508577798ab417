import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Agent, anAgent, codeOf, openApp, origin, send, type TestApp } from '../../tests/harness/app.ts';
import { aPatient, aPractice } from '../../tests/harness/builders.ts';
import type { PatientId } from '../kit/ids.ts';
import { authorisationTable } from './authorisation-table.ts';

let app: TestApp;
let agent: Agent;
let patient: PatientId;

beforeAll(async () => {
  app = await openApp();
  const practice = await aPractice(app.database);
  agent = await anAgent(app, practice, ['manager', 'admin', 'front_desk']);
  patient = await aPatient(app.database, practice.id);
});
afterAll(() => app.close());

// Pages for patients have no cookie to be misused; whom they refuse is in patient-pages/pages.http.test.ts.
const changing = Object.keys(authorisationTable).filter(
  (key) => !key.startsWith('GET ') && authorisationTable[key]?.may !== 'link',
);

const strangers: readonly (readonly [string, Record<string, string>])[] = [
  ['no origin', {}],
  ['a foreign origin', { origin: 'https://evil.example' }],
  ['a null origin', { origin: 'null' }],
  ['an origin that begins like ours', { origin: `${origin}.evil.example` }],
  ['our origin under another scheme', { origin: 'https://localhost:4600' }],
  ['our origin on another port', { origin: 'http://localhost:4601' }],
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['another place of the same site', { 'sec-fetch-site': 'same-site' }],
  ['somebody typing the address', { 'sec-fetch-site': 'none' }],
  [
    'a foreign origin that says it is ours',
    { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
  ],
  ['a null origin that says it is ours', { 'sec-fetch-site': 'same-origin', origin: 'null' }],
];

test('there are routes that change something', () => {
  expect(changing.length).toBeGreaterThan(12);
});

describe.each(changing)('%s', (key) => {
  test.each(strangers)('is refused to %s', async (_, headers) => {
    const [method, path = ''] = key.split(' ');
    const reply = await app.server.inject({
      method: method as 'POST',
      url: path.replace(/:\w+/g, () => crypto.randomUUID()),
      headers: { cookie: `keepwell=${agent.token}`, 'content-type': 'application/json', ...headers },
      payload: '{}',
    });
    expect(reply.statusCode).toBe(403);
    expect(reply.json().code).toBe('foreign_origin');
    expect(reply.headers['set-cookie']).toBeUndefined();
  });
});

test('our own page is let through under every name that the machine has', async () => {
  for (const headers of [
    { origin },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:4600', host: '127.0.0.1:4600' },
    { 'sec-fetch-site': 'same-origin', origin: 'https://keepwell.example', host: 'keepwell.example' },
  ]) {
    const reply = await app.server.inject({
      method: 'POST',
      url: '/api/patients/search',
      headers: { cookie: `keepwell=${agent.token}`, ...headers },
      payload: { text: 'nobody' },
    });
    expect(reply.statusCode, JSON.stringify(headers)).toBe(200);
  }
});

// CVE-2025-32442 and its two regressions: a content type that the parser takes and the validation does not know.
const contentTypes = [
  'application/json',
  ' application/json',
  'application/json ',
  'application/json\t',
  '\tapplication/json',
  'application/json;',
  'application/json; charset=utf-8',
  'application/json\t; charset=utf-8',
  'application/json ;charset=utf-8',
  'application/json;charset=utf-8;x=y',
  'APPLICATION/JSON',
  'Application/Json; Charset="utf-8"',
  'application/json, text/plain',
  'application/vnd.api+json',
  'text/json',
  'text/plain',
  'text/html',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
  'application/xml',
  '*/*',
  'json',
  '/',
  '',
];

test.each(contentTypes)('content type %j never walks around what the contract asks', async (type) => {
  const wrong = { words: '', kind: 'nothing', sharing: 'everybody', source: 'x', toldOn: 'never' };
  for (const payload of [JSON.stringify(wrong), '{"words":', 'words=a', '', 'null', '[]', '"text"', '7']) {
    const reply = await app.server.inject({
      method: 'POST',
      url: `/api/patients/${patient}/details`,
      headers: { cookie: `keepwell=${agent.token}`, origin, 'content-type': type },
      payload,
    });
    expect([415, 422], `${type} ${payload}: ${reply.payload}`).toContain(reply.statusCode);
    expect(reply.json().code).toBe('invalid_input');
  }
});

test('a body that fits is taken with the usual content types, and with none', async () => {
  for (const type of ['application/json', 'application/json; charset=utf-8']) {
    const right = { words: 'tea', kind: 'likes', sharing: 'say', source: 'visit', toldOn: '2026-03-01' };
    const reply = await send(app.server, `/api/patients/${patient}/details`, {
      method: 'POST',
      cookie: agent.token,
      body: right,
      headers: { 'content-type': type },
    });
    expect(reply.status, reply.text).toBe(200);
  }
});

test('text that cannot be stored is refused, not a fault', async () => {
  for (const text of ['\0', 'a\0b', '\ud800', 'x\udfff']) {
    const searched = await agent.send('POST', '/api/patients/search', { text });
    expect(searched.status, JSON.stringify(text)).toBe(422);
    expect(codeOf(searched)).toBe('invalid_input');
    const signedIn = await send(app.server, '/api/sign-in', {
      method: 'POST',
      body: { email: 'a@example.org', password: text },
    });
    expect(signedIn.status).toBe(422);
  }
  const fine = await agent.send('POST', '/api/patients/search', { text: '🦷 Núñez 张' });
  expect(fine.status).toBe(200);
});
