import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { leftOutColumns, leftOutTables } from './model.ts';
import { listExportedTables } from './tables.ts';

// The page of tables is made from the database and the remarks in its history, so that it cannot fall behind:
// `npx vitest run --project db src/export/docs -u` writes it anew.
const migrations = fileURLToPath(new URL('../../migrations/', import.meta.url));

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});

/** What the history says beside a column: `table.column` to the remark at the end of its line. */
function readRemarks(): ReadonlyMap<string, string> {
  const remarks = new Map<string, string>();
  for (const file of readdirSync(migrations).sort()) {
    const text = readFileSync(migrations + file, 'utf8');
    for (const [, table = '', body = ''] of text.matchAll(/^create table (\w+) \(\n([\s\S]*?)^\);/gm)) {
      for (const [, column = '', remark = ''] of body.matchAll(/^ {2}(\w+) .*?-- *(.+)$/gm))
        remarks.set(`${table}.${column}`, remark);
    }
    for (const [, table = '', column = '', remark = ''] of text.matchAll(
      /^alter table (\w+) add column (\w+) .*?-- *(.+)$/gm,
    ))
      remarks.set(`${table}.${column}`, remark);
  }
  return remarks;
}

async function makePage(): Promise<string> {
  const remarks = readRemarks();
  const lines = [
    '# What an export holds, table by table',
    '',
    'Made from the database by `src/export/docs.db.test.ts`; see [export.md](export.md) for how to read it. A type is that',
    'of PostgreSQL. `practice_id` is left out everywhere: the whole export is of one practice.',
    '',
  ];
  for (const { name, key, columns } of await database.untenanted(listExportedTables)) {
    const sorted = key.filter((column) => column !== 'practice_id').join(', ');
    lines.push(`## ${name}`, '', `In the order of: ${sorted === '' ? 'its one row' : sorted}.`, '');
    lines.push('| column | type | may be null | remark |', '| --- | --- | --- | --- |');
    for (const column of columns) {
      const remark = (remarks.get(`${name}.${column.name}`) ?? '').replaceAll('|', '\\|');
      lines.push(`| ${column.name} | ${column.type} | ${column.nullable ? 'yes' : ''} | ${remark} |`);
    }
    lines.push('');
  }
  lines.push('## Left out', '', '| what | why |', '| --- | --- |');
  for (const [table, why] of Object.entries(leftOutTables)) lines.push(`| the table ${table} | ${why} |`);
  for (const [table, columns] of Object.entries(leftOutColumns)) {
    const where = table === '*' ? 'every table' : table;
    for (const [column, why] of Object.entries(columns)) lines.push(`| ${column} of ${where} | ${why} |`);
  }
  return `${lines.join('\n')}\n`;
}

test('the page of tables says what an export of today holds', async () => {
  const page = await makePage();
  expect(page.split('\n## ').length).toBeGreaterThan(38);
  await expect(page).toMatchFileSnapshot('../../docs/running/export-tables.md');
});
