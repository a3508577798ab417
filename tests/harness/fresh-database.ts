import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { inject } from 'vitest';
import type { ServerAccess } from '../../src/database/embedded/access.ts';
import { grantDatabase, prepareServer } from '../../src/database/embedded/roles.ts';
import type { Passwords } from '../../src/database/embedded/secrets.ts';
import { migrate } from '../../src/database/migrate.ts';

const migrations = fileURLToPath(new URL('../../migrations/', import.meta.url));
/** Any number that nobody else takes; holds back the other test files while one makes the template. */
const templateLock = 7_420_018;

export interface FreshDatabase {
  readonly access: ServerAccess;
  close(): Promise<void>;
}

/**
 * A database of its own, migrated and empty: a copy of a template that is made once for each state of /migrations.
 * About 60 ms; the template itself takes as long as the migrations do.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = inject('serverAccess');
  const client = await connect(server.superuser, 'postgres');
  const name = `t_${randomBytes(8).toString('hex')}`;
  try {
    const template = await makeTemplate(client, server);
    await client.query(`create database ${name} template ${template}`);
    await grantDatabase(client, name);
  } finally {
    await client.end();
  }
  return { access: inDatabase(server, name), close: () => drop(server, name) };
}

/** A database of its own with roles and grants, and nothing in it: for the migrations themselves. */
export async function bareDatabase(): Promise<FreshDatabase> {
  const server = inject('serverAccess');
  const name = `t_${randomBytes(8).toString('hex')}`;
  const access = await prepareServer(server.superuser, name, passwordsOf(server));
  return { access, close: () => drop(server, name) };
}

async function makeTemplate(client: pg.Client, server: ServerAccess): Promise<string> {
  const template = `template_${fingerprint()}`;
  await client.query('select pg_advisory_lock($1)', [templateLock]);
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount === 1) return template;
    // Under another name until it is complete, so that a failed migration leaves no half template behind.
    const unfinished = `${template}_unfinished`;
    await client.query(`drop database if exists ${unfinished} with (force)`);
    const access = await prepareServer(server.superuser, unfinished, passwordsOf(server));
    await migrate(access);
    await client.query(`alter database ${unfinished} rename to ${template}`);
    await client.query(`alter database ${template} with allow_connections false`); // a visitor blocks copying
    return template;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [templateLock]);
  }
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(migrations).sort())
    hash.update(name).update(readFileSync(migrations + name));
  return hash.digest('hex').slice(0, 16);
}

function passwordsOf(server: ServerAccess): Passwords {
  const password = (pool: pg.PoolConfig) => String(pool.password ?? '');
  return {
    postgres: password(server.superuser),
    keepwell_owner: password(server.owner),
    keepwell_app: password(server.app),
    keepwell_queue: password(server.queue),
  };
}

function inDatabase(server: ServerAccess, database: string): ServerAccess {
  return {
    owner: { ...server.owner, database },
    app: { ...server.app, database },
    queue: { ...server.queue, database },
    superuser: { ...server.superuser, database },
  };
}

async function drop(server: ServerAccess, name: string): Promise<void> {
  const client = await connect(server.superuser, 'postgres');
  try {
    await client.query(`drop database if exists ${name} with (force)`);
  } finally {
    await client.end();
  }
}

async function connect(pool: pg.PoolConfig, database: string): Promise<pg.Client> {
  const client = new pg.Client({ ...pool, database });
  await client.connect();
  return client;
}
