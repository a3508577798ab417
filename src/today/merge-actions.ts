import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import {
  type JournalEntry,
  moveLedgerRows,
  moveRows,
  putLedgerRowsBack,
  putRowsBack,
  type Repointing,
} from '../database/repoint.ts';

/**
 * Acts and their outcomes become those of the survivor. Where both had an act of one occurrence, the merged patient's
 * is told apart by whose it was: outcomes hang on either.
 */
export async function repointActs(db: Db, pair: Repointing): Promise<readonly JournalEntry[]> {
  const { practice, from, to } = pair;
  const found = await sql<{ row: unknown }>`
    update act a
    set occurrence = a.occurrence || ' ' || ${from}
    from act h
    where a.practice_id = ${practice} and a.patient_id = ${from}
      and h.practice_id = ${practice} and h.patient_id = ${to}
      and h.touchpoint_id = a.touchpoint_id and h.occurrence = a.occurrence
    returning jsonb_build_object('id', a.id, 'before', h.occurrence) as row`.execute(db);
  const changed: readonly JournalEntry[] =
    found.rows.length === 0
      ? []
      : [{ table: 'act', action: 'changed', rows: found.rows.map(({ row }) => row) }];
  const acts = await moveRows(db, pair, 'act', ['id']);
  const outcomes = await moveLedgerRows(db, pair, 'act_outcome');
  const leavings = await moveRows(db, pair, 'leaving', ['id']);
  const talked = await moveRows(db, pair, 'talked_about', ['visit_id']);
  return [...changed, ...acts, ...outcomes, ...leavings, ...talked];
}

/** The way back. */
export async function putActsBack(db: Db, pair: Repointing, entries: readonly JournalEntry[]): Promise<void> {
  await putRowsBack(db, pair, entries, 'talked_about', ['visit_id']);
  await putRowsBack(db, pair, entries, 'leaving', ['id']);
  await putLedgerRowsBack(db, pair, entries, 'act_outcome');
  await putRowsBack(db, pair, entries, 'act', ['id']);
  for (const entry of entries) {
    if (entry.table !== 'act' || entry.action !== 'changed') continue;
    await sql`
      update act a
      set occurrence = j.before
      from jsonb_to_recordset(${JSON.stringify(entry.rows)}::jsonb) j (id uuid, before text)
      where a.practice_id = ${pair.practice} and a.id = j.id`.execute(db);
  }
}
