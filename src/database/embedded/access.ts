import type { PoolConfig } from 'pg';
import type { Passwords } from './secrets.ts';

export const databaseName = 'keepwell';

/** How to reach one database in each of its roles. Hold it in memory only: it carries passwords. */
export interface ServerAccess {
  /** Owns the database; runs migrations. */
  readonly owner: PoolConfig;
  /** What Keepwell itself uses: neither owner nor superuser, row-level security applies. */
  readonly app: PoolConfig;
  /** Owns the schema of the job queue. */
  readonly queue: PoolConfig;
  /** For the supervisor alone. */
  readonly superuser: PoolConfig;
}

export function accessOf(server: PoolConfig, database: string, passwords: Passwords): ServerAccess {
  const as = (user: keyof Passwords): PoolConfig => ({
    ...server,
    user,
    password: passwords[user],
    database,
  });
  return {
    owner: as('keepwell_owner'),
    app: as('keepwell_app'),
    queue: as('keepwell_queue'),
    superuser: as('postgres'),
  };
}
