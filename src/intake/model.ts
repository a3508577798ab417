import type { AccountId, ImportId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
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
