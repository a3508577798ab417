import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { spellPlainly } from '../database/catalogue.ts';
import { copyOutWhole } from '../database/copy.ts';
import { clientOf, type Db } from '../database/database.ts';
import type { PracticeId } from '../kit/ids.ts';
import { cellOut } from './cells.ts';
import type { CsvEntry } from './model.ts';
import { type ExportedTable, listExportedTables } from './tables.ts';
import { writeHashed } from './write-file.ts';

// The practice's number is a whole number of ours; COPY takes no parameters.
function rowsOf(table: ExportedTable, practice: PracticeId): string {
  const from = `from public.${pg.escapeIdentifier(table.name)}`;
  if (table.belonging === 'practice') return `${from} where id = ${Number(practice)}`;
  if (table.belonging === 'column') return `${from} where practice_id = ${Number(practice)}`;
  return `${from} where id in (select account_id from public.membership where practice_id = ${Number(practice)})`;
}

/** By the key, text by its bytes: the same rows give the same file on every server. */
function orderOf(table: ExportedTable): string {
  const exported = new Map(table.columns.map((column) => [column.name, column]));
  const key = table.key.flatMap((name) => exported.get(name) ?? []);
  return (key.length === 0 ? table.columns : key)
    .map(({ name, category }) => `${pg.escapeIdentifier(name)}${category === 'S' ? ' collate "C"' : ''}`)
    .join(', ');
}

async function writeTable(
  db: Db,
  practice: PracticeId,
  table: ExportedTable,
  folder: string,
): Promise<CsvEntry> {
  const rows = rowsOf(table, practice);
  const counted = await clientOf(db).query<{ n: number }>(`select count(*)::int as n ${rows}`);
  const cells = table.columns.map((column) => cellOut(column)).join(', ');
  // The order is taken inside: outside, a name would mean the cell with its apostrophe.
  const names = table.columns.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
  const ordered = `select ${names} ${rows} order by ${orderOf(table)}`;
  const statement = `copy (select ${cells} from (${ordered}) as t) to stdout (format csv, header)`;
  const sha256 = await writeHashed(join(folder, `${table.name}.csv`), copyOutWhole(db, statement));
  return {
    table: table.name,
    columns: table.columns.map(({ name }) => name),
    rows: counted.rows[0]?.n ?? 0,
    sha256,
  };
}

/**
 * Every table of a practice as CSV (RFC 4180): nothing between commas is null, `""` is the empty text. Runs as the
 * application role: row-level security holds other practices back as well.
 */
export async function writeCsv(
  db: Db,
  practice: PracticeId,
  folder: string,
  onProgress: (words: string) => void,
): Promise<readonly CsvEntry[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await spellPlainly(db);
  const entries: CsvEntry[] = [];
  for (const table of await listExportedTables(db)) {
    entries.push(await writeTable(db, practice, table, folder));
    onProgress(`${table.name}, ${entries.at(-1)?.rows ?? 0} rows`);
  }
  return entries;
}
