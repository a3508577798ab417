import { dependsOnOrder, isNoDate, readClock, readDate } from './dates.ts';
import type { FieldName } from './fields.ts';
import { fieldOf } from './fields.ts';
import { patientStatus, sexes, squeezeWord, visitStatuses, yesOrNo } from './statuses.ts';

const blanks = new Set([
  '',
  'null',
  'none',
  'n/a',
  'na',
  '-',
  '--',
  'nil',
  'nan',
  '\\n',
  '#n/a',
  '(blank)',
  'undefined',
]);

/**
 * A cell that says nothing. In a column of statuses `none` and `-` are words, so there only white space is
 * blank.
 */
export function isBlankCell(cell: string): boolean {
  return cell.length <= 9 && blanks.has(cell.trim().toLowerCase());
}

export function looksLikeDate(cell: string): boolean {
  return (
    isNoDate(cell) ||
    readDate(cell, 'month_first', 2100) !== undefined ||
    (dependsOnOrder(cell) && readDate(cell, 'day_first', 2100) !== undefined) ||
    readDate(cell, 'day_first', 2100) !== undefined
  );
}

export function looksLikePhone(cell: string): boolean {
  const digits = cell.replace(/\D/g, '').length;
  return digits >= 7 && digits <= 15 && /^[\d\s().+/x-]+$/i.test(cell) && !looksLikeDate(cell);
}

export function looksLikeEmail(cell: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell);
}

function share(cells: readonly string[], fits: (cell: string) => boolean): number {
  let n = 0;
  for (const cell of cells) if (fits(cell.trim())) n += 1;
  return cells.length === 0 ? 1 : n / cells.length;
}

function looksLikeNumber(cell: string): boolean {
  return (
    /^[\w.-]*\d[\w.-]*$/.test(cell) && !(/[-./]/.test(cell) && (looksLikeDate(cell) || looksLikePhone(cell)))
  );
}

/** The share of the filled cells that can be read as the field; 1 when there are none. */
export function contentFit(
  field: FieldName,
  filled: readonly string[],
  ownWords: ReadonlySet<string>,
): number {
  if (field === 'patient.email') return share(filled, (cell) => cell.includes('@') || cell.startsWith('No '));
  if (field === 'patient.sex') return share(filled, (cell) => sexes.has(squeezeWord(cell)));
  if (field === 'patient.status') return share(filled, (cell) => patientStatus(cell) !== undefined);
  if (field === 'visit.status') {
    return share(filled, (cell) => visitStatuses.has(squeezeWord(cell)) || ownWords.has(squeezeWord(cell)));
  }
  // A guarantor's name, telephone or birth date is somebody else's; only a number says who it is.
  if (field === 'patient.guarantor') return share(filled, looksLikeNumber) >= 0.9 ? 1 : 0;
  switch (fieldOf(field).kind) {
    case 'date':
    case 'instant':
      return share(filled, looksLikeDate);
    case 'time':
      return share(filled, (cell) => readClock(cell) !== undefined || looksLikeDate(cell));
    case 'yes_no':
      return share(filled, (cell) => yesOrNo.has(squeezeWord(cell)));
    case 'number':
      return share(filled, (cell) => /^[^\d]{0,4}-?[\d.,]+\s*[^\d]{0,8}$/.test(cell));
    case 'name':
      return share(filled, (cell) => /\p{L}/u.test(cell) && !looksLikeDate(cell));
    default:
      return 1;
  }
}
