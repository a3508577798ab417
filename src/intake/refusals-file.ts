import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { speak } from '../words/told.ts';
import type { RefusedRow } from './refused-row.ts';

/** A CSV of what was not taken, for the person who has the files. */
export interface RefusalsFile {
  write(rows: readonly RefusedRow[], nameOf: (file: number) => string): Promise<void>;
  /** No more is written. @returns where it will be; null when nothing was refused and no file was made */
  close(): Promise<string | null>;
  /** Gives it its place: what it tells of has been written. */
  keep(): Promise<void>;
  /** Takes it away, unless it was kept. */
  drop(): Promise<void>;
}

const headings = ['file', 'row', 'column', 'value', 'reason', 'row taken', 'code', 'original'];
// Spreadsheets run what begins so as a formula, also in full-width letters.
const formula = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** A cell that no spreadsheet takes for a formula, quoted where it has to be. */
export function safeCell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\n\r;']/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/**
 * Opens nothing until the first row is refused.
 * @param unfinished where it lies until it is kept
 * @param path where it is for the person
 */
export function createRefusalsFile(unfinished: string, path: string): RefusalsFile {
  let handle: FileHandle | undefined;
  let made = false;

  async function opened(): Promise<FileHandle> {
    if (handle !== undefined) return handle;
    await mkdir(dirname(unfinished), { recursive: true, mode: 0o700 });
    handle = await open(unfinished, 'wx', 0o600);
    made = true;
    await handle.write(`\uFEFF${headings.join(',')}\r\n`);
    return handle;
  }

  async function close(): Promise<string | null> {
    await handle?.close();
    handle = undefined;
    return made ? path : null;
  }

  return {
    write: async (rows, nameOf) => {
      if (rows.length === 0) return;
      const target = await opened();
      let text = '';
      for (const row of rows) {
        const place = row.row === 0 ? '' : String(row.row);
        const taken = row.kept ? 'yes, without this cell' : 'no';
        const cells = [
          nameOf(row.file),
          place,
          row.column,
          row.value,
          speak(row.reason, 'en'),
          taken,
          row.code,
        ];
        text += `${[...cells, ...row.original].map(safeCell).join(',')}\r\n`;
      }
      await target.write(text);
    },
    close,
    keep: async () => {
      if ((await close()) === null) return;
      await rename(unfinished, path);
      made = false;
    },
    drop: async () => {
      if ((await close()) !== null) await rm(unfinished, { force: true });
    },
  };
}
