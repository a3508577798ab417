import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { parentsFirst, spellPlainly } from '../database/catalogue.ts';
import { clientOf, type Db } from '../database/database.ts';
import type { PracticeId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { cellIn } from './cells.ts';
import type { CsvEntry, ExportManifest } from './model.ts';
import { type ExportedTable, listExportedTables } from './tables.ts';

/** A table of the export beside the one of this database; what the export does not have takes its default. */
interface Matched {
  readonly table: ExportedTable;
  readonly entry: CsvEntry;
  readonly columns: ExportedTable['columns'];
}

function newer(manifest: ExportManifest, what: string): ReturnType<typeof refuse<'invalid_input'>> {
  return refuse(
    'invalid_input',
    `the export was made by another Keepwell (${manifest.program}) and has ${what}, which this one does not know; upgrade first`,
  );
}

async function matchTables(
  db: Db,
  manifest: ExportManifest,
): Promise<Outcome<readonly Matched[], Refusal<'invalid_input'>>> {
  const matched: Matched[] = [];
  const tables = parentsFirst(await listExportedTables(db));
  for (const entry of manifest.csv)
    if (!tables.some(({ name }) => name === entry.table)) return newer(manifest, `the table ${entry.table}`);
  for (const table of tables) {
    const entry = manifest.csv.find((one) => one.table === table.name);
    if (entry === undefined) continue;
    const known = new Map(table.columns.map((column) => [column.name, column]));
    const strange = entry.columns.find((name) => !known.has(name));
    if (strange !== undefined) return newer(manifest, `the column ${strange} of ${table.name}`);
    matched.push({ table, entry, columns: entry.columns.flatMap((name) => known.get(name) ?? []) });
  }
  return done(matched);
}

/** The file as it is, into a temporary table of text: its header has to be the one that the manifest names. */
async function stage(db: Db, { table, columns }: Matched, folder: string): Promise<string> {
  const staged = pg.escapeIdentifier(`staged_${table.name}`);
  const names = columns.map(({ name }) => pg.escapeIdentifier(name));
  const client = clientOf(db);
  await client.query(
    `create temporary table ${staged} (${names.map((name) => `${name} text`).join(', ')}) on commit drop`,
  );
  const into = client.query(
    copyFrom(`copy ${staged} (${names.join(', ')}) from stdin (format csv, header match)`),
  );
  await pipeline(
    createReadStream(join(folder, 'csv', `${table.name}.csv`), { highWaterMark: 1 << 20 }),
    into,
  );
  return staged;
}

async function insertPractice(
  db: Db,
  matched: Matched,
  staged: string,
  slug: string | undefined,
): Promise<PracticeId | undefined> {
  const client = clientOf(db);
  if (slug !== undefined) await client.query(`update ${staged} set slug = $1`, [slug]);
  const names = matched.columns.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
  const made = await client.query<{ id: PracticeId }>(
    `insert into public.practice (${names}) select ${matched.columns.map(cellIn).join(', ')} from ${staged}
     on conflict do nothing returning id`,
  );
  const id = made.rows[0]?.id;
  if (id !== undefined) await client.query(`select set_config('app.practice', $1, true)`, [String(id)]);
  return id;
}

/** People who sign in here already keep their account; the same address under another account is somebody's decision. */
async function insertAccounts(db: Db, matched: Matched, staged: string): Promise<boolean> {
  const client = clientOf(db);
  const names = matched.columns.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
  await client.query(
    `insert into public.account (${names}) select ${matched.columns.map(cellIn).join(', ')} from ${staged}
     on conflict do nothing`,
  );
  const missing = await client.query(
    `select from ${staged} s where not exists (select from public.account a where a.id = s.id::uuid) limit 1`,
  );
  return missing.rowCount === 0;
}

async function insertRows(db: Db, matched: Matched, staged: string, practice: PracticeId): Promise<void> {
  const names = ['practice_id', ...matched.columns.map(({ name }) => pg.escapeIdentifier(name))].join(', ');
  const cells = matched.columns.map(cellIn);
  const client = clientOf(db);
  const made = await client.query(
    `insert into public.${pg.escapeIdentifier(matched.table.name)} (${names}) overriding system value
     select ${[Number(practice), ...cells].join(', ')} from ${staged}`,
  );
  if (made.rowCount !== matched.entry.rows)
    throw new Error(`the table ${matched.table.name} of the export has not as many rows as its list says`);
}

/** Reads the tables of an export into a new practice, parents before children. The caller's transaction is all or nothing. */
export async function readCsv(
  db: Db,
  folder: string,
  manifest: ExportManifest,
  slug: string | undefined,
  onProgress: (words: string) => void,
): Promise<Outcome<PracticeId, Refusal<'invalid_input' | 'already_there'>>> {
  await spellPlainly(db);
  const matched = await matchTables(db, manifest);
  if (!matched.ok) return matched;
  const own = matched.value.find(({ table }) => table.belonging === 'practice');
  if (own === undefined || own.entry.rows !== 1)
    return refuse('invalid_input', 'the export holds no practice');
  const practice = await insertPractice(db, own, await stage(db, own, folder), slug);
  if (practice === undefined) {
    return refuse(
      'already_there',
      `the practice ${slug ?? manifest.practice.slug} is here already; import it into an installation that does not have it`,
    );
  }
  for (const one of matched.value) {
    if (one.table.belonging === 'practice') continue;
    const staged = await stage(db, one, folder);
    if (one.table.belonging === 'column') await insertRows(db, one, staged, practice);
    else if (!(await insertAccounts(db, one, staged))) {
      return refuse(
        'already_there',
        'somebody of this export signs in here under another account; import it into an installation of its own',
      );
    }
    onProgress(`${one.table.name}, ${one.entry.rows} rows`);
  }
  return done(practice);
}
