import type { PatientRemark, PatientRow, UnreadContact } from '../patients/model.ts';
import type { ChargeRow, VisitRow } from '../visits/model.ts';
import type { RefusedRow } from './refused-row.ts';
import type { MappingToRemember } from './remembered-mapping.ts';

/** Where the readers of files put what they read. */
export interface Gatherer {
  /** @returns the ways to reach the patient that cannot be read; the patient is taken without them */
  patient(row: PatientRow): readonly UnreadContact[];
  /** @returns the ways to reach somebody that cannot be read; the remark is taken without them */
  remark(remark: PatientRemark): readonly UnreadContact[];
  visit(row: VisitRow): void;
  charge(row: ChargeRow): void;
  refuse(row: RefusedRow): void;
}

/** What the reading of one file comes to; what became of the rows the database tells. */
export interface FileReading {
  readonly position: number;
  readonly kind: string;
  /** Rows or resources that hold something we read, refused ones included. */
  readonly rows: number;
  readonly refused: number;
  /** Rows that only repeat an earlier one, or hold what the practice already has. */
  readonly repeated: number;
  /** Locations and clinicians that are new, where a file has a row for each. */
  readonly addedPlaces: number;
  readonly mapping: Readonly<Record<string, unknown>>;
  /** How a file of these headings is read the next time; undefined where nothing came of it. */
  readonly toRemember?: MappingToRemember | undefined;
}
