import type { Db } from '../database/database.ts';
import { type JournalEntry, moveRows, putRowsBack, type Repointing } from '../database/repoint.ts';

/** Contacts made with a merged patient count against the caps of the survivor: it was one person all along. */
export function repointContactsMade(db: Db, pair: Repointing): Promise<readonly JournalEntry[]> {
  return moveRows(db, pair, 'contact_made', ['id']);
}

/** What a merged patient signed, the survivor signed. */
export function repointAuthorisations(db: Db, pair: Repointing): Promise<readonly JournalEntry[]> {
  return moveRows(db, pair, 'marketing_authorisation', ['id']);
}

/** The way back. */
export function putAuthorisationsBack(
  db: Db,
  pair: Repointing,
  entries: readonly JournalEntry[],
): Promise<void> {
  return putRowsBack(db, pair, entries, 'marketing_authorisation', ['id']);
}

/** Links that a merged patient was given lead to the survivor's pages. */
export function repointPatientLinks(db: Db, pair: Repointing): Promise<readonly JournalEntry[]> {
  return moveRows(db, pair, 'patient_link', ['id']);
}

/** The way back. */
export function putPatientLinksBack(
  db: Db,
  pair: Repointing,
  entries: readonly JournalEntry[],
): Promise<void> {
  return putRowsBack(db, pair, entries, 'patient_link', ['id']);
}

/** The way back. */
export function putContactsMadeBack(
  db: Db,
  pair: Repointing,
  entries: readonly JournalEntry[],
): Promise<void> {
  return putRowsBack(db, pair, entries, 'contact_made', ['id']);
}

/** What a merged patient asked, the survivor asked. */
export function repointInbound(db: Db, pair: Repointing): Promise<readonly JournalEntry[]> {
  return moveRows(db, pair, 'inbound', ['id']);
}

/** The way back. */
export function putInboundBack(db: Db, pair: Repointing, entries: readonly JournalEntry[]): Promise<void> {
  return putRowsBack(db, pair, entries, 'inbound', ['id']);
}
