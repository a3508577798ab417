import { beginningOf } from '../../kit/beginning.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { UnreadContact } from '../../patients/model.ts';
import type { VisitRow } from '../../visits/model.ts';
import { told } from '../../words/told.ts';
import type { FileReading, Gatherer } from '../gatherer.ts';
import type { ReadableFile } from '../packed/unpack.ts';
import type { PlacesBook } from '../places-book.ts';
import type { CellProblem } from '../refused-row.ts';
import { fingerprintOf, type RememberedMapping } from '../remembered-mapping.ts';
import { hashText, type SeenKeys } from '../seen.ts';
import { readText } from '../text/encoding.ts';
import { findDateOrder } from './date-order.ts';
import { readDate } from './dates.ts';
import type { FieldName } from './fields.ts';
import { isKnownHeading, leftOut } from './headings.ts';
import { delimiters, findLayout, isBlank, type Layout } from './layout.ts';
import { type Mapping, mapColumns } from './mapping.ts';
import { type CsvProblem, type CsvRecord, createCsvReader, csvLimits } from './reader.ts';
import { createRowReader } from './row-reader.ts';

/** What is known before a table is read. */
export interface TableJob {
  readonly path: string;
  readonly position: number;
  readonly encoding: string;
  readonly sheet?: ReadableFile['sheet'];
  readonly system: string;
  readonly country: string;
  readonly today: LocalDate;
  readonly columns?: ReadonlyMap<string, FieldName | null>;
  readonly statuses: ReadonlyMap<string, VisitRow['status']>;
  readonly dates?: 'day first' | 'month first' | undefined;
  /** How a file of these headings was read before. */
  readonly remembered?: RememberedMapping | undefined;
  /** A date that could be read two ways refuses the file. */
  readonly strict: boolean;
  readonly makesNameless: boolean;
  readonly book: PlacesBook;
  readonly patients: SeenKeys;
}

const sampleLength = 262_144;
const notesAColumn = 1000;
// A surrogate without its partner; in a `u` expression whole pairs do not match.
const halfCharacter = /\p{Surrogate}/u;

const problems: Readonly<Record<CsvProblem, string>> = {
  too_long: told.cells.lineLong,
  too_many_columns: told.cells.lineWide,
  quote_never_ends: told.cells.quote,
};

/**
 * What the mapping found in the first part of a table; read once for the kind of the file, once for the rows.
 */
export interface TableShape {
  readonly layout: Layout;
  readonly mapping: Mapping;
}

/** Looks at the beginning of a file. @returns in words why it is no table, when no line looks like headings */
export async function shapeOfTable(
  job: Pick<TableJob, 'path' | 'encoding' | 'columns' | 'statuses'> & {
    readonly remembered?: readonly RememberedMapping[];
  },
): Promise<(TableShape & { readonly remembered?: RememberedMapping | undefined }) | string> {
  const memory = job.remembered ?? [];
  if (memory.length > 0) {
    // Headings that were named by hand once are headings.
    const columns = new Map(
      memory.flatMap((one) => [...one.columns.keys()].map((name) => [name, null] as const)),
    );
    const first = await look({ ...job, columns });
    const fingerprint = fingerprintOf(typeof first === 'string' ? [] : first.layout.headings);
    const remembered = memory.find((one) => one.fingerprint === fingerprint);
    if (remembered !== undefined) {
      const shape = await look({ ...job, columns: remembered.columns, statuses: remembered.statuses });
      return typeof shape === 'string' ? shape : { ...shape, remembered };
    }
  }
  return look(job);
}

async function look(
  job: Pick<TableJob, 'path' | 'encoding' | 'columns' | 'statuses'>,
): Promise<TableShape | string> {
  let sample = '';
  for await (const text of readText(job.path, job.encoding)) {
    sample += text;
    if (sample.length >= sampleLength) break;
  }
  const byHand = new Set([...(job.columns?.keys() ?? [])].map((name) => name.trim().toLowerCase()));
  const layout = findLayout(
    sample,
    (heading) => byHand.has(heading.trim().toLowerCase()) || isKnownHeading(heading),
  );
  if (layout === undefined) return whyNoTable(sample);
  const statusWords = new Set(job.statuses.keys());
  const mapping = mapColumns(layout.headings, layout.sample, {
    statusWords,
    ...(job.columns === undefined ? {} : { columns: job.columns }),
  });
  return { layout, mapping };
}

