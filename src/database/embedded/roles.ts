import pg from 'pg';
import { accessOf, type ServerAccess } from './access.ts';
import { fitsVerifier, type Passwords, randomPasswords, scramVerifier } from './secrets.ts';

/** Raise it when the grants below change: then they are made again on the next start. */
const grantsVersion = 'keepwell grants 1';

/**
 * Migrations change rows of all practices, so the owner passes row-level security; the application role never does.
 * The roles have passwords here; on a server of the operator's own they may be NOLOGIN and granted to one login role,
 * which then names them with `options: '-c role=keepwell_app'`.
 */
const roles = {
  keepwell_owner: 'login nosuperuser nocreatedb nocreaterole noreplication bypassrls',
  keepwell_app: 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls',
  keepwell_queue: 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls',
} as const;
type Role = keyof typeof roles;

/**
 * Roles and database, made where missing and corrected where different; two short queries when all is well.
 * @param superuser of the server, any database
 * @param passwords without them new ones, which takes them from anyone who has the former
 */
export async function prepareServer(
  superuser: pg.PoolConfig,
  databaseName: string,
  passwords?: Passwords,
): Promise<ServerAccess> {
  const given = passwords ?? { ...randomPasswords(), postgres: String(superuser.password ?? '') };
  const client = new pg.Client({ ...superuser, database: 'postgres' });
  await client.connect();
  try {
    const found = await readState(client, databaseName);
    await correctRoles(client, found.verifiers, given);
    if (found.owner === undefined) await createDatabase(client, databaseName);
    if (found.marker !== grantsVersion || found.owner !== 'keepwell_owner') {
      await grant(client, superuser, databaseName);
    }
  } finally {
    await client.end();
  }
  return { ...accessOf(superuser, databaseName, given), superuser: { ...superuser, database: databaseName } };
}

interface Found {
  readonly verifiers: ReadonlyMap<string, string | null>;
  readonly owner: string | undefined;
  readonly marker: string | undefined;
}

async function readState(client: pg.Client, databaseName: string): Promise<Found> {
  const { rows } = await client.query<{ name: string; detail: string | null; marker: string | null }>(
    `select rolname as name, rolpassword as detail, 'role' as marker from pg_authid where rolname = any($1)
     union all
     select 'database', pg_get_userbyid(datdba), shobj_description(oid, 'pg_database')
     from pg_database where datname = $2`,
    [Object.keys(roles), databaseName],
  );
  const database = rows.find(({ name }) => name === 'database');
  return {
    verifiers: new Map(
      rows.filter(({ marker }) => marker === 'role').map(({ name, detail }) => [name, detail]),
    ),
    owner: database?.detail ?? undefined,
    marker: database?.marker ?? undefined,
  };
}

async function correctRoles(
  client: pg.Client,
  verifiers: ReadonlyMap<string, string | null>,
  passwords: Passwords,
): Promise<void> {
  for (const role of Object.keys(roles) as Role[]) {
    const verifier = verifiers.get(role);
    if (verifier !== undefined && fitsVerifier(passwords[role], verifier)) continue;
    // Two test runs on one server may arrive together; the later finds the role made.
    await client.query(`do $$ begin create role ${role}; exception when duplicate_object then null; end $$`);
    await client.query(`alter role ${role} ${roles[role]} password '${scramVerifier(passwords[role])}'`);
  }
}

async function createDatabase(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  );
  // Builtin collation is PostgreSQL 17 and newer; before it C, which sorts the same.
  const locale = (rows[0]?.version ?? 0) >= 170_000 ? `locale_provider builtin builtin_locale 'C.UTF-8'` : '';
  await client.query(
    `create database ${pg.escapeIdentifier(name)} owner keepwell_owner template template0
     encoding 'UTF8' ${locale} lc_collate 'C' lc_ctype 'C'`,
  );
}

async function grant(client: pg.Client, superuser: pg.PoolConfig, name: string): Promise<void> {
  const database = pg.escapeIdentifier(name);
  const inside = new pg.Client({ ...superuser, database: name });
  await inside.connect();
  try {
    await inside.query('alter schema public owner to keepwell_owner');
    await inside.query('revoke all on schema public from public');
    await inside.query('grant usage on schema public to keepwell_app, keepwell_queue');
  } finally {
    await inside.end();
  }
  await grantDatabase(client, name);
  await client.query(`comment on database ${database} is '${grantsVersion}'`);
}

/** What belongs to a database from outside; a copy of a template does not inherit it. */
export async function grantDatabase(client: pg.Client, name: string): Promise<void> {
  const database = pg.escapeIdentifier(name);
  await client.query(`alter database ${database} owner to keepwell_owner`);
  await client.query(`revoke all on database ${database} from public`);
  // Bulk writes go through temporary tables: COPY is refused where row-level security is forced.
  await client.query(`grant connect, temporary on database ${database} to keepwell_app`);
  await client.query(`grant connect, create, temporary on database ${database} to keepwell_queue`);
}
