import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, type Db, openDatabase } from '../../src/database/database.ts';
import { importFiles } from '../../src/intake/actions.ts';
import type { ImportReport } from '../../src/intake/model.ts';
import { localDate } from '../../src/kit/local-date.ts';
import type { Practice } from '../../src/practice/model.ts';
import { speak } from '../../src/words/told.ts';
import { freshDatabase } from './fresh-database.ts';

export type Resource = Readonly<Record<string, unknown>>;

/** A database with one practice at a time, and files that come to it. The day is 10 January 2024. */
export interface ImportDesk {
  readonly database: Database;
  /** Another practice, with nothing in it; what follows is about that one. */
  begin(): Promise<Practice>;
  /** Each text is a file; a list of resources is one of NDJSON. */
  take(...files: readonly (string | readonly Resource[])[]): Promise<ImportReport>;
  takePaths(paths: readonly string[], mapping?: unknown): Promise<ImportReport>;
  read<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** [rows, added, updated, unchanged, refused] of each file. */
  counts(report: ImportReport): readonly (readonly number[])[];
  /** [row, column, reason], of all imports of the practice. */
  refusals(): Promise<readonly (readonly [number, string, string])[]>;
  close(): Promise<void>;
}

export async function openImportDesk(): Promise<ImportDesk> {
  const fresh = await freshDatabase();
  const database = openDatabase(fresh.access.app);
  const folder = mkdtempSync(join(tmpdir(), 'keepwell-desk-'));
  let practices = 0;
  let files = 0;
  let practice: Practice | undefined;

  const current = (): Practice => {
    if (practice === undefined) throw new Error('no practice was begun');
    return practice;
  };
  const read = <T>(work: (db: Db) => Promise<T>): Promise<T> => database.inPractice(current().id, work);
  const takePaths = async (paths: readonly string[], mapping?: unknown): Promise<ImportReport> => {
    const refusalsFolder = join(folder, 'refusals');
    const options = { refusalsFolder, asOf: localDate('2024-01-10'), mapping };
    const outcome = await importFiles(database, current(), paths, options);
    if (!outcome.ok) throw new Error(speak(outcome.refusal.detail, 'en'));
    return outcome.value;
  };
  return {
    database,
    read,
    takePaths,
    begin: async () => {
      practices += 1;
      const values = { public_id: `p${practices}`, slug: `practice-${practices}`, name: 'Elm Street' };
      const { id } = await database.untenanted((db) =>
        db.insertInto('practice').values(values).returning('id').executeTakeFirstOrThrow(),
      );
      const place = { country: 'US', currency: 'USD', zone: 'America/New_York', languages: ['en'] };
      const { name, slug } = values;
      practice = { id, publicId: values.public_id, slug, name, ...place, isSample: false };
      return practice;
    },
    take: (...contents) => {
      const paths = contents.map((content) => {
        files += 1;
        const path = join(folder, `${files}.${typeof content === 'string' ? 'csv' : 'ndjson'}`);
        const lines = typeof content === 'string' ? [content] : content.map((one) => JSON.stringify(one));
        writeFileSync(path, `${lines.join('\n')}\n`);
        return path;
      });
      return takePaths(paths);
    },
    counts: (report) =>
      report.files.map(({ rows, added, updated, unchanged, refused }) => [
        rows,
        added,
        updated,
        unchanged,
        refused,
      ]),
    refusals: async () => {
      const rows = await read((db) =>
        db.selectFrom('refusal').selectAll().orderBy('position').orderBy('row_number').execute(),
      );
      return rows.map((row) => [row.row_number, row.column_name, speak(row.reason, 'en')] as const);
    },
    close: async () => {
      await database.close();
      await fresh.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
