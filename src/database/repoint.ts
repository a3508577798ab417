import { type RawBuilder, sql } from 'kysely';
import type { Db } from './database.ts';
import type { Tables } from './tables.ts';

/** Whose rows become whose. */
export interface Repointing {
  readonly practice: number;
  readonly from: string;
  readonly to: string;
}

export type JournalAction = 'moved' | 'removed' | 'changed' | 'added';

/** What was done to rows of one table, so that it can be undone exactly. */
export interface JournalEntry {
  readonly table: string;
  readonly action: JournalAction;
  /** Moved and added: keys. Removed: whole rows. Changed: `before` and `after`. */
  readonly rows: readonly unknown[];
}

type Table = keyof Tables & string;

async function journal(
  table: Table,
  action: JournalAction,
  statement: RawBuilder<{ row: unknown }>,
  db: Db,
): Promise<readonly JournalEntry[]> {
  const { rows } = await statement.execute(db);
  return rows.length === 0 ? [] : [{ table, action, rows: rows.map(({ row }) => row) }];
}

function keyOf(alias: string, key: readonly string[]) {
  const pairs = key.flatMap((name) => [sql.lit(name), sql.ref(`${alias}.${name}`)]);
  return sql`jsonb_build_object(${sql.join(pairs)})`;
}

/** Gives all rows of one patient to another. For the owner of the table only. @param key names a row beside the practice */
export function moveRows(
  db: Db,
  { practice, from, to }: Repointing,
  table: Table,
  key: readonly string[],
): Promise<readonly JournalEntry[]> {
  return journal(
    table,
    'moved',
    sql<{ row: unknown }>`
      update ${sql.table(table)} as r
      set patient_id = ${to}
      where r.practice_id = ${practice} and r.patient_id = ${from}
      returning ${keyOf('r', key)} as row`,
    db,
  );
}

/** As `moveRows`; rows of which the other patient has the like are taken out whole. @param like what may be there once a patient */
export async function moveOrRemoveRows(
  db: Db,
  pair: Repointing,
  table: Table,
  key: readonly string[],
  like: readonly string[],
): Promise<readonly JournalEntry[]> {
  const { practice, from, to } = pair;
  const same = like.map((name) => sql`h.${sql.ref(name)} = r.${sql.ref(name)}`);
  const removed = await journal(
    table,
    'removed',
    sql<{ row: unknown }>`
      delete from ${sql.table(table)} as r
      where r.practice_id = ${practice} and r.patient_id = ${from}
        and exists (
          select from ${sql.table(table)} h
          where ${sql.join([sql`h.practice_id = ${practice} and h.patient_id = ${to}`, ...same], sql` and `)})
      returning to_jsonb(r) as row`,
    db,
  );
  return [...removed, ...(await moveRows(db, pair, table, key))];
}

/**
 * Undoes entries of one table: moved rows go back unless somebody else has them by now, removed rows are there again.
 * @param key as it was given to `moveRows`
 */
export async function putRowsBack(
  db: Db,
  { practice, from, to }: Repointing,
  entries: readonly JournalEntry[],
  table: Table,
  key: readonly string[],
): Promise<void> {
  for (const entry of entries) {
    if (entry.table !== table) continue;
    const rows = sql`${JSON.stringify(entry.rows)}::jsonb`;
    if (entry.action === 'moved') {
      await sql`
        update ${sql.table(table)} as r
        set patient_id = ${from}
        from jsonb_array_elements(${rows}) j
        where r.practice_id = ${practice} and r.patient_id = ${to} and j @> ${keyOf('r', key)}`.execute(db);
    } else if (entry.action === 'removed') {
      await sql`
        insert into ${sql.table(table)}
        select p.*
        from jsonb_populate_recordset(null::${sql.table(table)}, ${rows}) p
        where p.practice_id = ${practice}
        on conflict do nothing`.execute(db);
    }
  }
}

/** The ledgers whose rows a merge may move: the application cannot change them itself. */
export type MergedLedger = 'consent' | 'act_outcome';

/** As `moveRows`, for a ledger: only whose a row is changes, through a function of the schema's owner. */
export async function moveLedgerRows(
  db: Db,
  { practice, from, to }: Repointing,
  ledger: MergedLedger,
): Promise<readonly JournalEntry[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(ledger)}
    where practice_id = ${practice} and patient_id = ${from}
    order by id`.execute(db);
  if (rows.length === 0) return [];
  await sql`select move_ledger_rows(${ledger}, ${rows.map(({ id }) => id)}::uuid[], ${to})`.execute(db);
  return [{ table: ledger, action: 'moved', rows }];
}

/** The way back. */
export async function putLedgerRowsBack(
  db: Db,
  { practice, from, to }: Repointing,
  entries: readonly JournalEntry[],
  ledger: MergedLedger,
): Promise<void> {
  for (const entry of entries) {
    if (entry.table !== ledger || entry.action !== 'moved') continue;
    await sql`
      select move_ledger_rows(${ledger}, array(
        select r.id
        from ${sql.table(ledger)} r
        join jsonb_to_recordset(${JSON.stringify(entry.rows)}::jsonb) j (id uuid) on j.id = r.id
        where r.practice_id = ${practice} and r.patient_id = ${to}), ${from})`.execute(db);
  }
}
