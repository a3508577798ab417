import pg from 'pg';
import { BackupRefused } from './not-whole.ts';

/** One backup, drill or removal at a time, on whichever machine: the lock is the database's and ends with its holder. */
export async function alone<T>(owner: pg.PoolConfig, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client(owner);
  client.on('error', () => {});
  await client.connect();
  try {
    const found = await client.query<{ held: boolean }>('select pg_try_advisory_lock(4606) as held');
    if (found.rows[0]?.held !== true)
      throw new BackupRefused(
        'backup_busy',
        'a backup is being made at this moment; try again when it is done',
      );
    return await work();
  } finally {
    await client.end();
  }
}
