import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../shared/data/retention/', import.meta.url));

/** Rows of a published data set, as text cells by heading; undefined when the clone has no data folder beside it. */
export function readRetentionData(file: string): readonly Readonly<Record<string, string>>[] | undefined {
  if (!existsSync(folder + file)) {
    console.info(`left out: ${file} (no shared data folder beside the project)`);
    return undefined;
  }
  const [heading = '', ...lines] = readFileSync(folder + file, 'utf8')
    .replaceAll('"', '')
    .trim()
    .split(/\r?\n/);
  const names = heading.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i] ?? '', cell])));
}

/** Columns of a customer summary, as `countHistories` takes them. */
export function readSummaryColumns(file: string) {
  const rows = readRetentionData(file);
  if (rows === undefined) return undefined;
  const column = (name: string) => rows.map((row) => Number(row[name]));
  return { x: column('x'), tx: column('t.x'), t: column('T.cal'), litt: column('litt'), rows };
}
