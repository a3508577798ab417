import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { ImportId, LocationId, PracticeId, ServiceId } from '../kit/ids.ts';
import { inBulk, noteFirstKnown } from '../patients/actions.ts';
import type { OrphanedVisits, VisitCounts, VisitRow } from './model.ts';
import { countStagedVisits, listOrphanedVisits } from './queries/count-staged-visits.ts';
import { mergeStagedCharges } from './queries/merge-staged-charges.ts';
import {
  addStagedVisits,
  adoptProvisionalVisits,
  foldRepeatedVisits,
  markDirty,
  noteWhenTold,
  updateStagedVisits,
} from './queries/merge-staged-visits.ts';
import { closeVisitStage, openVisitStage, stageVisits } from './queries/stage-visits.ts';
import { createVisitLines, type VisitBatch, type VisitLines } from './visit-lines.ts';

export interface VisitMerge {
  /** Claims and charge items count as rows of their own. */
  readonly byFile: ReadonlyMap<number, VisitCounts>;
  readonly orphans: OrphanedVisits;
  /** How many visits the rows were about, those of nobody left out. */
  readonly visits: number;
}

export interface MergeHints {
  /** `false` spares the search for two rows with one source id. */
  readonly repeats?: boolean;
  /** Of visits that are new and name none; a visit that we hold keeps what it has. */
  readonly locationId?: LocationId | undefined;
  readonly serviceId?: ServiceId | undefined;
  /** Visits of nobody beyond this many are counted and not listed. */
  readonly mostOrphans?: number;
}

/** Visits on their way in, within one transaction: staged batch by batch, merged once. */
export interface VisitStage {
  stage(batch: VisitBatch): Promise<void>;
  /**
   * Merges all that was staged and closes the stage. Patients are looked up by identifier now, so they may be
   * staged after their visits, as long as they are merged before. Only rows that differ are written; every
   * changed visit leaves what it was in the ledger, and every touched patient is marked for the next summary.
   */
  merge(importId?: ImportId, hints?: MergeHints): Promise<VisitMerge>;
}

// See patients/actions.ts.
const rowsABatch = 1000;

/** Gathers visits as COPY text for a `VisitStage`. */
export function visitLines(): VisitLines {
  return createVisitLines();
}

/** Opens the staging tables for visits in the handle's transaction. */
export async function stageOfVisits(db: Db, practice: PracticeId): Promise<VisitStage> {
  await openVisitStage(db);
  return {
    stage: (batch) => stageVisits(db, batch),
    merge: (importId, hints = {}) =>
      inBulk(db, async () => {
        if (hints.repeats !== false) await foldRepeatedVisits(db);
        await sql`analyze stage_visit`.execute(db);
        await adoptProvisionalVisits(db, practice);
        await updateStagedVisits(db, practice, importId ?? null);
        await noteWhenTold(db, practice);
        const orphans = await listOrphanedVisits(db, practice, hints.mostOrphans ?? 1000);
        const added = await addStagedVisits(db, practice, importId ?? null, hints);
        await markDirty(db, practice);
        await noteFirstKnown(db, practice);
        const charges = await mergeStagedCharges(db, practice);
        const { byFile, held } = await countStagedVisits(db, orphans);
        await closeVisitStage(db);
        return { byFile: together(byFile, charges), orphans, visits: added + held };
      }),
  };
}

type Counts = VisitMerge['byFile'];

function together(visits: Counts, charges: Counts): Counts {
  const byFile = new Map(visits);
  for (const [file, of] of charges) {
    const held = byFile.get(file) ?? { added: 0, updated: 0, unchanged: 0, orphaned: 0 };
    byFile.set(file, {
      added: held.added + of.added,
      updated: held.updated + of.updated,
      unchanged: held.unchanged + of.unchanged,
      orphaned: held.orphaned,
    });
  }
  return byFile;
}

/**
 * Adds and updates any number of visits, within the handle's transaction. Found again by source system and
 * id; only rows that differ are written. Announces nothing: the caller announces one event for its whole
 * batch.
 * @returns counts; `orphaned` visits, whose patient nobody knows, were not written
 * @source COPY into a temporary table, then set-based statements (1M visits of 100k patients: see
 * docs/decisions/0005)
 * @cost memory of one batch
 */
export async function writeVisits(
  db: Db,
  practice: PracticeId,
  rows: Iterable<VisitRow> | AsyncIterable<VisitRow>,
  options: { readonly importId?: ImportId } = {},
): Promise<VisitCounts> {
  const stage = await stageOfVisits(db, practice);
  const lines = createVisitLines();
  for await (const row of rows) {
    lines.add(row);
    if (lines.rows() >= rowsABatch) await stage.stage(lines.take());
  }
  await stage.stage(lines.take());
  const { byFile } = await stage.merge(options.importId);
  const total = { added: 0, updated: 0, unchanged: 0, orphaned: 0 };
  for (const part of byFile.values()) {
    total.added += part.added;
    total.updated += part.updated;
    total.unchanged += part.unchanged;
    total.orphaned += part.orphaned;
  }
  return total;
}
