import type { LocalDate } from '../../kit/local-date.ts';
import type { ZoneClock } from '../../kit/zone-clock.ts';
import type { PatientRow, RowSource } from '../../patients/model.ts';
import type { VisitRow, VisitStatus } from '../../visits/model.ts';
import type { PlacesBook } from '../places-book.ts';
import type { CellProblem } from '../refused-row.ts';
import type { Hl7Mapping } from './mapping.ts';
import type { MergeAsked, Renames } from './renames.ts';

/** What the reading of a message has to know. */
export interface Hl7Context {
  /** What the source is called in visits, and in identifiers that name no authority. */
  readonly system: string;
  readonly mapping: Hl7Mapping;
  /** Squeezed word to status, from `--mapping`. */
  readonly statuses: ReadonlyMap<string, VisitStatus>;
  readonly book: PlacesBook;
  readonly today: LocalDate;
  /** Of the feed, else of the practice; for times that belong to no location. */
  readonly clock: ZoneClock;
  readonly renames: Renames;
  readonly source: RowSource;
}

/** What one message comes to. */
export type Hl7Reading =
  | {
      readonly kind: 'read';
      readonly patients: readonly PatientRow[];
      readonly visit: VisitRow | undefined;
      readonly merges: readonly MergeAsked[];
      /** What was not taken of a message that was. */
      readonly notes: readonly CellProblem[];
    }
  /** Nothing for us in it, and nothing wrong with it. */
  | { readonly kind: 'ignored'; readonly words: string }
  | { readonly kind: 'refused'; readonly problem: CellProblem };

export function refused(
  column: string,
  value: string | undefined,
  code: CellProblem['code'],
  reason: string,
): { readonly kind: 'refused'; readonly problem: CellProblem } {
  return { kind: 'refused', problem: { column, value: value ?? '', code, reason } };
}