export const noHeadings = told.files.noHeadings;

function whyNoTable(sample: string): string {
  const line = /^[^\r\n]*/.exec(sample)?.[0] ?? '';
  const widest = Math.max(...delimiters.map((delimiter) => line.split(delimiter).length));
  return widest > csvLimits.columns ? told.files.wideHeadings : noHeadings;
}

/**
 * Reads a table row by row. Yields after each piece of the file, so that what was gathered can be passed on.
 */
export async function* readTable(
  job: TableJob,
  shape: TableShape,
  gatherer: Gatherer,
): AsyncGenerator<void, FileReading> {
  const { layout, mapping } = shape;
  const order = await findDateOrder(job, layout, mapping);
  const summary = describeMapping(job, layout, mapping, order.words);
  const reading = { rows: 0, refused: 0, repeated: 0 };
  const missing = whatIsMissing(mapping, order.undecided && job.strict);
  if (missing !== undefined) {
    gatherer.refuse({ ...fileProblem(job, missing), original: layout.headings });
    return {
      ...reading,
      position: job.position,
      kind: mapping.kind,
      addedPlaces: 0,
      refused: 1,
      rows: 1,
      mapping: summary,
    };
  }
  const keepRow = createRowKeeper(job, layout, mapping, order.order, gatherer, reading);
  const reader = createCsvReader(layout.delimiter, layout.newline);
  // Only a file that holds such characters pays for looking at each row.
  let suspicious = false;
  for await (const text of readText(job.path, job.encoding)) {
    suspicious ||= text.includes('\0') || halfCharacter.test(text);
    for (const record of reader.push(text)) keepRow(record, suspicious);
    yield;
  }
  for (const record of reader.end()) keepRow(record, suspicious);
  const columns = new Map(
    layout.headings.map((heading, i) => [heading, mapping.columns[i] ?? null] as const),
  );
  const toRemember = {
    fingerprint: fingerprintOf(layout.headings),
    columns,
    statuses: job.statuses,
    system: job.system,
    dates: order.undecided || !order.ambiguous ? job.remembered?.dates : orderWords[order.order],
  };
  return {
    ...reading,
    position: job.position,
    kind: mapping.kind,
    addedPlaces: 0,
    mapping: summary,
    toRemember: reading.rows > reading.refused ? toRemember : undefined,
  };
}

const orderWords = { day_first: 'day first', month_first: 'month first' } as const;

function createRowKeeper(
  job: TableJob,
  layout: Layout,
  mapping: Mapping,
  order: 'day_first' | 'month_first',
  gatherer: Gatherer,
  reading: { rows: number; refused: number; repeated: number },
): (record: CsvRecord, suspicious: boolean) => void {
  const isVisits = mapping.kind !== 'patients';
  const readRow = createRowReader({
    file: job.position,
    system: job.system,
    headings: layout.headings,
    columns: mapping.columns,
    order,
    today: job.today,
    statuses: job.statuses,
    daysOnly: hasDaysOnly(layout, mapping, order),
    isVisits,
    makesNameless: job.makesNameless,
    book: job.book,
  });
  const patientColumns = mapping.columns.flatMap((field, i) =>
    field?.startsWith('patient.') && field !== 'patient.age' ? [i] : [],
  );
  const hidden = layout.headings.map((heading) => leftOut(heading) !== undefined);
  const noted = new Map<string, number>();

  function refuse(problem: CellProblem, record: CsvRecord, kept: boolean): void {
    if (kept) {
      const times = (noted.get(problem.column) ?? 0) + 1;
      noted.set(problem.column, times);
      if (times > notesAColumn) return;
    }
    const original = record.cells.map((cell, i) => (hidden[i] && cell !== '' ? '(left out)' : cell));
    gatherer.refuse({ ...problem, file: job.position, row: record.row, kept, original });
  }

  return (record, suspicious) => {
    if (record.row <= layout.headerRow || (record.problem === undefined && isBlank(record))) return;
    reading.rows += 1;
    const unusable = unusableRow(record, suspicious);
    if (unusable !== undefined) {
      reading.refused += 1;
      refuse(
        { column: '', value: '', code: 'unreadable_row', reason: unusable },
        { ...record, cells: [] },
        false,
      );
      return;
    }
    const { patient, visit, refused, notes } = readRow(record.cells, record.row);
    if (refused !== undefined) {
      reading.refused += 1;
      refuse(refused, record, false);
      return;
    }
    for (const note of notes) refuse(note, record, true);
    if (patient !== undefined) {
      let content = '';
      for (const i of patientColumns) content += `${record.cells[i] ?? ''}\u0001`;
      const [{ system, value }] = patient.identifiers;
      const seen = job.patients.see(`${system}\u0001${value}`, hashText(content, 3));
      if (seen === 'same') reading.repeated += isVisits ? 0 : 1;
      else
        for (const unread of gatherer.patient(patient))
          refuse(contactProblem(unread, record, layout), record, true);
    }
    if (visit !== undefined) gatherer.visit(visit);
  };
}

