import { join } from 'node:path';
import type { FastifyInstance, HTTPMethods } from 'fastify';
import type { PoolConfig } from 'pg';
import { type Database, openDatabase } from '../../src/database/database.ts';
import type { HttpPorts } from '../../src/http/ports.ts';
import { buildServer } from '../../src/http/server.ts';
import { stillClock } from '../../src/kit/clock.ts';
import type { AccountId, PracticeId } from '../../src/kit/ids.ts';
import { silentLog } from '../../src/platform/log.ts';
import type { Practice } from '../../src/practice/model.ts';
import { may, type Role } from '../../src/practice/policy.ts';
import { aSession, aStaffMember, type StaffMemberMade } from './builders.ts';
import { dataFolder } from './data-folder.ts';
import { type FreshDatabase, freshDatabase } from './fresh-database.ts';
import { type AuthenticatorApp, anAuthenticatorApp } from './second-factor.ts';

export const origin = 'http://localhost:4600';
// A Monday at noon in New York, where the practices of the builders are.
export const noon = new Date('2026-03-02T17:00:00Z');

export interface TestApp {
  readonly fresh: FreshDatabase;
  readonly database: Database;
  readonly clock: ReturnType<typeof stillClock>;
  readonly server: FastifyInstance;
  readonly ports: HttpPorts;
  close(): Promise<void>;
}

export interface AppOptions extends Partial<Omit<HttpPorts, 'database'>> {
  /** Another role of the same database instead of the application's. */
  readonly connectAs?: (fresh: FreshDatabase) => PoolConfig;
  /** Sees the server before its routes are made. */
  readonly watch?: (server: FastifyInstance) => void;
}

/** The HTTP door over a fresh database: a still clock, a silent log, nothing listens. */
export async function openApp(options: AppOptions = {}): Promise<TestApp> {
  const fresh = await freshDatabase();
  const app = await openAppOn(fresh, options);
  const close = async (): Promise<void> => {
    await app.close();
    await fresh.close();
  };
  return { ...app, close };
}

/** A second door over a database that is there already; closing it leaves the database. */
export async function openAppOn(fresh: FreshDatabase, options: AppOptions = {}): Promise<TestApp> {
  const { connectAs = ({ access }) => access.app, watch, ...over } = options;
  const database = openDatabase(connectAs(fresh));
  const clock = stillClock(noon);
  const ports: HttpPorts = {
    database,
    clock,
    log: silentLog,
    config: {
      idleMinutes: 10,
      sessionHours: 12,
      trustedProxies: [],
      port: 4600,
      publicUrl: undefined,
      dataFolder,
      inboxFolder: join(dataFolder, 'inbox'),
      uploadMegabytes: 2,
      databaseUrl: undefined,
      mail: {
        smtpUrl: undefined,
        from: undefined,
        dkimSelector: 'keepwell',
        dkimKeyFile: join(dataFolder, 'dkim.pem'),
        imapUrl: undefined,
        caFile: undefined,
        replyTo: undefined,
      },
      backup: {
        daily: false,
        folder: join(dataFolder, 'backups'),
        keyFile: join(dataFolder, 'backup.key'),
        retention: { daily: 1, weekly: 1, monthly: 1 },
      },
    },
    origin,
    may,
    webFolder: undefined,
    ...over,
  };
  const server = await buildServer(ports, watch);
  const close = async (): Promise<void> => {
    await server.close();
    await database.close();
  };
  return { fresh, database, clock, server, ports, close };
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** Parsed when it is JSON. */
  readonly body: unknown;
}

export interface Send {
  readonly method?: HTTPMethods;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly from?: string;
  readonly cookie?: string | undefined;
}

