import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { ImportId, PracticeId } from '../../kit/ids.ts';

export interface ImportRow {
  readonly id: ImportId;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly state: 'running' | 'finished' | 'failed' | 'undone';
  readonly undoneAt: Date | null;
  /** What it changed was noted, so that it can be taken back. */
  readonly journalled: boolean;
  readonly by: string | null;
  readonly patients: number;
  readonly visits: number;
  readonly files: readonly {
    readonly name: string;
    readonly kind: string;
    readonly rows: number;
    readonly added: number;
    readonly updated: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly system: string | null;
  }[];
}

/** Imports, the newest first. @param only this one */
export async function listImports(
  db: Db,
  practice: PracticeId,
  limit: number,
  only?: string,
): Promise<readonly ImportRow[]> {
  const found = await sql<ImportRow>`
    select i.id, i.started_at as "startedAt", i.finished_at as "finishedAt", i.state,
      i.undone_at as "undoneAt", i.journalled,
      (select max(s.display_name) from staff_member s
        where s.practice_id = ${practice} and s.account_id = i.by_account) as by,
      i.patients, i.visits,
      coalesce((
        select jsonb_agg(jsonb_build_object('name', f.name, 'kind', f.kind, 'rows', f.rows, 'added', f.added,
          'updated', f.updated, 'unchanged', f.unchanged, 'refused', f.refused,
          'system', f.mapping->>'system') order by f.position)
        from import_file f
        where f.practice_id = ${practice} and f.import_id = i.id), '[]') as files
    from import i
    where i.practice_id = ${practice} ${only === undefined ? sql`` : sql`and i.id = ${only}`}
    order by i.started_at desc, i.id desc
    limit ${limit}`.execute(db);
  return found.rows;
}

export interface RefusedOfImport {
  readonly code: string;
  readonly column: string;
  readonly reason: string;
  readonly count: number;
}

/** What an import did not take, by its reason; the largest first. */
export async function listRefusedByReason(
  db: Db,
  practice: PracticeId,
  id: ImportId,
  limit: number,
): Promise<readonly RefusedOfImport[]> {
  const found = await sql<RefusedOfImport>`
    select code, column_name as "column", reason, count(*)::int as count
    from refusal
    where practice_id = ${practice} and import_id = ${id}
    group by code, column_name, reason
    order by count(*) desc, code, column_name, reason
    limit ${limit}`.execute(db);
  return found.rows;
}
