import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';

export interface HeardSource {
  readonly kind: 'files' | 'line';
  readonly name: string;
  readonly at: Date | null;
}

/** Every source that the schedule came from, by what it calls itself, and when it was last brought in or heard. */
export async function listHeardSources(db: Db, practice: PracticeId): Promise<readonly HeardSource[]> {
  const found = await sql<HeardSource>`
    select 'files' as kind, coalesce(f.mapping->>'system', '') as name, max(i.finished_at) as at
    from import i
    join import_file f on f.practice_id = ${practice} and f.import_id = i.id
    where i.practice_id = ${practice} and i.state = 'finished'
    group by 2
    union all
    select 'line', feed, max(received_at) from hl7_message
    where practice_id = ${practice} and state = 'done'
    group by 2
    order by at desc nulls last, name limit 50`.execute(db);
  return found.rows;
}
