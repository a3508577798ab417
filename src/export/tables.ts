import { type CatalogueTable, listTables } from '../database/catalogue.ts';
import type { Db } from '../database/database.ts';
import { leftOutColumns, leftOutTables } from './model.ts';

/** How the rows of one practice are told from others in a table. */
export type Belonging = 'practice' | 'column' | 'membership';

export interface ExportedTable extends CatalogueTable {
  readonly belonging: Belonging;
}

function columnsOf(table: CatalogueTable): CatalogueTable['columns'] {
  const out = { ...leftOutColumns['*'], ...leftOutColumns[table.name] };
  return table.columns.filter(({ name }) => !Object.hasOwn(out, name));
}

function belongingOf(table: CatalogueTable): Belonging | undefined {
  if (Object.hasOwn(leftOutTables, table.name)) return undefined;
  if (table.name === 'practice') return 'practice';
  if (table.name === 'account') return 'membership';
  return table.columns.some(({ name }) => name === 'practice_id') ? 'column' : undefined;
}

/** Every table that holds something of a practice, with the columns that are exported, by name. */
export async function listExportedTables(db: Db): Promise<readonly ExportedTable[]> {
  return (await listTables(db)).flatMap((table) => {
    const belonging = belongingOf(table);
    return belonging === undefined ? [] : [{ ...table, columns: columnsOf(table), belonging }];
  });
}
