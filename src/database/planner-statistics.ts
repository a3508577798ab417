import { sql } from 'kysely';
import type { Db } from './database.ts';

/**
 * Tells the planner of bulk writes: of tables that changed much since it last looked, and of those named, whose
 * change may be in this very transaction. Without it the first plan after an import took 120 s instead of 1 s.
 * @cost about 0.1 s a table of a million rows
 */
export async function refreshPlannerStatistics(db: Db, always: readonly string[] = []): Promise<void> {
  await sql`select public.refresh_planner_statistics(${always}::text[])`.execute(db);
}
