import { sql } from 'kysely';
import type { Db } from './database.ts';

/**
 * Runs statements over a whole practice, or over staged rows, with the plans that suit them. Right after a first import
 * the planner has no figures of the tables yet and takes nested loops for small ones: one such join of 31,000
 * identifiers ran 478 s, and 0.1 s as a hash join. Conditions that go together (booked, and in the future) it takes for
 * independent, and expects one row of thousands: gathering 100,000 patients for their scores ran 55 s, and 0.6 s so. Sorts of a
 * million rows stay in memory, and compiling
 * costs more than it saves.
 */
export async function withBulkPlans<T>(db: Db, work: () => Promise<T>): Promise<T> {
  await sql`select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true),
    set_config('work_mem', '192MB', true)`.execute(db);
  const value = await work();
  // After a fault the transaction is over, and with it what was set.
  await sql`set local enable_nestloop to default`.execute(db);
  await sql`set local jit to default`.execute(db);
  await sql`set local work_mem to default`.execute(db);
  return value;
}
