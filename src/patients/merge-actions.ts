import type { Db } from '../database/database.ts';
import {
  type JournalEntry,
  moveLedgerRows,
  moveOrRemoveRows,
  moveRows,
  putLedgerRowsBack,
  putRowsBack,
  type Repointing,
} from '../database/repoint.ts';
import type { MergeId, PatientId, PracticeId, StaffMemberId } from '../kit/ids.ts';
import { copyWithdrawalsSince, keepWithdrawals, takeMergeWordsBack } from './queries/merge-consents.ts';
import { carryContactWishes, restoreContactWishes } from './queries/merge-contact-points.ts';
import { fillSurvivor, removeMerged, restoreMerged, restoreSurvivor } from './queries/merge-patient-row.ts';
import {
  findMergeForUpdate,
  findSurvivorOf,
  type HeldMerge,
  type ListedMerge,
  listMergeEntries,
  listMerges,
  lockPair,
  markMergeUndone,
  type NewMerge,
  recordMerge,
} from './queries/merges.ts';

/**
 * Everything that this folder holds about a merged patient becomes the survivor's, and the merged row goes into the
 * journal. What the survivor lacks is filled from it; a death, an opt-out and every withdrawal of consent hold.
 * The last step of a merge: a table that was forgotten still names the patient, and its foreign key stops the merge.
 */
export async function repointPatient(db: Db, pair: Repointing, now: Date): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  const add = (more: readonly JournalEntry[]): void => {
    entries.push(...more);
  };
  const words = await keepWithdrawals(db, pair, now);
  add(await moveLedgerRows(db, pair, 'consent'));
  add(words);
  add(await carryContactWishes(db, pair));
  add(await moveOrRemoveRows(db, pair, 'contact_point', ['id'], ['kind', 'normal']));
  add(await moveRows(db, pair, 'patient_identifier', ['system', 'value']));
  add(await moveOrRemoveRows(db, pair, 'patient_search_key', ['key'], ['key']));
  add(await moveRows(db, pair, 'related_person', ['id']));
  add(await moveOrRemoveRows(db, pair, 'household_member', ['household_id'], []));
  add(await moveOrRemoveRows(db, pair, 'patient_guarantor', ['system'], ['system']));
  add(await moveRows(db, pair, 'personal_detail', ['id']));
  add(await moveRows(db, pair, 'patient_note', ['id']));
  add(await moveRows(db, pair, 'question_asked', ['id']));
  add(await moveRows(db, pair, 'contact_wish', ['id']));
  add(await moveRows(db, pair, 'contact_request', ['id']));
  add(await moveRows(db, pair, 'visit_wish', ['id']));
  add(await fillSurvivor(db, pair));
  add(await removeMerged(db, pair));
  return entries;
}

/** The merged patient's row is there again, so that other tables may name it. The first step of an undo. */
export function restorePatientRow(db: Db, pair: Repointing, entries: readonly JournalEntry[]): Promise<void> {
  return restoreMerged(db, pair, entries);
}

/**
 * The way back, row by row. What was recorded since stays with the survivor; a withdrawal of consent since then holds
 * for both.
 */
export async function putPatientBack(
  db: Db,
  pair: Repointing,
  entries: readonly JournalEntry[],
  writtenAt: string,
  now: Date,
): Promise<void> {
  await restoreSurvivor(db, pair, entries);
  await putRowsBack(db, pair, entries, 'patient_note', ['id']);
  await putRowsBack(db, pair, entries, 'question_asked', ['id']);
  await putRowsBack(db, pair, entries, 'contact_wish', ['id']);
  await putRowsBack(db, pair, entries, 'contact_request', ['id']);
  await putRowsBack(db, pair, entries, 'visit_wish', ['id']);
  await putRowsBack(db, pair, entries, 'personal_detail', ['id']);
  await putRowsBack(db, pair, entries, 'patient_guarantor', ['system']);
  await putRowsBack(db, pair, entries, 'household_member', ['household_id']);
  await putRowsBack(db, pair, entries, 'related_person', ['id']);
  await putRowsBack(db, pair, entries, 'patient_search_key', ['key']);
  await putRowsBack(db, pair, entries, 'patient_identifier', ['system', 'value']);
  await putRowsBack(db, pair, entries, 'contact_point', ['id']);
  await restoreContactWishes(db, pair, entries);
  await takeMergeWordsBack(db, pair, entries);
  await putLedgerRowsBack(db, pair, entries, 'consent');
  await copyWithdrawalsSince(db, pair, writtenAt, now);
}

/** Locks two patients in one order, so that two merges never wait for each other. @returns survivor and merged; undefined when one is not there */
export async function lockForMerge(
  db: Db,
  practice: PracticeId,
  one: PatientId,
  other: PatientId,
): Promise<{ readonly survivor: PatientId; readonly merged: PatientId } | undefined> {
  const [survivor, merged] = await lockPair(db, practice, one, other);
  return survivor === undefined || merged === undefined ? undefined : { survivor, merged };
}

/** Writes a merge into the journal, in the transaction that made it. */
export function journalMerge(
  db: Db,
  practice: PracticeId,
  merge: NewMerge,
  entries: readonly JournalEntry[],
  now: Date,
): Promise<void> {
  return recordMerge(db, practice, merge, entries, now);
}

/** A merge with what it did, locked; undefined when there is none. */
export async function openMerge(
  db: Db,
  practice: PracticeId,
  id: MergeId,
): Promise<(HeldMerge & { readonly entries: readonly JournalEntry[] }) | undefined> {
  const held = await findMergeForUpdate(db, practice, id);
  return held === undefined ? undefined : { ...held, entries: await listMergeEntries(db, practice, id) };
}

/** The journal says that a merge no longer holds. */
export function closeMerge(
  db: Db,
  practice: PracticeId,
  id: MergeId,
  by: StaffMemberId | null,
  now: Date,
): Promise<void> {
  return markMergeUndone(db, practice, id, by, now);
}

/** Who a merged patient is now; undefined when nobody of that id was merged. */
export function survivorOf(db: Db, practice: PracticeId, id: PatientId): Promise<PatientId | undefined> {
  return findSurvivorOf(db, practice, id);
}

/** The newest merges, undone ones too. */
export function newestMerges(db: Db, practice: PracticeId, limit: number): Promise<readonly ListedMerge[]> {
  return listMerges(db, practice, limit);
}

/** The merges that hold of one survivor, the newest first; at most 20. */
export function mergesInto(
  db: Db,
  practice: PracticeId,
  survivor: PatientId,
): Promise<readonly ListedMerge[]> {
  return listMerges(db, practice, 20, survivor);
}
