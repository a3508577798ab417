import type { Db } from '../database/database.ts';
import type { ImportId, PracticeId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import {
  type ImportRow,
  listImports,
  listRefusedByReason,
  type RefusedOfImport,
} from './queries/list-imports.ts';
import type { ImportDone } from './uploads/shapes.ts';

const mostReasons = 200;

/** What was imported, the newest first. */
export async function newestImports(
  db: Db,
  practice: PracticeId,
  limit: number,
): Promise<readonly ImportDone[]> {
  return (await listImports(db, practice, limit)).map(present);
}

/** One import, and what it did not take, by reason. */
export async function findImport(
  db: Db,
  practice: PracticeId,
  id: string,
): Promise<Outcome<ImportDone & { readonly refusals: RefusedOfImport[] }, Refusal<'not_found'>>> {
  const [row] = await listImports(db, practice, 1, id);
  if (row === undefined) return refuse('not_found', 'there is no such import');
  const refusals = await listRefusedByReason(db, practice, id as ImportId, mostReasons);
  return done({ ...present(row), refusals: [...refusals] });
}

function present({ files, startedAt, finishedAt, ...row }: ImportRow): ImportDone {
  return {
    ...row,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    sources: [...new Set(files.flatMap(({ system }) => system ?? []))],
    files: files.map(({ system: _, ...file }) => file),
  };
}
