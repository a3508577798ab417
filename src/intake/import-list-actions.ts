import type { Db } from '../database/database.ts';
import type { ImportId, PracticeId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { told } from '../words/told.ts';
import { undoableUntil } from './import-undo-actions.ts';
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
  now: Date,
): Promise<readonly ImportDone[]> {
  return (await listImports(db, practice, limit)).map((row) => present(row, now));
}

/** One import, and what it did not take, by reason. */
export async function findImport(
  db: Db,
  practice: PracticeId,
  id: string,
  now: Date,
): Promise<Outcome<ImportDone & { readonly refusals: RefusedOfImport[] }, Refusal<'not_found'>>> {
  const [row] = await listImports(db, practice, 1, id);
  if (row === undefined) return refuse('not_found', told.refusals.noImportHere);
  const refusals = await listRefusedByReason(db, practice, id as ImportId, mostReasons);
  return done({ ...present(row, now), refusals: [...refusals] });
}

function present(row: ImportRow, now: Date): ImportDone {
  const { files, startedAt, finishedAt, undoneAt, journalled: _, ...rest } = row;
  return {
    ...rest,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    undoneAt: undoneAt?.toISOString() ?? null,
    undoableUntil: undoableUntil(row, now)?.toISOString() ?? null,
    sources: [...new Set(files.flatMap(({ system }) => system ?? []))],
    files: files.map(({ system: _, ...file }) => file),
  };
}
