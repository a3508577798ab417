import type { LocalDate } from '../../kit/local-date.ts';
import { comparableEmail, comparablePhone } from '../../patients/match-actions.ts';
import type { MatchRecord } from '../../patients/model.ts';
import { isBlankCell } from '../csv/content.ts';
import { findDateOrder } from '../csv/date-order.ts';
import type { FieldName } from '../csv/fields.ts';
import { headingWords } from '../csv/heading-words.ts';
import { isBlank } from '../csv/layout.ts';
import { shapeOfTable, type TableShape } from '../csv/read-table.ts';
import { createCsvReader } from '../csv/reader.ts';
import { createRowReader } from '../csv/row-reader.ts';
import { createPlacesBook } from '../places-book.ts';
import { inspectBytes, readText } from '../text/encoding.ts';

export interface RecordsFile {
  readonly path: string;
  readonly encoding: string;
  readonly shape: TableShape;
  /** The heading of the column that names the records. */
  readonly idColumn: string;
}

/** Looks at a table. @returns undefined when no line looks like headings; `no id` when there is no such column */
export async function openRecords(
  path: string,
  idColumn: string | undefined,
): Promise<RecordsFile | 'no headings' | 'no id'> {
  const { encoding } = await inspectBytes(path);
  const about = { path, encoding, statuses: new Map<string, never>() };
  const first = await shapeOfTable(about);
  if (typeof first === 'string') return 'no headings';
  const wanted = (idColumn ?? first.layout.headings[0] ?? '').trim().toLowerCase();
  const named = first.layout.headings.find((heading) => heading.trim().toLowerCase() === wanted);
  if (named === undefined) return 'no id';
  const columns = new Map<string, FieldName | null>([[named, 'patient.id']]);
  const shape = await shapeOfTable({ ...about, columns });
  return typeof shape === 'string' ? 'no headings' : { path, encoding, shape, idColumn: named };
}

const noPlaces = { locations: [], services: [], clinicians: [] };
const middles = new Set(['middle name', 'middle initial', 'middle', 'middlename', 'mname', 'mi', 'middle i']);
const suffixes = new Set(['suffix', 'name suffix', 'namesuffix', 'generation', 'generational suffix']);

/**
 * The records of a table, read as an import reads them, with what only a comparison wants: middle names, `Jr`, the
 * parts of an address, and a birth date that no calendar has. Rows that say nothing of who they are about are passed over.
 */
export async function* readRecords(
  file: RecordsFile,
  options: { readonly country: string; readonly today: LocalDate },
): AsyncGenerator<readonly MatchRecord[]> {
  const { layout, mapping } = file.shape;
  const { order } = await findDateOrder({ ...file, country: options.country }, layout, mapping);
  const book = createPlacesBook({ known: noPlaces, practiceName: '', zone: 'UTC', language: 'en' })('csv');
  const readRow = createRowReader({
    file: 0,
    system: 'csv',
    headings: layout.headings,
    columns: mapping.columns.map((field) => (field?.startsWith('patient.') ? field : undefined)),
    order,
    today: options.today,
    statuses: new Map(),
    daysOnly: true,
    isVisits: false,
    makesNameless: false,
    book,
  });
  const columns = columnsOf(file.shape, file.idColumn);
  const reader = createCsvReader(layout.delimiter, layout.newline);
  const read = (cells: readonly string[], row: number): MatchRecord | undefined => {
    const named = cells.with(columns.id, idOf(cells, columns.id, row));
    const { patient } = readRow(named, row);
    if (patient === undefined) return undefined;
    const all = (field: readonly number[]): string | undefined => joined(cells, field);
    const phones = (patient.contacts ?? []).filter(({ kind }) => kind === 'mobile' || kind === 'phone');
    const emails = (patient.contacts ?? []).filter(({ kind }) => kind === 'email');
    return {
      id: named[columns.id] ?? '',
      identifiers: [],
      familyName: and(patient.familyName, all(columns.suffix)),
      givenName: and(patient.givenName, all(columns.middle)),
      fullName: patient.fullName,
      preferredName: patient.preferredName,
      birthDate: patient.birthDate ?? impossibleDate(all(columns.birth)),
      birthPrecision: patient.birthPrecision,
      sex: patient.sex,
      phones: phones.flatMap(({ received }) => comparablePhone(received, options.country) ?? []),
      emails: emails.map(({ received }) => comparableEmail(received)),
      street: all(columns.street),
      city: all(columns.city),
      postalCode: all(columns.postalCode),
    };
  };
  const take = (records: Iterable<{ readonly row: number; readonly cells: readonly string[] }>) =>
    [...records].flatMap(({ row, cells }) => {
      const record = row <= layout.headerRow ? undefined : read(cells, row);
      return record === undefined ? [] : [record];
    });
  const usable = (records: ReturnType<typeof reader.push>) =>
    [...records].filter((record) => record.problem === undefined && !isBlank(record));
  for await (const text of readText(file.path, file.encoding)) yield take(usable(reader.push(text)));
  yield take(usable(reader.end()));
}

function columnsOf({ layout, mapping }: TableShape, idColumn: string) {
  const of = (field: FieldName): readonly number[] =>
    mapping.columns.flatMap((one, i) => (one === field ? [i] : []));
  const named = (headings: ReadonlySet<string>): readonly number[] =>
    layout.headings.flatMap((heading, i) =>
      mapping.columns[i] === undefined && headings.has(headingWords(heading).join(' ')) ? [i] : [],
    );
  return {
    id: layout.headings.indexOf(idColumn),
    middle: named(middles),
    suffix: named(suffixes),
    birth: of('patient.birth_date'),
    street: of('patient.street'),
    city: of('patient.city'),
    postalCode: of('patient.postal_code'),
  };
}

function idOf(cells: readonly string[], column: number, row: number): string {
  const cell = cells[column]?.trim() ?? '';
  return cell === '' || isBlankCell(cell) ? `row ${row}` : cell;
}

function joined(cells: readonly string[], columns: readonly number[]): string | undefined {
  const filled = columns.map((i) => cells[i]?.trim() ?? '').filter((cell) => !isBlankCell(cell));
  return filled.length === 0 ? undefined : filled.join(', ');
}

function and(name: string | undefined, more: string | undefined): string | undefined {
  return name !== undefined && more !== undefined ? `${name} ${more}` : name;
}

// 1972-95-18 is one slip away from 1972-05-18: a comparison sees that, a calendar does not.
function impossibleDate(text: string | undefined): string | undefined {
  const digits = text?.replace(/[-/.]/g, '') ?? '';
  if (!/^(18|19|20)\d{6}$/.test(digits)) return undefined;
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}
