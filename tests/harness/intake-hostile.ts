import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadJob } from '../../src/intake/job.ts';
import { readMappingByHand } from '../../src/intake/mapping-by-hand.ts';
import { readFiles } from '../../src/intake/read-files.ts';
import { safeCell } from '../../src/intake/refusals-file.ts';
import { localDate } from '../../src/kit/local-date.ts';
import { speak } from '../../src/words/told.ts';

// What may be asked of any bytes whatever, by the small test of every run and by the long proof alike.

/** A file to read; its ending tells how. */
export interface HostileFile {
  readonly ending: 'csv' | 'json' | 'ndjson';
  readonly bytes: Buffer;
}

/** What came of all files so far. */
export interface IntakeTally {
  files: number;
  patients: number;
  visits: number;
  refused: number;
  unreadable: number;
  /** Tabs in a line of each staging table: every line of it must have as many. */
  readonly tabs: Map<string, number>;
}

export function emptyTally(): IntakeTally {
  return { files: 0, patients: 0, visits: 0, refused: 0, unreadable: 0, tabs: new Map() };
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(`this does not hold: ${what}`);
}

function jobOf(paths: readonly string[]): ReadJob {
  const mapping = readMappingByHand(undefined);
  if (!mapping.ok) throw new Error(mapping.refusal.detail);
  return {
    paths,
    readable: paths.map((readPath) => ({ readPath })),
    country: 'US',
    currency: 'USD',
    zone: 'America/Chicago',
    language: 'en',
    practiceName: 'Lakeside',
    known: { locations: [], services: [], clinicians: [] },
    namedSystems: [],
    renames: [],
    today: localDate('2026-03-05'),
    strict: false,
    remembered: [],
    onlyRemembered: false,
    mapping: mapping.value,
  };
}

/** Reads files as one import, from the disk, and checks whatever comes of it. @throws when something does not hold */
export async function readHostileFiles(files: readonly HostileFile[], tally: IntakeTally): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keepwell-hostile-'));
  try {
    const paths = files.map(({ ending, bytes }, i) => {
      const path = join(folder, `${i}.${ending}`);
      writeFileSync(path, bytes);
      return path;
    });
    await readAll(jobOf(paths), tally);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readAll(job: ReadJob, tally: IntakeTally): Promise<void> {
  const reading = readFiles(job);
  for (;;) {
    const step = await reading.next();
    if (step.done === true) {
      demand(step.value.files.length === job.paths.length, 'every file is reported');
      for (const { rows, refused, repeated } of step.value.files)
        demand(rows >= refused + repeated && refused >= 0, 'no more is refused than was read');
      tally.files += job.paths.length;
      demand(isStorable(JSON.stringify(step.value)), 'the report can be kept');
      return;
    }
    const { patients, visits, refused } = step.value;
    for (const [table, text] of Object.entries({ ...patients, ...visits }))
      if (typeof text === 'string') checkLines(table, text, tally);
    tally.patients += patients.rows;
    tally.visits += visits.rows;
    for (const row of refused) {
      demand(
        /^[\p{Ll}"]/u.test(speak(row.reason, 'en')) && !speak(row.reason, 'en').endsWith('.'),
        `a refusal has words: ${row.reason}`,
      );
      demand(row.value.length <= 500, 'a refusal shows a value and no more');
      for (const cell of [row.column, row.value, ...row.original])
        demand(!/^[=+\-@\t\r]/.test(safeCell(cell).replace(/^"/, '')), 'no cell is a formula');
      tally.refused += 1;
      if (row.code === 'unreadable_row' || row.code === 'unreadable_file') tally.unreadable += 1;
    }
  }
}

function checkLines(table: string, text: string, tally: IntakeTally): void {
  if (text === '') return;
  demand(isStorable(text), `what goes to ${table} is text`);
  demand(text.endsWith('\n') && !text.includes('\r'), `lines of ${table} are whole`);
  for (const line of text.slice(0, -1).split('\n')) {
    const tabs = line.split('\t').length - 1;
    const usual = tally.tabs.get(table) ?? tabs;
    tally.tabs.set(table, usual);
    demand(tabs === usual, `every line of ${table} has as many cells`);
  }
}

// PostgreSQL refuses the zero character in any text; half a character would become another one on its way.
function isStorable(text: string): boolean {
  return !text.includes('\0') && !text.includes('\\u0000') && !/\p{Surrogate}/u.test(text);
}
