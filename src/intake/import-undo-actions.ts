import { sql } from 'kysely';
import { withBulkPlans } from '../database/bulk-plans.ts';
import { spellPlainly } from '../database/catalogue.ts';
import type { Db } from '../database/database.ts';
import {
  handOnToLaterImports,
  keepWhatIsUsed,
  listPointers,
  listWatchedTables,
  openImportRows,
  type Pointer,
  putImportRowsBack,
  removeRowsOfTaken,
  type WatchedTable,
} from '../database/take-back.ts';
import type { AccountId, ImportId, PracticeId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { dropModelsOfTaken, dropScoresOfTaken } from '../loyalty/undo-actions.ts';
import { keepDeathsAndOptOuts, removeTakenPatients, takeBackConsents } from '../patients/undo-actions.ts';
import { announce } from '../platform/queue.ts';
import { dropActsOfTaken } from '../today/undo-actions.ts';
import { markTouched, removeTakenVisits } from '../visits/undo-actions.ts';
import { told } from '../words/told.ts';
import { type ImportUndone, undoDays, whatStays, whyItStays } from './model.ts';
import { openAdded } from './queries/added-by-import.ts';
import {
  countStays,
  countTaken,
  dropOpenMatches,
  findImportForUpdate,
  forgetChangesBefore,
  type HeldImport,
  keepMerged,
  keepServicesInPlan,
  listStays,
  markImportUndone,
  noteAddedThatStay,
  noteRowsThatStay,
  openUndo,
} from './queries/import-undo.ts';
import { waitForImports } from './queries/record-import.ts';
import { forgetMappingsOf } from './queries/remembered-mappings.ts';

export type UndoRefusal = Refusal<'not_found' | 'already_undone' | 'cannot_undo'>;

const dayMs = 86_400_000;
const mostRows = 200;

/** Until when an import can be taken back; null when it cannot. */
export function undoableUntil(
  { state, finishedAt, journalled }: Pick<HeldImport, 'state' | 'finishedAt' | 'journalled'>,
  now: Date,
): Date | null {
  if (state !== 'finished' || finishedAt === null || !journalled) return null;
  const until = new Date(finishedAt.getTime() + undoDays * dayMs);
  return until > now ? until : null;
}

/** For the worker: forgets what imports changed that can no longer be taken back. */
export async function forgetImportChanges(db: Db, practice: PracticeId, now: Date): Promise<void> {
  await forgetChangesBefore(db, practice, new Date(now.getTime() - undoDays * dayMs));
}

/**
 * Takes an import back, within seven days: what it changed is as before where nobody changed it since, what it added goes
 * where nothing hangs on it that a person made or said. Opt-outs and deaths stay. Lists the rest with why. Waits for a
 * running import, and holds the next one back. Announces `import.undone`.
 * @returns `not_found`, `already_undone`, or `cannot_undo` of what did not finish or is too long ago
 * @cost about as long as the import wrote
 */
export async function undoImport(
  db: Db,
  practice: PracticeId,
  id: ImportId,
  by: AccountId | null,
  now: Date,
): Promise<Outcome<ImportUndone, UndoRefusal>> {
  const held = await findUndoable(db, practice, id, now);
  if (!held.ok) return held;
  const undone = await withBulkPlans(db, () => takeBack(db, practice, held.value));
  await forgetMappingsOf(db, practice, id);
  await markImportUndone(db, practice, id, by, now);
  await announce(db, 'import.undone', { importId: id });
  return done(undone);
}

/** What `undoImport` would do at this moment; writes nothing. */
export async function previewUndo(
  db: Db,
  practice: PracticeId,
  id: ImportId,
  now: Date,
): Promise<Outcome<ImportUndone, UndoRefusal>> {
  const held = await findUndoable(db, practice, id, now);
  if (!held.ok) return held;
  // The surest preview is the undo itself, taken back at once.
  await sql`savepoint preview`.execute(db);
  const undone = await withBulkPlans(db, () => takeBack(db, practice, held.value));
  await sql`rollback to savepoint preview`.execute(db);
  return done(undone);
}

async function findUndoable(
  db: Db,
  practice: PracticeId,
  id: ImportId,
  now: Date,
): Promise<Outcome<HeldImport, UndoRefusal>> {
  await waitForImports(db, practice);
  const held = await findImportForUpdate(db, practice, id);
  if (held === undefined) return refuse('not_found', told.refusals.noImport);
  if (held.state === 'undone') return refuse('already_undone', told.refusals.importUndone);
  if (held.state !== 'finished') {
    return refuse('cannot_undo', told.refusals.importUnfinished);
  }
  if (!held.journalled) {
    const words = told.refusals.importUnnoted;
    return refuse('cannot_undo', words);
  }
  if (undoableUntil(held, now) === null) {
    return refuse('cannot_undo', told.refusals.importOld(undoDays));
  }
  return done(held);
}

async function takeBack(db: Db, practice: PracticeId, { id, startedAt }: HeldImport): Promise<ImportUndone> {
  await spellPlainly(db);
  const taking = { practice, importId: id };
  const watched = await listWatchedTables(db);
  const pointers = await listPointers(db);
  await openUndo(db);
  await openAdded(db, taking, watched, pointers);
  await noteAddedThatStay(db, practice, id);
  await dropActsOfTaken(db, practice);
  await dropScoresOfTaken(db, practice);
  const removed = { ...(await countTaken(db)), details: 0 };
  const restored = { patients: 0, visits: 0, details: 0 };
  for (const table of watched) {
    const counts = await takeBackTable(db, practice, id, table, pointers, startedAt);
    if (table.name === 'patient') restored.patients = counts.restored;
    else if (table.name === 'visit') restored.visits = counts.restored;
    else if (table.name !== 'patient_search_key') {
      restored.details += counts.restored;
      removed.details += counts.removed;
    }
  }
  await markTouched(db, practice);
  const stays = (await countStays(db)).map(({ what, why, at, count }) => ({
    what: whatStays(what),
    words: whyItStays(why, at),
    count,
  }));
  const rows = (await listStays(db, mostRows)).map(({ what, id: rowId, patientId, why, at }) => ({
    what: whatStays(what),
    id: rowId,
    patientId,
    words: whyItStays(why, at),
  }));
  return { importId: id, startedAt: startedAt.toISOString(), removed, restored, stays, rows };
}

async function takeBackTable(
  db: Db,
  practice: PracticeId,
  importId: ImportId,
  table: WatchedTable,
  pointers: readonly Pointer[],
  startedAt: Date,
): Promise<{ readonly removed: number; readonly restored: number }> {
  const taking = { practice, importId };
  await openImportRows(db, taking, table);
  await keepMerged(db);
  if (table.name === 'visit') await removeTakenVisits(db, practice, importId);
  else if (table.name === 'patient') {
    await keepDeathsAndOptOuts(db);
    await dropOpenMatches(db, practice, startedAt);
    await removeTakenPatients(db, practice);
  } else if (table.name === 'consent') await takeBackConsents(db, practice, importId);
  else {
    if (table.columns.includes('patient_id')) await removeRowsOfTaken(db, taking, table);
    await keepWhatIsUsed(db, taking, table, pointers, ['rhythm_model']);
    if (table.name === 'service') {
      await keepServicesInPlan(db, practice);
      await dropModelsOfTaken(db, practice);
    }
  }
  const counts = await noteRowsThatStay(db, table.name);
  await handOnToLaterImports(db, taking, table);
  if (table.name !== 'consent') await putImportRowsBack(db, taking, table);
  return counts;
}
