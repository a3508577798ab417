import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PracticeId, VisitId } from '../kit/ids.ts';
import { announce } from '../platform/queue.ts';

/**
 * The patient says that they come. It holds for the time that they were shown: a visit that is moved is not confirmed.
 * @returns false when it was confirmed already, or is not to come
 */
export async function confirmVisit(
  db: Db,
  practice: PracticeId,
  id: VisitId,
  shownStart: Date,
  now: Date,
): Promise<boolean> {
  const changed = await sql<{ was: string }>`
    update visit set status = 'confirmed', confirmed_for = starts_at, updated_at = ${now}
    where practice_id = ${practice} and id = ${id} and status in ('booked', 'confirmed')
      and starts_at = ${shownStart} and confirmed_for is distinct from starts_at
    returning id`.execute(db);
  if (changed.rows.length === 0) return false;
  await announce(db, 'visit.changed', { visitId: id });
  return true;
}
