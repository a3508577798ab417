import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';
import type { ContactPolicy } from '../model.ts';

// What holds until a practice decides otherwise. Whoever opens Today works that day, so every weekday is allowed; the
// hours protect the patient's evening and morning.
const starter: ContactPolicy = {
  version: 0,
  callFrom: '09:00',
  callTo: '18:00',
  callWeekdays: [1, 2, 3, 4, 5, 6, 7],
  maxPerDay: 1,
  maxPerWeek: 3,
  maxPerMonth: 8,
  staleHours: 48,
};

/** The newest policy of the practice, else the starter's. */
export async function getContactPolicy(db: Db, practice: PracticeId): Promise<ContactPolicy> {
  const row = await db
    .selectFrom('contact_policy')
    .selectAll()
    .where('practice_id', '=', practice)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return starter;
  return {
    version: row.version,
    callFrom: row.call_from,
    callTo: row.call_to,
    callWeekdays: row.call_weekdays,
    maxPerDay: row.max_per_day,
    maxPerWeek: row.max_per_week,
    maxPerMonth: row.max_per_month,
    staleHours: row.stale_hours,
  };
}
