import { beginningOf } from '../../kit/beginning.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { VisitRow } from '../../visits/model.ts';
import { told } from '../../words/told.ts';
import type { PlacesBook } from '../places-book.ts';
import type { CellProblem, RefusedCode } from '../refused-row.ts';
import type { DateOrder } from './dates.ts';
import type { FieldName } from './fields.ts';

/** How the rows of one file are read. */
export interface RowRules {
  readonly file: number;
  readonly system: string;
  readonly headings: readonly string[];
  readonly columns: readonly (FieldName | undefined)[];
  readonly order: DateOrder;
  /** The day that counts as today. */
  readonly today: LocalDate;
  /** Status words that were given a meaning by hand, squeezed. */
  readonly statuses: ReadonlyMap<string, VisitRow['status']>;
  /** The column of the day has no time of day, or midnight throughout. */
  readonly daysOnly: boolean;
  readonly isVisits: boolean;
  /** A visit of a patient whom nobody described makes one without a name. */
  readonly makesNameless: boolean;
  readonly book: PlacesBook;
}

/** The cells of the row in hand, by field. */
export interface Cells {
  /** The first filled cell of a field, trimmed; undefined when blank. */
  get(field: FieldName): string | undefined;
  all(field: FieldName): readonly string[];
  /** Leaves one cell out and says why. */
  note(field: FieldName, value: string, code: RefusedCode, reason: string): void;
  /** Refuses the row. @throws always; caught where the row began */
  refuse(field: FieldName, value: string, code: RefusedCode, reason: string): never;
}

/** Ends the reading of one row; caught where the row began. */
export class RowRefused extends Error {
  readonly problem: CellProblem;
  constructor(problem: CellProblem) {
    // Where it was thrown nobody asks, and finding that out is most of the cost of a refused row.
    const usual = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(problem.reason);
    Error.stackTraceLimit = usual;
    this.problem = problem;
  }
}

// A spreadsheet writes long numbers so; the digits are lost.
const mangled = /^-?\d+(?:[.,]\d+)?E[+-]\d+$/i;
const longestId = 200;

/** The id in a column of ids, refused when a spreadsheet has mangled it. */
export function readId(cells: Cells, field: FieldName): string | undefined {
  const text = cells.get(field);
  if (text === undefined) return undefined;
  if (isMangledId(text)) {
    cells.refuse(field, text, 'mangled_id', told.cells.cut);
  }
  if (text.length > longestId) cells.refuse(field, beginningOf(text, 60), 'too_long', told.cells.long200);
  return plainId(text);
}

export function isMangledId(text: string): boolean {
  return mangled.test(text);
}

/** `1001.0` is what a number becomes on its way through a table of decimals. */
export function plainId(text: string): string {
  return /^\d+\.0$/.test(text) ? text.slice(0, -2) : text;
}
