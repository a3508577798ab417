import { withBulkPlans } from '../database/bulk-plans.ts';
import type { Db } from '../database/database.ts';
import type { ImportId, PatientId, PracticeId } from '../kit/ids.ts';
import type { PatientMerge, PatientRow, UnreadContact, WriteCounts } from './model.ts';
import { createPatientLines, type PatientBatch, type PatientLines } from './patient-lines.ts';
import { leaveErasedOut } from './queries/leave-erased-out.ts';
import { lowerKnownFrom } from './queries/lower-known-from.ts';
import { matchStagedPatients } from './queries/match-staged-patients.ts';
import { mergeGuarantors } from './queries/merge-guarantors.ts';
import {
  addDetailsOfNew,
  mergeStagedConsents,
  mergeStagedContacts,
  mergeStagedIdentifiers,
  mergeStagedKeys,
  mergeStagedRelated,
  touchByDetails,
} from './queries/merge-staged-details.ts';
import {
  addStagedPatients,
  countStagedPatients,
  noteWhenTold,
  updateStagedPatients,
} from './queries/merge-staged-patients.ts';
import { countStagedRemarks, matchStagedRemarks } from './queries/merge-staged-remarks.ts';
import { searchPatients } from './queries/search-patients.ts';
import { closePatientStage, openPatientStage, openTouched, stagePatients } from './queries/stage-patients.ts';

export interface PatientWriteOptions {
  /** ISO 3166 code: the default region of telephone numbers. */
  readonly country: string;
  readonly importId?: ImportId;
  /** Told of each contact point that was left out because it could not be read. */
  readonly onUnread?: (row: PatientRow, unread: readonly UnreadContact[]) => void;
}

/** Patients on their way in, within one transaction: staged batch by batch, merged once. */
export interface PatientStage {
  /** Off the main thread these lines are made by `patientLines` and arrive as text. */
  stage(batch: PatientBatch): Promise<void>;
  /**
   * Merges all that was staged and closes the stage. Only rows that differ are written.
   * @param mostOrphans remarks of nobody beyond this many are counted and not listed
   */
  merge(importId?: ImportId, mostOrphans?: number): Promise<PatientMerge>;
}

// Rows between two COPYs: below it the round trips show, above it one batch holds the event loop over 20 ms.
const rowsABatch = 400;

/** Gathers patients as COPY text for a `PatientStage`. @param country ISO 3166 code of the practice */
export function patientLines(country: string): PatientLines {
  return createPatientLines(country);
}

/** Opens the staging tables for patients in the handle's transaction. */
export async function stageOfPatients(db: Db, practice: PracticeId): Promise<PatientStage> {
  await openPatientStage(db);
  return {
    stage: (batch) => stagePatients(db, batch),
    merge: (importId, mostOrphans = 1000) =>
      withBulkPlans(db, async () => {
        const erased = await leaveErasedOut(db, practice);
        const { repeats } = await matchStagedPatients(db, practice);
        await addStagedPatients(db, practice, importId ?? null);
        await openTouched(db);
        await updateStagedPatients(db, practice);
        await mergeStagedIdentifiers(db, practice);
        const orphans = await matchStagedRemarks(db, practice, mostOrphans);
        if (!repeats) await addDetailsOfNew(db, practice);
        await mergeStagedContacts(db, practice, !repeats);
        await mergeStagedKeys(db, practice, !repeats);
        await mergeStagedConsents(db, practice);
        await mergeStagedRelated(db, practice);
        await mergeGuarantors(db, practice);
        await touchByDetails(db);
        await noteWhenTold(db, practice);
        const counts = await countStagedPatients(db);
        const byFile = await countStagedRemarks(db, counts.byFile);
        await closePatientStage(db);
        return { ...counts, byFile, orphans, erased };
      }),
  };
}

/**
 * Adds and updates any number of patients, within the handle's transaction. Found again by identifier; only
 * rows that differ are written. Announces nothing: the caller announces one event for its whole batch.
 * @source COPY into temporary tables, then one statement a table
 * @cost memory of one batch
 */
export async function writePatients(
  db: Db,
  practice: PracticeId,
  rows: Iterable<PatientRow> | AsyncIterable<PatientRow>,
  options: PatientWriteOptions,
): Promise<WriteCounts> {
  const stage = await stageOfPatients(db, practice);
  const lines = createPatientLines(options.country);
  for await (const row of rows) {
    const unread = lines.add(row);
    if (unread.length > 0) options.onUnread?.(row, unread);
    if (lines.rows() >= rowsABatch) await stage.stage(lines.take());
  }
  await stage.stage(lines.take());
  const counts = { added: 0, updated: 0, unchanged: 0 };
  for (const part of (await stage.merge(options.importId)).byFile.values()) {
    counts.added += part.added;
    counts.updated += part.updated;
    counts.unchanged += part.unchanged;
  }
  return counts;
}

/** Moves `known_from` of the patients in the temporary table `first_known (patient_id, at)` back to `at`. */
export async function noteFirstKnown(db: Db, practice: PracticeId): Promise<void> {
  await lowerKnownFrom(db, practice);
}

/**
 * Patients for what someone typed: beginnings of name parts or identifiers, endings of telephone numbers.
 * @returns at most `limit` ids, those still with us first
 */
export async function findPatientsByText(
  db: Db,
  practice: PracticeId,
  typed: string,
  limit?: number,
): Promise<readonly PatientId[]> {
  return searchPatients(db, practice, typed, limit);
}

/**
 * Runs set-based statements over staged rows with the plans that suit them; for the stages of other owners.
 */
export function inBulk<T>(db: Db, work: () => Promise<T>): Promise<T> {
  return withBulkPlans(db, work);
}
