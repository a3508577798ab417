import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { clientOf, type Db } from './database.ts';

/** One cell of a COPY row: null, or text as PostgreSQL reads it. */
export type CopyCell = string | number | boolean | null | undefined;

const needsEscape = /[\\\n\r\t]/;

function escapeCell(cell: CopyCell): string {
  if (cell === null || cell === undefined) return '\\N';
  const text = String(cell);
  if (!needsEscape.test(text)) return text;
  return text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t');
}

/** One line of COPY text format, newline included. */
export function copyLine(cells: readonly CopyCell[]): string {
  // Joined once: a line grown cell by cell is a rope that the encoder has to flatten, a third of the time of a read.
  return `${cells.map(escapeCell).join('\t')}\n`;
}

// 64 KiB a chunk: smaller ones cost a system call each, larger ones gained nothing measurable.
const chunkBytes = 65_536;

async function* chunks(lines: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Buffer> {
  let gathered = '';
  for await (const line of lines) {
    gathered += line;
    if (gathered.length >= chunkBytes) {
      yield Buffer.from(gathered);
      gathered = '';
    }
  }
  if (gathered !== '') yield Buffer.from(gathered);
}

/**
 * COPY into a table, inside the handle's transaction. Refused by PostgreSQL for tables with row-level security:
 * copy into a temporary table and let the owner insert from there.
 * @param target `table (column, ...)`, a literal of ours, never input
 * @param lines made by `copyLine`
 */
export async function copyInto(
  db: Db,
  target: string,
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const stream = clientOf(db).query(copyFrom(`copy ${target} from stdin`));
  await pipeline(Readable.from(chunks(lines), { objectMode: false }), stream);
}

/** COPY out of a query, as a stream of text-format bytes. @param query a literal of ours; no parameters in COPY */
export function copyOut(db: Db, query: string): NodeJS.ReadableStream {
  return clientOf(db).query(copyTo(`copy (${query}) to stdout`));
}

/**
 * COPY out, given up safely: whoever stops reading early would leave the connection in the middle of the stream, where
 * not even a rollback gets through, so the connection is ended then and its transaction with it.
 * @param statement a whole `copy ... to stdout`, of names that were escaped
 */
export async function* copyOutWhole(db: Db, statement: string): AsyncGenerator<Buffer> {
  const client = clientOf(db);
  const stream = client.query(copyTo(statement));
  let whole = false;
  try {
    for await (const bytes of stream) yield bytes as Buffer;
    whole = true;
  } finally {
    if (!whole) await (client as unknown as pg.Client).end();
  }
}
