import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { sql } from 'kysely';
import type { Database } from '../../src/database/database.ts';
import type { PracticeId } from '../../src/kit/ids.ts';
import { compileScript } from './compiled-child.ts';
import type { ImportAnswer, ImportOrder } from './import-child.ts';

export function compileImport(): ReturnType<typeof compileScript> {
  return compileScript('tests/harness/import-child', undefined, [
    'src/intake/reading-worker',
    'src/intake/packed/unpack-worker',
  ]);
}

/** Imports in a process of its own. @param killAfterMs after it began; undefined lets it end @returns undefined when it was killed */
export async function importApart(
  script: string,
  order: ImportOrder,
  killAfterMs?: number,
): Promise<ImportAnswer | undefined> {
  const child = fork(script, [], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const gone = once(child, 'exit');
  await once(child, 'message');
  const begun = once(child, 'message');
  child.send(order);
  await begun;
  let answer: ImportAnswer | undefined;
  child.once('message', (message) => {
    answer = message as ImportAnswer;
  });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [code] = await gone;
  clearTimeout(timer);
  if (code !== null && code !== 0) throw new Error('the child failed by itself; see above');
  return answer;
}

// Everything that an import writes of the record, apart from the numbers that each import gives anew.
const recordTables = [
  'location',
  'service',
  'staff_member',
  'patient',
  'patient_identifier',
  'contact_point',
  'patient_search_key',
  'related_person',
  'consent',
  'visit',
  'merge_request',
];

/**
 * The record of a practice as text, a line a row, equal for equal records: ids made here are left out, and a row of a
 * patient carries the number that the source gives them.
 */
export async function recordOf(database: Database, practice: PracticeId): Promise<readonly string[]> {
  return database.inPractice(practice, async (db) => {
    const lines: string[] = [];
    for (const table of recordTables) {
      const { rows } = await sql<{ line: string }>`
        select concat(n.number, ' ', (
          select jsonb_object_agg(c.key, c.value)
          from jsonb_each(r.line) c
          where c.key not in ('practice_id', 'created_at', 'updated_at')
            and not (c.key = 'known_from' and c.value = r.line -> 'created_at')
            and c.value::text !~ '^"[0-9a-f]{8}-[0-9a-f-]{27}"$')) as line
        from (select to_jsonb(t) as line from ${sql.table(table)} t where t.practice_id = ${practice}) r
        left join lateral (
          select string_agg(concat(i.system, ':', i.value), ',' order by i.system, i.value) as number
          from patient_identifier i
          where i.practice_id = ${practice} and i.patient_id =
            case when ${table} = 'patient' then r.line ->> 'id' else r.line ->> 'patient_id' end::uuid) n on true
        order by 1`.execute(db);
      for (const { line } of rows) lines.push(`${table} ${line}`);
    }
    return lines;
  });
}

/** What lies in the folder of refusals and is no finished list of an import. */
export function unfinishedIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => !/^refused-[0-9a-f-]{36}\.csv$/.test(name));
}

/** What one record has and the other has not; a few lines tell enough. */
export function differences(one: readonly string[], other: readonly string[]): readonly string[] {
  const inOne = new Set(one);
  const inOther = new Set(other);
  return [...one.filter((line) => !inOther.has(line)), ...other.filter((line) => !inOne.has(line))]
    .concat(one.length === other.length ? [] : [`${one.length} lines and ${other.length}`])
    .slice(0, 5);
}
