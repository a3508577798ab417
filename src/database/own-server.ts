import pg from 'pg';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import type { DatabaseAccess } from './open.ts';

const roles = ['keepwell_owner', 'keepwell_app', 'keepwell_queue'] as const;

/** What an administrator runs once where the login role of DATABASE_URL may not make roles itself. */
export const rolesByHand = [
  'create role keepwell_owner nologin bypassrls;',
  'create role keepwell_app nologin;',
  'create role keepwell_queue nologin;',
  'grant keepwell_owner, keepwell_app, keepwell_queue to <the login role of DATABASE_URL>;',
  'alter database <the database> owner to keepwell_owner;',
  'alter schema public owner to keepwell_owner;',
].join('\n');

async function makeRoles(client: pg.Client): Promise<void> {
  for (const role of roles) {
    const found = await client.query('select from pg_roles where rolname = $1', [role]);
    if (found.rowCount === 0) {
      await client.query(
        `create role ${role} nologin ${role === 'keepwell_owner' ? 'bypassrls' : 'nobypassrls'}`,
      );
    }
    // Since 16, whoever makes a role may grant it but not yet take it.
    const may = await client.query<{ take: boolean }>(
      `select pg_has_role(current_user, $1,
         case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as take`,
      [role],
    );
    if (may.rows[0]?.take !== true) await client.query(`grant ${role} to current_user`);
  }
}

async function grantDatabase(client: pg.Client): Promise<void> {
  const found = await client.query<{ name: string; owner: string; schema_owner: string }>(
    `select current_database() as name, pg_get_userbyid(datdba) as owner,
       (select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'public') as schema_owner
     from pg_database where datname = current_database()`,
  );
  const state = found.rows[0];
  if (state === undefined) throw new Error('the current database is not in its own catalogue');
  const database = pg.escapeIdentifier(state.name);
  if (state.owner !== 'keepwell_owner')
    await client.query(`alter database ${database} owner to keepwell_owner`);
  if (state.schema_owner !== 'keepwell_owner')
    await client.query('alter schema public owner to keepwell_owner');
  await client.query('set role keepwell_owner');
  await client.query('revoke all on schema public from public');
  await client.query('grant usage on schema public to keepwell_app, keepwell_queue');
  await client.query(`grant connect, temporary on database ${database} to keepwell_app`);
  await client.query(`grant connect, create, temporary on database ${database} to keepwell_queue`);
}

/** The same server as one of our roles, whatever options the URL has itself. */
function accessAs(url: URL, role: (typeof roles)[number]): pg.PoolConfig {
  const target = new URL(url);
  const options = [url.searchParams.get('options'), `-c role=${role}`].filter(Boolean).join(' ');
  // In the URL: there it wins over an option beside it, and a URL of the operator's own must not win over ours.
  target.searchParams.set('options', options);
  return { connectionString: target.toString() };
}

/** A connection pooler may drop the role on the way, and whoever it leaves us as may see every practice. */
async function tookRole(access: pg.PoolConfig, role: string): Promise<boolean> {
  const client = new pg.Client({ ...access, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const found = await client.query<{ held: boolean }>(
      `select current_user = $1 and not (rolsuper or rolbypassrls) as held from pg_roles where rolname = current_user`,
      [role],
    );
    return found.rows[0]?.held === true;
  } finally {
    await client.end();
  }
}

function refuseToConnect(error: unknown) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(28|3D)/.test(code)) {
    return refuse(
      'database_login',
      `the PostgreSQL of DATABASE_URL does not let us in (${code}); check the user, the password and the database`,
    );
  }
  return refuse(
    'database_unreachable',
    `the PostgreSQL of DATABASE_URL does not answer${code === '' ? '' : ` (${code})`}; is it running?`,
  );
}

/**
 * Prepares a PostgreSQL of the operator's own: three roles that cannot sign in, granted to the login role of the URL,
 * which takes one of them at the start of each connection.
 * @returns a refusal that names the next step when the server does not answer, is too old, or lets us make no roles
 */
export async function openOwnServer(url: string): Promise<Outcome<DatabaseAccess, Refusal>> {
  if (!URL.canParse(url)) return refuse('invalid_configuration', 'DATABASE_URL is not an address');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (error) {
    return refuseToConnect(error);
  }
  try {
    const version = await client.query<{ n: number }>(
      `select current_setting('server_version_num')::int as n`,
    );
    if ((version.rows[0]?.n ?? 0) < 150_000) {
      return refuse('database_too_old', 'the PostgreSQL of DATABASE_URL is older than 15; upgrade it first');
    }
    await makeRoles(client);
    await grantDatabase(client);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '42501') {
      return refuse(
        'database_roles',
        `the login role of DATABASE_URL may not make the roles we need; an administrator runs once:\n${rolesByHand}`,
      );
    }
    throw error;
  } finally {
    await client.end();
  }
  const as = (role: (typeof roles)[number]): pg.PoolConfig => accessAs(new URL(url), role);
  const access = { owner: as('keepwell_owner'), app: as('keepwell_app'), queue: as('keepwell_queue') };
  if (!(await tookRole(access.app, 'keepwell_app'))) {
    return refuse(
      'database_role_lost',
      'something between us and PostgreSQL drops the role we ask for; let DATABASE_URL lead to the server itself',
    );
  }
  return done(access);
}
