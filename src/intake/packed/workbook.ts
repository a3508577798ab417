import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import readWorkbook from 'read-excel-file/node';
import yauzl from 'yauzl';

// A workbook is held in memory while it is opened, about seven times its XML: 50 MB of it (100,000 rows of ten
// columns) took 340 MB. What is larger is better saved as CSV, which is read in pieces.
const mostBytes = 64 * 1024 * 1024;
const mostEntries = 5000;

export type WorkbookProblem = 'too_large' | 'no_workbook' | 'damaged' | 'locked';

/**
 * Adds up what a zip archive really holds, entry by entry, before anybody opens it: a bomb of a few kilobytes says
 * whatever it likes about its size.
 */
export async function inspectArchive(path: string): Promise<WorkbookProblem | undefined> {
  let total = 0;
  let entries = 0;
  let isWorkbook = false;
  try {
    const archive = await yauzl.openPromise(path, { autoClose: true });
    for await (const entry of archive.eachEntry()) {
      entries += 1;
      if (entry.isEncrypted()) return 'locked';
      if (entry.fileName === 'xl/workbook.xml') isWorkbook = true;
      if (entries > mostEntries || entry.uncompressedSize > mostBytes) return 'too_large';
      const stream = await archive.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        total += chunk.length;
        if (total > mostBytes) {
          stream.destroy();
          return 'too_large';
        }
      }
    }
  } catch {
    return 'damaged';
  }
  return isWorkbook ? undefined : 'no_workbook';
}

/**
 * Writes the fullest sheet of a workbook as CSV, row by row as the spreadsheet counts them.
 * @returns the sheet's name, and the names of those that were left
 */
export async function writeSheet(
  path: string,
  target: string,
): Promise<{ readonly sheet: string; readonly others: readonly string[] } | WorkbookProblem> {
  let sheets: Awaited<ReturnType<typeof readWorkbook>>;
  try {
    sheets = await readWorkbook(path);
  } catch {
    return 'damaged';
  }
  const [fullest] = [...sheets].sort((a, b) => b.data.length - a.data.length);
  if (fullest === undefined) return 'damaged';
  const out = createWriteStream(target, { mode: 0o600, flags: 'wx' });
  for (const row of fullest.data) {
    const line = `${row.map((cell) => csvCell(cellText(cell))).join(',')}\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
  const others = sheets.filter((sheet) => sheet !== fullest && sheet.data.length > 0);
  return { sheet: fullest.sheet, others: others.map((sheet) => sheet.sheet) };
}

// Line ends inside a cell become spaces, so that a row stays a line. The bar of quotes keeps commas.
function csvCell(text: string): string {
  const flat = text.replace(/[\r\n]+/g, ' ');
  return /[",]/.test(flat) ? `"${flat.replace(/"/g, '""')}"` : flat;
}

// Spreadsheets keep fifteen digits of a number; of a longer one the rest is lost, and the reader of tables refuses
// what is written so.
const safeDigits = 1e15;

/** A cell as a person would have typed it into a CSV. */
export function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return dateText(cell);
  if (typeof cell === 'number') return Math.abs(cell) < safeDigits ? String(cell) : cell.toExponential();
  return typeof cell === 'boolean' ? (cell ? 'TRUE' : 'FALSE') : String(cell);
}

function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  // The serial number is a fraction of a day: rounding to the second takes away what binary fractions add.
  const text = new Date(Math.round(date.getTime() / 1000) * 1000).toISOString();
  const [day = '', time = ''] = text.slice(0, 19).split('T');
  // A cell of time only counts from the day on which spreadsheets begin.
  if (day <= '1900-01-01') return time;
  return time === '00:00:00' ? day : `${day} ${time}`;
}
