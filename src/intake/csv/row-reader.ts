import { beginningOf } from '../../kit/beginning.ts';
import type { PatientRow } from '../../patients/model.ts';
import type { VisitRow } from '../../visits/model.ts';
import { told } from '../../words/told.ts';
import type { CellProblem, RefusedCode } from '../refused-row.ts';
import { type Cells, RowRefused, type RowRules } from './cells.ts';
import { isBlankCell } from './content.ts';
import type { FieldName } from './fields.ts';
import { readPatient } from './patient-cells.ts';
import { readVisit } from './visit-cells.ts';

/** What a row holds, or why it is refused. */
export interface ReadRow {
  readonly patient?: PatientRow | undefined;
  readonly visit?: VisitRow | undefined;
  readonly refused?: CellProblem | undefined;
  /** Cells that were left out of a row that was taken. */
  readonly notes: readonly CellProblem[];
}

const none: readonly string[] = [];
const longestText = 500;

/** Makes the function that reads one row after the other. */
export function createRowReader(rules: RowRules): (cells: readonly string[], row: number) => ReadRow {
  const byField = new Map<FieldName, number[]>();
  for (const [i, field] of rules.columns.entries()) {
    if (field !== undefined) byField.set(field, [...(byField.get(field) ?? []), i]);
  }
  let now: readonly string[] = none;
  let notes: CellProblem[] = [];

  function columnOf(field: FieldName): string {
    const i = byField.get(field)?.[0];
    return i === undefined ? '' : (rules.headings[i] ?? '');
  }

  function get(field: FieldName): string | undefined {
    const columns = byField.get(field);
    if (columns === undefined) return undefined;
    for (const i of columns) {
      const cell = now[i];
      if (cell === undefined || isBlankCell(cell)) continue;
      const text = cell.trim();
      if (text.length > longestText) refuse(field, beginningOf(text, 60), 'too_long', told.cells.long500);
      return text;
    }
    return undefined;
  }

  function refuse(field: FieldName, value: string, code: RefusedCode, reason: string): never {
    throw new RowRefused({ column: columnOf(field), value, code, reason });
  }

  const cells: Cells = {
    get,
    refuse,
    all: (field) => {
      const columns = byField.get(field);
      if (columns === undefined) return none;
      const found: string[] = [];
      for (const i of columns) {
        const cell = now[i];
        if (cell !== undefined && !isBlankCell(cell)) found.push(beginningOf(cell.trim(), longestText));
      }
      return found;
    },
    note: (field, value, code, reason) => {
      notes.push({ column: columnOf(field), value, code, reason });
    },
  };

  return (record, row) => {
    now = record;
    notes = [];
    try {
      const source = { file: rules.file, row };
      const patient = readPatient(cells, rules, source);
      if (!rules.isVisits) return { patient: patient.row, notes };
      const visit = readVisit(cells, rules, patient.key, source);
      const described = patient.describes || rules.makesNameless;
      return { patient: described ? patient.row : undefined, visit, notes };
    } catch (error) {
      if (error instanceof RowRefused) return { refused: error.problem, notes: [] };
      throw error;
    }
  };
}
