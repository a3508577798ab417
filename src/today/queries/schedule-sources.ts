import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { ScheduleNews } from '../freshness.ts';

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

/** Whether any booking of today or later is known: files of past appointments hold none. */
export async function hasBookingsAhead(db: Db, practice: PracticeId, day: LocalDate): Promise<boolean> {
  const row = await db
    .selectFrom('visit')
    .select('id')
    .where('practice_id', '=', practice)
    .where('local_day', '>=', day)
    .where('status', 'in', ['booked', 'confirmed'])
    .where('provisional', '=', false)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** When the schedule last spoke to us: the newest file that was brought in, or the newest message of a line. */
export async function findScheduleNews(db: Db, practice: PracticeId): Promise<ScheduleNews | undefined> {
  const row = await db
    .selectFrom('import')
    .select('finished_at')
    .where('practice_id', '=', practice)
    .where('state', '=', 'finished')
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const heard = await db
    .selectFrom('hl7_message')
    .select('received_at')
    .where('practice_id', '=', practice)
    .where('state', '=', 'done')
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const file = row?.finished_at ?? undefined;
  const line = heard?.received_at;
  if (line !== undefined && (file === undefined || line >= file)) return { at: line, by: 'line' };
  return file === undefined ? undefined : { at: file, by: 'file' };
}
