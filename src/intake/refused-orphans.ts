import type { OrphanedVisit } from '../visits/model.ts';
import { told } from '../words/told.ts';
import { leftOut } from './csv/headings.ts';
import { createCsvReader } from './csv/reader.ts';
import type { FileReading } from './gatherer.ts';
import type { RefusedRow } from './refused-row.ts';
import { readText } from './text/encoding.ts';

const reason = told.cells.orphan;
// A file of another practice has only such rows; the first of them show it.
const mostOriginals = 10_000;

/**
 * Visits of nobody, as refusals. That a patient is unknown shows only when everything has been read, so the
 * rows of tables are looked up in their files once more.
 */
export async function refusedOrphans(
  paths: readonly string[],
  files: readonly FileReading[],
  orphans: readonly OrphanedVisit[],
): Promise<readonly RefusedRow[]> {
  const originals = new Map<string, readonly string[]>();
  for (const [position, file] of files.entries()) {
    const rows = orphans.filter((orphan) => orphan.file === position).slice(0, mostOriginals);
    if (rows.length === 0 || !file.kind.includes('visits')) continue;
    const wanted = new Set(rows.map((orphan) => orphan.row));
    await readOriginals(paths[position] ?? '', position, file.mapping, wanted, originals);
  }
  return orphans.map(({ file, row, patientValue }) => ({
    file,
    row,
    column: columnOfId(files[file]?.mapping),
    value: patientValue,
    code: 'unknown_patient' as const,
    reason,
    kept: false,
    original: originals.get(`${file} ${row}`) ?? [],
  }));
}

function columnOfId(mapping: FileReading['mapping'] | undefined): string {
  const columns = (mapping?.columns ?? {}) as Readonly<Record<string, string>>;
  return Object.entries(columns).find(([, field]) => field === 'patient.id')?.[0] ?? 'patient';
}

async function readOriginals(
  path: string,
  position: number,
  mapping: FileReading['mapping'],
  wanted: Set<number>,
  originals: Map<string, readonly string[]>,
): Promise<void> {
  const delimiter = mapping.delimiter === 'tab' ? '\t' : String(mapping.delimiter);
  const reader = createCsvReader(delimiter);
  let hidden: readonly boolean[] = [];
  const keep = (records: ReturnType<typeof reader.push>): void => {
    for (const { row, cells } of records) {
      if (row === mapping.headerRow) hidden = cells.map((heading) => leftOut(heading) !== undefined);
      if (!wanted.delete(row)) continue;
      originals.set(
        `${position} ${row}`,
        cells.map((cell, i) => (hidden[i] === true && cell !== '' ? '(left out)' : cell)),
      );
    }
  };
  for await (const text of readText(path, String(mapping.encoding))) {
    keep(reader.push(text));
    if (wanted.size === 0) return;
  }
  keep(reader.end());
}
