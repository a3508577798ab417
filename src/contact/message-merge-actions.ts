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

/** A message that was dropped for its twin, as it was before. */
interface Dropped {
  readonly id: MessageId;
  readonly state: 'planned' | 'held';
  readonly stateAt: string;
  readonly why: string | null;
}

interface Twins {
  readonly id: MessageId;
  readonly occurrence: string;
  readonly before: Dropped | null;
  readonly went: boolean;
  readonly twin: MessageId | null;
  /** The survivor's, where it waits. */
  readonly twinBefore: Dropped | null;
}

/**
 * Messages of a merged patient become the survivor's. Where the survivor has the same message, only one of the two may
 * go: the merged one's occurrence gets its own id as a tail, and it is dropped if it still waited; where it went, the
 * survivor's is dropped if that still waits. What was said stays.
 */
export async function repointMessages(
  db: Db,
  { practice, from, to }: Repointing,
  now: Date,
): Promise<readonly JournalEntry[]> {
  const asItWas = (alias: 'm' | 'h') => sql`
    case when ${sql.ref(`${alias}.state`)} in ('planned', 'held') then jsonb_build_object('id', ${sql.ref(`${alias}.id`)},
      'state', ${sql.ref(`${alias}.state`)}, 'stateAt', ${sql.ref(`${alias}.state_at`)}, 'why', ${sql.ref(`${alias}.why`)}) end`;
  const found = await sql<Twins>`
    select m.id, m.occurrence, ${asItWas('m')} as before,
      m.state in ('claimed', 'handed', 'accepted', 'delivered', 'unknown') as went,
      h.id as twin, ${asItWas('h')} as "twinBefore"
    from message m
    left join message h on h.practice_id = ${practice} and h.patient_id = ${to} and h.source = m.source
      and h.occurrence = m.occurrence and h.channel = m.channel
    where m.practice_id = ${practice} and m.patient_id = ${from} order by m.id for update of m`.execute(db);
  if (found.rows.length === 0) return [];
  const twins = found.rows.filter(({ twin }) => twin !== null);
  const waiting = twins.flatMap(({ before, went, twinBefore }) => before ?? (went ? (twinBefore ?? []) : []));
  const move = waiting.map(({ id }) => ({ id, why: told.outbox.merged }));
  const dropped = await moveMessages(db, practice as PracticeId, 'drop', move, now);
  await sql`
    update message
    set patient_id = ${to},
      occurrence = case when id = any(${twins.map(({ id }) => id)}::uuid[]) then occurrence || '#' || id else occurrence end
    where practice_id = ${practice} and patient_id = ${from}`.execute(db);
  const rows = found.rows.map(({ id, occurrence }): Moved => ({ id, occurrence, dropped: dropped.has(id) }));
  const changed = waiting.filter(({ id }) => dropped.has(id));
  return [
    { table: 'message', action: 'moved', rows },
    ...(changed.length === 0 ? [] : [{ table: 'message', action: 'changed', rows: changed } as const]),
  ];
}

/** The way back: what was dropped for its twin is as it was before, unless somebody has decided otherwise. */
export async function putMessagesBack(
  db: Db,
  { practice, from, to }: Repointing,
  entries: readonly JournalEntry[],
): Promise<void> {
  for (const entry of entries) {
    if (entry.table !== 'message') continue;
    const rows = JSON.stringify(entry.rows);
    if (entry.action === 'changed') {
      await sql`
        update message m set state = j.state, state_at = j."stateAt", why = j.why
        from jsonb_to_recordset(${rows}::jsonb) as j (id uuid, state text, "stateAt" timestamptz, why text)
        where m.practice_id = ${practice} and m.patient_id = ${to} and m.id = j.id
          and m.state = 'cancelled' and m.why = ${told.outbox.merged}`.execute(db);
    }
    if (entry.action !== 'moved') continue;
    // Journals of earlier versions do not say whether it waited or was held: a person looks.
    await sql`
      update message m
      set patient_id = ${from}, occurrence = j.occurrence,
        state = case when j.dropped and m.state = 'cancelled' and m.why = ${told.outbox.merged} then 'held' else m.state end
      from jsonb_to_recordset(${rows}::jsonb) as j (id uuid, occurrence text, dropped boolean)
      where m.practice_id = ${practice} and m.patient_id = ${to} and m.id = j.id`.execute(db);
  }
}
