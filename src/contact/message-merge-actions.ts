import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { JournalEntry, Repointing } from '../database/repoint.ts';
import type { MessageId, PracticeId } from '../kit/ids.ts';
import { told } from '../words/told.ts';
import { moveMessages } from './queries/outbox-move.ts';

/** A message of a merged patient: what its key was, and whether it waited and was dropped for its twin. */
interface Moved {
  readonly id: MessageId;
  readonly occurrence: string;
  readonly dropped: boolean;
}

/**
 * Messages of a merged patient become the survivor's. Where the survivor has the same message, only one of the two may
 * go: the merged one's occurrence gets its own id as a tail, and it is dropped if it still waited. What was said stays.
 */
export async function repointMessages(
  db: Db,
  { practice, from, to }: Repointing,
  now: Date,
): Promise<readonly JournalEntry[]> {
  const found = await sql<{ id: MessageId; occurrence: string; waits: boolean; twin: boolean }>`
    select m.id, m.occurrence, m.state in ('planned', 'held') as waits, exists (
      select from message h
      where h.practice_id = ${practice} and h.patient_id = ${to} and h.source = m.source
        and h.occurrence = m.occurrence and h.channel = m.channel) as twin
    from message m
    where m.practice_id = ${practice} and m.patient_id = ${from} order by m.id for update of m`.execute(db);
  if (found.rows.length === 0) return [];
  const twins = found.rows.filter(({ twin }) => twin);
  const move = twins.filter(({ waits }) => waits).map(({ id }) => ({ id, why: told.outbox.merged }));
  const dropped = await moveMessages(db, practice as PracticeId, 'drop', move, now);
  await sql`
    update message
    set patient_id = ${to},
      occurrence = case when id = any(${twins.map(({ id }) => id)}::uuid[]) then occurrence || '#' || id else occurrence end
    where practice_id = ${practice} and patient_id = ${from}`.execute(db);
  const rows = found.rows.map(({ id, occurrence }): Moved => ({ id, occurrence, dropped: dropped.has(id) }));
  return [{ table: 'message', action: 'moved', rows }];
}

/** The way back: what was dropped for its twin waits again, unless somebody has decided otherwise. */
export async function putMessagesBack(
  db: Db,
  { practice, from, to }: Repointing,
  entries: readonly JournalEntry[],
): Promise<void> {
  for (const entry of entries) {
    if (entry.table !== 'message' || entry.action !== 'moved') continue;
    await sql`
      update message m
      set patient_id = ${from}, occurrence = j.occurrence,
        state = case when j.dropped and m.state = 'cancelled' and m.why = ${told.outbox.merged} then 'held' else m.state end
      from jsonb_to_recordset(${JSON.stringify(entry.rows)}::jsonb) as j (id uuid, occurrence text, dropped boolean)
      where m.practice_id = ${practice} and m.patient_id = ${to} and m.id = j.id`.execute(db);
  }
}
