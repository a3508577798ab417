import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';

export interface StoredDay {
  readonly minutesAvailable: number;
  readonly backlog: number;
  readonly backlogMinutes: number;
  readonly heldCounts: Readonly<Record<string, number>>;
  readonly madeAt: Date;
}

export async function findDayPlan(
  db: Db,
  practice: PracticeId,
  day: LocalDate,
): Promise<StoredDay | undefined> {
  return db
    .selectFrom('day_plan')
    .select([
      'minutes_available as minutesAvailable',
      'backlog',
      'backlog_minutes as backlogMinutes',
      'held_counts as heldCounts',
      'made_at as madeAt',
    ])
    .where('practice_id', '=', practice)
    .where('day', '=', day)
    .executeTakeFirst();
}
