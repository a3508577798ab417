/** A row, or one cell of it, that was not taken. */
export interface RefusedRow {
  /** Position of the file among the paths of this import. */
  readonly file: number;
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly code: RefusedCode;
  /** For the person who has the file: what is wrong, in words. */
  readonly reason: string;
  /** The row was taken, without this cell. */
  readonly kept: boolean;
  /** The row as it was, secrets and clinical columns left out. */
  readonly original: readonly string[];
}

export type RefusedCode =
  | 'unreadable_row'
  | 'unreadable_file'
  | 'no_identity'
  | 'mangled_id'
  | 'too_long'
  | 'bad_date'
  | 'bad_time'
  | 'bad_number'
  | 'unknown_word'
  | 'unknown_patient'
  | 'erased'
  | 'impossible'
  | 'no_start'
  | 'not_a_visit'
  | 'by_hand'
  | 'bad_contact';

/** Told while a row is read: what is wrong with one of its cells. */
export interface CellProblem {
  readonly column: string;
  readonly value: string;
  readonly code: RefusedCode;
  readonly reason: string;
}

/**
 * Whoever has more rows to mend than this has the wrong columns; listing all of a gigabyte of line ends would fill the
 * disk.
 */
export const mostListed = 100_000;
