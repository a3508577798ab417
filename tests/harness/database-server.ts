import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolConfig } from 'pg';
import type { TestProject } from 'vitest/node';
import type { ServerAccess } from '../../src/database/embedded/access.ts';
import { prepareServer } from '../../src/database/embedded/roles.ts';
import { startServer } from '../../src/database/embedded/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    serverAccess: ServerAccess;
  }
}

interface TestServer {
  readonly access: ServerAccess;
  stop(): Promise<void>;
}

// The projects `db` and `http` both name this file and run it in one process: the last to finish stops the server.
const shared = globalThis as { keepwellTestServer?: { server: Promise<TestServer>; users: number } };

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.keepwellTestServer ??= { server: openServer(), users: 0 };
  const held = shared.keepwellTestServer;
  held.users += 1;
  const server = await held.server;
  project.provide('serverAccess', server.access);
  return async () => {
    held.users -= 1;
    if (held.users > 0) return;
    delete shared.keepwellTestServer;
    await server.stop();
  };
}

/** KEEPWELL_TEST_DATABASE_URL names a server and a superuser of it; without it the embedded one is used. */
async function openServer(): Promise<TestServer> {
  const url = process.env.KEEPWELL_TEST_DATABASE_URL;
  if (url !== undefined && url !== '') {
    // The same passwords in every run: two runs on one server must not lock each other out.
    const password = (role: string) => createHash('sha256').update(`${role} ${url}`).digest('hex');
    const superuser = superuserOf(url);
    const access = await prepareServer(superuser, 'keepwell_test', {
      postgres: String(superuser.password ?? ''),
      keepwell_owner: password('owner'),
      keepwell_app: password('app'),
      keepwell_queue: password('queue'),
    });
    return { access, stop: async () => {} };
  }
  const dataFolder = mkdtempSync(join(tmpdir(), 'keepwell-test-'));
  const started = await startServer({
    dataFolder,
    // A tenth of the time for tests that commit a lot; what they write is thrown away anyway.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '128MB' },
  });
  if (!started.ok) throw new Error(`the test database did not start: ${started.refusal.detail}`);
  return {
    access: started.value.access,
    stop: async () => {
      await started.value.stopAnyway();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Also `postgresql:///postgres?host=/var/run/postgresql`, which names a socket folder. */
function superuserOf(text: string): PoolConfig {
  const url = new URL(text);
  const port = url.searchParams.get('port') ?? url.port;
  return {
    host: url.searchParams.get('host') ?? (decodeURIComponent(url.hostname) || 'localhost'),
    user: decodeURIComponent(url.username) || 'postgres',
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
    ...(port === '' ? {} : { port: Number(port) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
  };
}
