/**
 * One record of a table. `row` counts as a spreadsheet does: the first record of the file is 1, blank ones
 * count.
 */
export interface CsvRecord {
  readonly row: number;
  readonly cells: readonly string[];
  /** Set when the record cannot be used; `cells` is then what there is, cut short. */
  readonly problem?: CsvProblem;
}

export type CsvProblem = 'too_long' | 'too_many_columns' | 'quote_never_ends';

export interface CsvReader {
  /** The records that this text completes. */
  push(text: string): CsvRecord[];
  /** The last record, if the file does not end with a line end. */
  end(): CsvRecord[];
}

export interface CsvLimits {
  /** Characters in a record. */
  readonly recordLength: number;
  readonly columns: number;
}

export const csvLimits: CsvLimits = { recordLength: 1_000_000, columns: 1000 };

const excerpt = 200;

/**
 * Reads RFC 4180, and forgives what programs write: a quote inside an unquoted cell is a character, text after
 * a closing quote belongs to the cell. Cuts along line ends first and looks at quotes only where there are any:
 * 440,000 rows/s on fourteen columns, where csv-parse reads 93,000 (see docs/decisions/0005).
 */
export function createCsvReader(delimiter: string, newline = '\n', limits: CsvLimits = csvLimits): CsvReader {
  let buffer = '';
  let row = 0;
  // After a record over the limit: everything up to the next line end is its rest.
  let skipping = false;

  function record(cells: string[]): CsvRecord {
    row += 1;
    if (cells.length > limits.columns) {
      return { row, cells: cells.slice(0, 10), problem: 'too_many_columns' };
    }
    return { row, cells };
  }

  function broken(start: number, problem: CsvProblem): CsvRecord {
    row += 1;
    return { row, cells: [buffer.slice(start, start + excerpt)], problem };
  }

  function plain(start: number, end: number): CsvRecord {
    const stop = newline === '\n' && buffer.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end;
    return record(buffer.slice(start, stop).split(delimiter));
  }

  function read(final: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let start = 0;
    let quote = buffer.indexOf('"');
    while (start < buffer.length) {
      let end = buffer.indexOf(newline, start);
      if (end < 0) {
        if (!final) break;
        end = buffer.length;
      }
      if (skipping) {
        skipping = false;
        start = end + 1;
        continue;
      }
      if (quote >= 0 && quote < start) quote = buffer.indexOf('"', start);
      if (quote < 0 || quote >= end) {
        records.push(end - start > limits.recordLength ? broken(start, 'too_long') : plain(start, end));
        start = end + 1;
        continue;
      }
      const cells: string[] = [];
      const after = quotedRecord(buffer, start, delimiter, newline, final, cells);
      if (after < 0 && buffer.length - start <= limits.recordLength) {
        if (!final) break;
        // Only this line is lost: the rest of the file is read as if the quote were not there.
        records.push(broken(start, 'quote_never_ends'));
        start = end + 1;
        continue;
      }
      if (after < 0 || after - start > limits.recordLength + 2) {
        records.push(broken(start, after < 0 ? 'quote_never_ends' : 'too_long'));
        start = after < 0 ? end + 1 : after;
        continue;
      }
      records.push(record(cells));
      start = after;
    }
    buffer = buffer.slice(start);
    if (!final && buffer.length > limits.recordLength && buffer.indexOf(newline) < 0) {
      if (!skipping) records.push(broken(0, 'too_long'));
      skipping = true;
      buffer = '';
    }
    return records;
  }

  return {
    push: (text) => {
      buffer += text;
      return read(false);
    },
    end: () => {
      const records = read(true);
      buffer = '';
      return records;
    },
  };
}

/**
 * Reads one record that has quotes in it into `cells`.
 * @returns where the next record begins, or -1 when the text ends within a quoted cell or before its line end
 */
function quotedRecord(
  text: string,
  start: number,
  delimiter: string,
  newline: string,
  final: boolean,
  cells: string[],
): number {
  let at = start;
  for (;;) {
    let cell = '';
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        const close = text.indexOf('"', at);
        if (close < 0) return -1;
        cell += text.slice(at, close);
        at = close + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at += 1;
      }
      // The quote was the last character we have: it may be the first of a pair.
      if (at >= text.length && !final) return -1;
    }
    let end = at;
    while (end < text.length && text[end] !== delimiter && text[end] !== newline) end += 1;
    if (end >= text.length && !final) return -1;
    const lineEnds = text[end] !== delimiter;
    const stop = lineEnds && newline === '\n' && text[end - 1] === '\r' && end > at ? end - 1 : end;
    cells.push(cell + text.slice(at, stop));
    if (lineEnds) return end + 1;
    at = end + 1;
  }
}
