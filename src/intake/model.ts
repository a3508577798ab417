import type { Db } from '../database/database.ts';
import type { AccountId, ImportId, PatientId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import { told } from '../words/told.ts';
import type { RefusedCode } from './refused-row.ts';

/** What became of one file. `rows` is the sum of the other four counts. */
export interface FileReport {
  readonly path: string;
  /** `patients`, `visits`, `patients and visits`, `fhir`, or `not read`. */
  readonly kind: string;
  readonly rows: number;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
  /** How the file was read: columns or resources, what was left out, how dates are written. */
  readonly mapping: Readonly<Record<string, unknown>>;
}

export interface ImportReport {
  readonly importId: ImportId;
  readonly files: readonly FileReport[];
  /** Patients and visits in the files that were taken; new, changed and unchanged alike. */
  readonly patients: number;
  readonly visits: number;
  /** A CSV of every row and cell that was not taken, with the reason; null when all was. */
  readonly refusalsFile: string | null;
  /** Rows and cells beyond the first hundred thousand: counted, and not in the file. */
  readonly refusalsNotListed: number;
  readonly refusals: readonly RefusalGroup[];
  /** Pairs that may be one patient; null when nobody counted them. */
  readonly possibleMatches: number | null;
  readonly seconds: number;
}

/** What was not taken for one reason. */
export interface RefusalGroup {
  readonly code: RefusedCode;
  readonly column: string;
  readonly reason: string;
  /** The rows were taken, without this cell. */
  readonly kept: boolean;
  readonly count: number;
}

/** How far an import is. */
export interface ImportStep {
  readonly phase: 'unpacking' | 'waiting' | 'reading' | 'writing' | 'comparing';
  /** Rows and resources read so far, about. */
  readonly read: number;
}

export interface ImportOptions {
  /** Reads and checks everything and gives the same counts, and writes nothing. */
  readonly dryRun?: boolean;
  /** See docs/running/import.md; checked here, so it may be anything. */
  readonly mapping?: unknown;
  /** Reads files as if for the first time; how they are read then is remembered anew. */
  readonly forget?: boolean;
  /** Reads only files of headings that an import made by a person has confirmed; the import is refused otherwise. */
  readonly onlyRemembered?: boolean;
  /** Done in the transaction of the import, at its end: both happen or neither. */
  readonly alongside?: (db: Db, report: ImportReport) => Promise<void>;
  /** The day that counts as today; else today in the practice's zone. */
  readonly asOf?: LocalDate;
  /** A file whose dates can be read two ways is refused rather than read by the practice's country. */
  readonly strict?: boolean;
  /** Where the file of refusals goes; made when it is missing. */
  readonly refusalsFolder: string;
  /** Told in words how far it is, at most a few times a second. */
  readonly onProgress?: (words: string) => void;
  /** As `onProgress`, for a screen that has words of its own. */
  readonly onStep?: (step: ImportStep) => void;
  /** What the files are called, in the order of the paths; else what their paths say. */
  readonly names?: readonly string[];
  /** Who asked for it. */
  readonly by?: AccountId;
  /** Of a dry run: counts the pairs that may be one patient, where that takes seconds and no minutes. */
  readonly countMatches?: boolean;
  /** Ends the import early; it then leaves nothing. */
  readonly signal?: AbortSignal;
}

/** For so many days an import can be taken back. */
export const undoDays = 7;

/** What taking an import back did, or would do. */
export interface ImportUndone {
  readonly importId: ImportId;
  readonly startedAt: string;
  /** What the import had added and is gone. Details: whatever is neither a patient nor a visit, of those who stay. */
  readonly removed: UndoCounts;
  /** What the import had changed and is as before. */
  readonly restored: UndoCounts;
  /** What stays as it is, and why, the most first. */
  readonly stays: readonly { readonly what: string; readonly words: string; readonly count: number }[];
  /** The first of what stays, row by row. */
  readonly rows: readonly {
    readonly what: string;
    readonly id: string | null;
    readonly patientId: PatientId | null;
    readonly words: string;
  }[];
}

export interface UndoCounts {
  readonly patients: number;
  readonly visits: number;
  readonly details: number;
}

const kinds: Readonly<Record<string, string>> = told.stays.what;
const reasons: Readonly<Record<string, string>> = told.stays.why;

/** A row of a table, told to the desk. */
export function whatStays(table: string): string {
  return kinds[table] ?? table.replaceAll('_', ' ');
}

/** Why a row stays, told to the desk. @param at when the later import began, where that is why */
export function whyItStays(why: string, at: Date | null): string {
  if (why === 'changed_by_import' && at !== null) {
    return told.stays.changedBy(`${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`);
  }
  return reasons[why] ?? why;
}