/** One request as our own page would send it. */
export async function send(server: FastifyInstance, url: string, how: Send = {}): Promise<Answered> {
  const { method = 'GET', body, headers = {}, from = '127.0.0.1', cookie } = how;
  if (url === '/api/events') return readBeginning(server, how);
  const reply = await server.inject({
    method: method as 'GET',
    url,
    remoteAddress: from,
    headers: {
      origin,
      ...(cookie === undefined ? {} : { cookie: `keepwell=${cookie}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return {
    status: reply.statusCode,
    headers: reply.headers,
    text: reply.payload,
    body: /json/.test(String(reply.headers['content-type'])) ? JSON.parse(reply.payload) : undefined,
  };
}

// A stream has no end: what it says at once is its answer.
async function readBeginning(
  server: FastifyInstance,
  { method = 'GET', from = '127.0.0.1', cookie }: Send,
): Promise<Answered> {
  const reply = await server.inject({
    method: method as 'GET',
    url: '/api/events',
    remoteAddress: from,
    headers: cookie === undefined ? {} : { cookie: `keepwell=${cookie}` },
    payloadAsStream: true,
  });
  const stream = reply.stream();
  const text = await new Promise<string>((resolve, reject) => {
    stream.once('data', (chunk: Buffer) => resolve(String(chunk)));
    stream.once('end', () => resolve(''));
    stream.once('error', reject);
  });
  stream.destroy();
  const isJson = /json/.test(String(reply.headers['content-type']));
  return {
    status: reply.statusCode,
    headers: reply.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  };
}

/** Somebody who is signed in. */
export interface Agent {
  readonly accountId: AccountId;
  readonly staffMemberId: string;
  readonly token: string;
  /** Of whoever's role asks for a second factor. */
  readonly authenticator: AuthenticatorApp | undefined;
  get(url: string): Promise<Answered>;
  send(method: HTTPMethods, url: string, body?: unknown): Promise<Answered>;
  /** Proves anew who it is, as a step-up asks. */
  prove(): Promise<Answered>;
}

export async function anAgent(app: TestApp, practice: Practice, roles: readonly Role[]): Promise<Agent> {
  return agentOf(app, practice.id, await aStaffMember(app.database, practice.id, { roles: [...roles] }));
}

/** Signed in, and led through the second factor as the server asks for it. */
export async function agentOf(
  app: TestApp,
  practice: PracticeId,
  { id, accountId }: StaffMemberMade,
): Promise<Agent> {
  const token = await aSession(app.database, accountId, practice, app.clock.now(), { factor_at: null });
  const post = (url: string, body?: unknown): Promise<Answered> =>
    send(app.server, url, { method: 'POST', cookie: token, body });
  const authenticator = await enrol(app, token);
  return {
    accountId,
    staffMemberId: id,
    token,
    authenticator,
    get: (url) => send(app.server, url, { cookie: token }),
    send: (method, url, body) => send(app.server, url, { method, cookie: token, body }),
    prove: () => post('/api/session/proof', { kind: 'code', code: authenticator?.code(app.clock.now()) }),
  };
}

/** Adds an authenticator app where the server says that the session waits for one. */
async function enrol(app: TestApp, cookie: string): Promise<AuthenticatorApp | undefined> {
  const session = await send(app.server, '/api/session', { cookie });
  if ((session.body as { state?: string }).state !== 'mfa_pending') return undefined;
  return enrolApp(app, cookie);
}

/** Sets an authenticator app up through the API. @throws Error when the server does not let it */
export async function enrolApp(app: TestApp, cookie: string): Promise<AuthenticatorApp> {
  const begun = await send(app.server, '/api/me/authenticator-app', { method: 'POST', cookie });
  const authenticator = anAuthenticatorApp((begun.body as { letters: string }).letters);
  const confirmed = await send(app.server, '/api/me/authenticator-app/confirmation', {
    method: 'POST',
    cookie,
    body: { code: authenticator.code(app.clock.now()) },
  });
  if (confirmed.status !== 200) throw new Error(`the app was not accepted: ${confirmed.text}`);
  return authenticator;
}

/** The token of the session cookie that a reply sets; undefined when it sets none. */
export function cookieOf(answered: Answered): string | undefined {
  const lines = [answered.headers['set-cookie'] ?? []].flat().map(String);
  return lines.map((line) => /^keepwell=([^;]+);/.exec(line)?.[1]).find((token) => token !== undefined);
}

/** The `code` of a refusal; undefined when the answer is none. */
export function codeOf(answered: Answered): string | undefined {
  const { body } = answered;
  return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : undefined;
}
