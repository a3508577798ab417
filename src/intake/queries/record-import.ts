import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import { beginningOf } from '../../kit/beginning.ts';
import type { AccountId, ImportId, PracticeId } from '../../kit/ids.ts';
import type { FileReport } from '../model.ts';
import type { RefusedRow } from '../refused-row.ts';

/** Two imports of one practice wait for each other: both would add the patient that neither finds. */
export async function waitForImports(db: Db, practice: PracticeId): Promise<void> {
  await sql`select pg_advisory_xact_lock(4601, ${practice})`.execute(db);
}

export async function beginImport(db: Db, practice: PracticeId, id: ImportId, by?: AccountId): Promise<void> {
  await waitForImports(db, practice);
  await db
    .insertInto('import')
    .values({ practice_id: practice, id, journalled: true, by_account: by ?? null })
    .execute();
  // From here to the end of the transaction the journal notes what changes; see docs/decisions/0016.
  await sql`select set_config('app.import', ${id}, true)`.execute(db);
}

/** Keeps what was not taken. Values are cut: the whole row stands in the file of refusals. */
export async function recordRefusals(
  db: Db,
  practice: PracticeId,
  id: ImportId,
  rows: readonly RefusedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  // One array a column: a thousand rows as a thousand times six parameters took more memory than the rows.
  // One row and column may be refused twice where a bundle holds bundles.
  await sql`
    insert into refusal (practice_id, import_id, position, row_number, column_name, value, code, reason)
    select ${practice}, ${id}, * from unnest(
      ${rows.map((row) => row.file)}::int[],
      ${rows.map((row) => row.row)}::int[],
      ${rows.map((row) => beginningOf(row.column, 120))}::text[],
      ${rows.map((row) => storable(row.value))}::text[],
      ${rows.map((row) => row.code)}::text[],
      ${rows.map((row) => row.reason)}::text[])
    on conflict do nothing`.execute(db);
}

function storable(value: string): string {
  return beginningOf(value, 200).replace(/\0|\p{Surrogate}/gu, '');
}

/** Ends an import: its files, and what it came to. */
export async function finishImport(
  db: Db,
  practice: PracticeId,
  id: ImportId,
  files: readonly (FileReport & { readonly name: string; readonly hash: string | null })[],
  totals: { readonly patients: number; readonly visits: number },
): Promise<void> {
  for (const [position, file] of files.entries()) {
    await db
      .insertInto('import_file')
      .values({
        practice_id: practice,
        import_id: id,
        position,
        name: file.name,
        kind: file.kind,
        content_hash: file.hash === null ? null : Buffer.from(file.hash, 'hex'),
        rows: file.rows,
        added: file.added,
        updated: file.updated,
        unchanged: file.unchanged,
        refused: file.refused,
        mapping: JSON.stringify(file.mapping),
      })
      .execute();
  }
  await db
    .updateTable('import')
    .set({ ...totals, state: 'finished', finished_at: new Date() })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
}

/** Sources whose patients have names here, judged by the first 200 of each. */
export async function listNamedSystems(
  db: Db,
  practice: PracticeId,
  systems: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ system: string }>`
    select s.system
    from unnest(${systems}::text[]) s(system)
    cross join lateral (
      select i.patient_id
      from patient_identifier i
      where i.practice_id = ${practice} and i.system = s.system
      limit 200
    ) f
    join patient p on p.practice_id = ${practice} and p.id = f.patient_id
    where p.family_name <> '' or p.given_name <> '' or p.full_name <> ''
    group by s.system`.execute(db);
  return rows.map((row) => row.system);
}
