import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import { newId, type PracticeId } from '../../kit/ids.ts';

/** What was written into the ledger, and why. */
export interface SuppressionKind {
  readonly scope: 'all' | 'marketing' | 'number';
  readonly reason: string;
}

/**
 * Lifts what was written for this reason. The ledger keeps both rows; a scope that is held for another reason as well
 * stays as it is.
 * @returns which were lifted
 */
export async function liftSuppressions(
  db: Db,
  practice: PracticeId,
  hashes: readonly Buffer[],
  { scope, reason }: SuppressionKind,
  now: Date,
): Promise<readonly Buffer[]> {
  const lifted: Buffer[] = [];
  for (const hash of hashes) {
    const held = await sql<{ reason: string }>`
      select s.reason from suppression s
      where s.practice_id = ${practice} and s.contact_hash = ${hash} and s.scope = ${scope} and not s.lifted
        and not exists (select from suppression later
          where later.practice_id = ${practice} and later.contact_hash = ${hash} and later.scope = ${scope}
            and later.lifted and later.at > s.at)
      order by s.at limit 100`.execute(db);
    if (held.rows.length === 0 || held.rows.some((row) => row.reason !== reason)) continue;
    await sql`
      insert into suppression (practice_id, id, contact_hash, scope, reason, lifted, at)
      values (${practice}, ${newId(now.getTime())}, ${hash}, ${scope}, ${reason}, true, ${now})`.execute(db);
    lifted.push(hash);
  }
  return lifted;
}
