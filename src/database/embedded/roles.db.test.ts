import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { prepareServer } from './roles.ts';
import { scramVerifier } from './secrets.ts';

test('the application role is neither superuser nor owner, and row-level security applies to it', async () => {
  const client = new pg.Client(inject('serverAccess').app);
  await client.connect();
  const { rows } = await client.query(
    `select current_user as name, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,
       pg_get_userbyid(datdba) as owner
     from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
  );
  await client.end();
  expect(rows).toEqual([
    {
      name: 'keepwell_app',
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
      owner: 'keepwell_owner',
    },
  ]);
});

test('on a server of the operator one login role may act as each of the roles', async () => {
  const { superuser } = inject('serverAccess');
  const login = `t_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client(superuser);
  await admin.connect();
  await admin.query(`create role ${login} login password '${scramVerifier('a-password-of-theirs')}'`);
  await admin.query(`grant keepwell_owner, keepwell_app, keepwell_queue to ${login}`);
  try {
    for (const role of ['keepwell_owner', 'keepwell_app', 'keepwell_queue']) {
      const options = `-c role=${role}`;
      const client = new pg.Client({ ...superuser, user: login, password: 'a-password-of-theirs', options });
      await client.connect();
      const { rows } = await client.query<{ role: string; bypasses: boolean }>(
        'select current_user as role, (select rolbypassrls from pg_roles where rolname = current_user) as bypasses',
      );
      await client.end();
      expect(rows).toEqual([{ role, bypasses: role === 'keepwell_owner' }]);
    }
  } finally {
    await admin.query(`drop role ${login}`);
    await admin.end();
  }
});

test('preparing a server twice changes nothing and leaves the passwords valid', async () => {
  const access = inject('serverAccess');
  const password = (pool: pg.PoolConfig) => String(pool.password ?? '');
  const again = await prepareServer(access.superuser, String(access.app.database), {
    postgres: password(access.superuser),
    keepwell_owner: password(access.owner),
    keepwell_app: password(access.app),
    keepwell_queue: password(access.queue),
  });
  expect(again.app).toEqual(access.app);
  const client = new pg.Client(access.app);
  await client.connect();
  await expect(client.query('create table intruder ()')).rejects.toThrow(
    'permission denied for schema public',
  );
  await client.end();
});
