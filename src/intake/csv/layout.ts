import { beginningOf } from '../../kit/beginning.ts';
import { type CsvRecord, createCsvReader } from './reader.ts';

/** How a table is written: found from its first records. */
export interface Layout {
  readonly delimiter: string;
  readonly newline: string;
  /** Row of the headings, as a spreadsheet counts. */
  readonly headerRow: number;
  /** Unique, none blank, in the order of the columns. */
  readonly headings: readonly string[];
  /** Records below the headings, for looking at what is in the columns. */
  readonly sample: readonly (readonly string[])[];
}

export const delimiters: readonly string[] = [',', ';', '\t', '|'];
// Titles, dates of printing and filters stand above the headings; more than this many lines nobody was seen
// to write.
const deepestHeader = 20;

/**
 * Finds delimiter and headings in the first part of a file.
 * @param isHeading knows a heading when it sees one
 * @returns undefined when no line looks like headings
 */
export function findLayout(text: string, isHeading: (heading: string) => boolean): Layout | undefined {
  const newline = text.includes('\n') ? '\n' : text.includes('\r') ? '\r' : '\n';
  let best: { readonly layout: Layout; readonly score: number } | undefined;
  for (const delimiter of delimiters) {
    const found = layoutWith(text, delimiter, newline, isHeading);
    if (found !== undefined && (best === undefined || found.score > best.score)) best = found;
  }
  return best?.layout;
}

function layoutWith(
  text: string,
  delimiter: string,
  newline: string,
  isHeading: (heading: string) => boolean,
): { readonly layout: Layout; readonly score: number } | undefined {
  const reader = createCsvReader(delimiter, newline);
  const records = [...reader.push(text), ...(text.length < 65_536 ? reader.end() : [])];
  const usable = records.filter((record) => record.problem === undefined && !isBlank(record));
  let best: { readonly record: CsvRecord; readonly score: number } | undefined;
  for (const record of usable.slice(0, deepestHeader)) {
    const known = record.cells.filter((cell) => cell.length < 80 && isHeading(cell)).length;
    const filled = record.cells.filter((cell) => cell.trim() !== '').length;
    // Known words count most; a line whose cells are nearly all filled beats a title in the first of many
    // cells.
    const score = known * 10 + Math.min(filled, 50) / 100;
    if (known > 0 && (best === undefined || score > best.score)) best = { record, score };
  }
  if (best === undefined) return undefined;
  const header = best.record;
  const width = header.cells.length;
  const below = usable.filter((record) => record.row > header.row);
  const even = below.filter((record) => record.cells.length === width).length;
  return {
    layout: {
      delimiter,
      newline,
      headerRow: header.row,
      headings: uniqueHeadings(header.cells),
      sample: below.map((record) => record.cells),
    },
    score: best.score + (below.length === 0 ? 0 : even / below.length) + (width > 1 ? 1 : 0),
  };
}

export function isBlank(record: CsvRecord): boolean {
  for (const cell of record.cells) if (cell !== '' && cell.trim() !== '') return false;
  return true;
}

// A heading goes into the report, which can hold neither zero characters nor halves of others.
function plainHeading(cell: string): string {
  return cell.replace(/[\s\p{Cc}\p{Surrogate}]+/gu, ' ').trim();
}

/** `Phone, Phone, ''` to `Phone, Phone (2), column 3`. */
export function uniqueHeadings(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell, i) => {
    const heading = beginningOf(plainHeading(cell), 120) || `column ${i + 1}`;
    const times = (seen.get(heading.toLowerCase()) ?? 0) + 1;
    seen.set(heading.toLowerCase(), times);
    return times === 1 ? heading : `${heading} (${times})`;
  });
}
