import pg from 'pg';
import type { PracticeId } from '../../src/kit/ids.ts';

// What the code reads as a setting and not as words: marked, the practice would no longer work.
const settings = new Set([
  'location.zone',
  'location.opening_hours',
  'touchpoint.trigger',
  'share.code',
  'day_plan.held_counts',
]);

export interface Marked {
  /** All tables with rows of practices. */
  readonly tables: readonly string[];
  /** `table.column` of everything that holds the mark now. */
  readonly marked: readonly string[];
  /** Text that a check or key keeps free of it, or that is a setting. */
  readonly unmarked: readonly string[];
  /** Tables of the practice without a row: nothing of them could leak, so nothing of them is tested. */
  readonly empty: readonly string[];
}

/**
 * Puts the mark into every text of the practice, found in the catalogue, so that a new column is covered at birth.
 * @param superuser of the database; passes row-level security
 */
export async function markEverything(
  superuser: pg.PoolConfig,
  practice: PracticeId,
  mark: string,
): Promise<Marked> {
  const client = new pg.Client(superuser);
  await client.connect();
  try {
    const marked: string[] = [];
    const unmarked: string[] = [];
    const empty: string[] = [];
    const tables: string[] = [];
    for (const { table, columns } of await listTexts(client)) {
      const rows = await client.query(`select from ${table} where practice_id = $1`, [practice]);
      tables.push(table);
      if (rows.rowCount === 0) empty.push(table);
      for (const { name, type } of columns) {
        const place = `${table}.${name}`;
        const done = !settings.has(place) && (await markColumn(client, table, name, type, practice, mark));
        (done ? marked : unmarked).push(place);
      }
    }
    await client.query(
      `update account set display_name = $2, email = $2 || email
       where id in (select account_id from membership where practice_id = $1)`,
      [practice, mark],
    );
    return { tables, marked, unmarked, empty };
  } finally {
    await client.end();
  }
}

interface Texts {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

async function listTexts(client: pg.Client): Promise<readonly Texts[]> {
  const found = await client.query<Texts>(
    `select quote_ident(c.table_name) as table,
       coalesce(jsonb_agg(jsonb_build_object('name', quote_ident(c.column_name), 'type', c.udt_name)
         order by c.ordinal_position) filter (where c.udt_name in ('text', '_text', 'jsonb')), '[]') as columns
     from information_schema.columns c
     join information_schema.columns tenant on tenant.table_schema = 'public'
       and tenant.table_name = c.table_name and tenant.column_name = 'practice_id'
     join information_schema.tables t on t.table_schema = 'public' and t.table_name = c.table_name
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
       and c.table_name not in ('session', 'membership', 'link_token')
     group by c.table_name order by c.table_name`,
  );
  return found.rows;
}

async function markColumn(
  client: pg.Client,
  table: string,
  column: string,
  type: string,
  practice: PracticeId,
  mark: string,
): Promise<boolean> {
  const value =
    type === '_text'
      ? `array_append(${column}, $2::text)`
      : type === 'jsonb'
        ? `case jsonb_typeof(${column})
             when 'object' then ${column} || jsonb_build_object('en', $2::text)
             else ${column} || jsonb_build_array(jsonb_build_object('fact', $2::text, 'source', $2::text, 'date', '2026-03-02'))
           end`
        : `concat_ws(' ', ${column}, $2::text)`;
  try {
    await client.query(`update ${table} set ${column} = ${value} where practice_id = $1`, [practice, mark]);
    return true;
  } catch (error) {
    // A check or a length keeps the mark out.
    if (error instanceof pg.DatabaseError && error.code?.startsWith('23')) return false;
    throw error;
  }
}