// The column that the unreadable contact came from; several of a kind may stand in one row.
function contactProblem(unread: UnreadContact, record: CsvRecord, layout: Layout): CellProblem {
  const column = record.cells.findIndex((cell) => cell.trim().startsWith(unread.received));
  const value = beginningOf(unread.received, 200);
  return {
    column: layout.headings[column] ?? unread.kind,
    value,
    code: 'bad_contact',
    reason: unread.reason,
  };
}

function unusableRow(record: CsvRecord, suspicious: boolean): string | undefined {
  if (record.problem !== undefined) return problems[record.problem];
  if (!suspicious) return undefined;
  for (const cell of record.cells) {
    if (cell.includes('\0')) return told.cells.zero;
    if (halfCharacter.test(cell)) return told.cells.half;
  }
  return undefined;
}

// A file whose days are all midnight has no times of day: shifting them through a zone would move them to
// another day.
function hasDaysOnly(layout: Layout, mapping: Mapping, order: 'day_first' | 'month_first'): boolean {
  const column = mapping.columns.indexOf('visit.starts_at');
  for (const row of layout.sample) {
    const cell = row[column]?.trim();
    if (cell === undefined || cell === '') continue;
    if ((readDate(cell, order, 2100)?.seconds ?? 0) !== 0) return false;
  }
  return true;
}

export function whatIsMissing(mapping: Mapping, undecidedDates: boolean): string | undefined {
  const has = (field: FieldName): boolean => mapping.columns.includes(field);
  const named =
    has('patient.id') || has('patient.full_name') || has('patient.family_name') || has('patient.given_name');
  if (!named) return told.files.nobody;
  if (undecidedDates) return told.files.twoWays;
  return undefined;
}

function fileProblem(job: TableJob, reason: string) {
  const code = 'unreadable_file' as const;
  return { file: job.position, row: 0, column: '', value: '', code, reason, kept: false };
}

function describeMapping(
  job: TableJob,
  layout: Layout,
  mapping: Mapping,
  dates: string,
): Readonly<Record<string, unknown>> {
  const columns: Record<string, string> = {};
  for (const [i, heading] of layout.headings.entries()) {
    const field = mapping.columns[i];
    if (field !== undefined) columns[heading] = field;
  }
  return {
    columns,
    leftOut: { clinical: mapping.clinical, secret: mapping.secret, unknown: mapping.unknown },
    dates,
    system: job.system,
    encoding: job.encoding,
    delimiter: layout.delimiter === '\t' ? 'tab' : layout.delimiter,
    headerRow: layout.headerRow,
    ...(job.remembered === undefined ? {} : { remembered: true, since: job.remembered.since }),
    ...(job.sheet === undefined ? {} : { sheet: job.sheet.name, sheetsLeft: job.sheet.left }),
  };
}
