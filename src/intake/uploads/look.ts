import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js';
import { contentFit, isBlankCell } from '../csv/content.ts';
import { dependsOnOrder, orderEvidence, orderOfCountry, readDate } from '../csv/dates.ts';
import { type FieldName, fieldOf } from '../csv/fields.ts';
import { headingCandidates, leftOut } from '../csv/headings.ts';
import { isBlank } from '../csv/layout.ts';
import { shapeOfTable, type TableShape, whatIsMissing } from '../csv/read-table.ts';
import { createCsvReader } from '../csv/reader.ts';
import { squeezeWord, visitStatuses } from '../csv/statuses.ts';
import { shapeOfFile } from '../find-files.ts';
import type { MappingByHand } from '../mapping-by-hand.ts';
import type { ReadableFile } from '../packed/unpack.ts';
import type { RememberedMapping } from '../remembered-mapping.ts';
import { inspectBytes, readText } from '../text/encoding.ts';
import type { Look, LookedColumn, LookedDates, LookedFile } from './shapes.ts';

/** Plain data: it crosses to another thread. */
export interface LookJob {
  readonly readable: readonly ReadableFile[];
  readonly names: readonly string[];
  readonly country: string;
  readonly mapping: MappingByHand;
  /** How files were read before; none where the person has chosen. */
  readonly remembered: readonly RememberedMapping[];
}

// What a person can take in at a glance, and what the mapping weighs.
const exampleRows = 50;
const examplesAColumn = 3;
const exampleLength = 60;
const sampleRows = 500;
const mostWords = 200;

/** What the whole of a table told. */
interface Seen {
  rows: number;
  dayFirst: number;
  monthFirst: number;
  example: LookedDates['example'];
  readonly words: Map<string, { readonly word: string; count: number }>;
  /** Telephones without a country, by column. */
  readonly local: Map<number, number>;
}

interface Opened {
  readonly file: LookedFile;
  readonly path: string;
  readonly encoding: string;
  readonly table: TableShape | undefined;
  readonly seen: Seen;
}

/**
 * Looks at files before they are imported: first at their first page, which takes a moment whatever their size; then
 * once more when all of them was seen, with rows, dates and status words counted.
 */
export async function* lookAtFiles(job: LookJob): AsyncGenerator<Look> {
  const opened: Opened[] = [];
  for (const [position, readable] of job.readable.entries()) opened.push(await open(job, position, readable));
  yield { files: opened.map((one) => described(job, one, false)), whole: false };
  for (const one of opened) if (one.table !== undefined) await seeAll(one, one.table);
  yield { files: opened.map((one) => described(job, one, true)), whole: true };
}

function nothingSeen(): Seen {
  return { rows: 0, dayFirst: 0, monthFirst: 0, example: null, words: new Map(), local: new Map() };
}

async function open(job: LookJob, position: number, readable: ReadableFile): Promise<Opened> {
  const { readPath: path, problem, sheet } = readable;
  const { encoding } = await inspectBytes(path);
  const shape = problem === undefined ? await shapeOfFile(path, encoding) : 'table';
  const { columns, statuses } = job.mapping;
  const found =
    shape === 'table' && problem === undefined
      ? await shapeOfTable({ path, encoding, columns, statuses, remembered: job.remembered })
      : undefined;
  const table = typeof found === 'string' ? undefined : found;
  const others = { messages: 'hl7', lines: 'fhir', document: 'fhir', table: 'not read' } as const;
  const missing =
    typeof found === 'string' ? found : table === undefined ? undefined : whatIsMissing(table.mapping, false);
  const file: LookedFile = {
    name: job.names[position] ?? '',
    kind: table?.mapping.kind ?? others[shape],
    problem: problem ?? missing ?? null,
    rows: null,
    encoding,
    delimiter: table?.layout.delimiter === '\t' ? 'tab' : (table?.layout.delimiter ?? ''),
    headerRow: table?.layout.headerRow ?? 0,
    sheet: sheet === undefined ? null : { name: sheet.name, left: [...sheet.left] },
    columns: table === undefined ? [] : describeColumns(table, job.mapping),
    remembered: table?.remembered === undefined ? null : rememberedIn(table.remembered),
    dates: null,
    statuses: [],
  };
  const seen = nothingSeen();
  if (table !== undefined) {
    const watch = watcher(table, seen);
    for (const row of table.layout.sample) watch(row);
  }
  return { file, path, encoding, table, seen };
}

function rememberedIn({
  since,
  columns,
  statuses,
  system,
  dates,
}: RememberedMapping): LookedFile['remembered'] {
  return {
    since,
    mapping: {
      columns: Object.fromEntries(columns),
      statuses: Object.fromEntries(statuses),
      ...(system === undefined ? {} : { system }),
      ...(dates === undefined ? {} : { dates }),
    },
  };
}

function describeColumns({ layout, mapping }: TableShape, byHand: MappingByHand): LookedColumn[] {
  const given = new Map([...byHand.columns].map(([name, field]) => [name.trim().toLowerCase(), field]));
  const words = new Set(byHand.statuses.keys());
  return layout.headings.map((heading, i) => {
    const field = mapping.columns[i] ?? null;
    const hand = given.get(heading.trim().toLowerCase());
    const looks = leftOut(heading);
    const hidden = field === null && looks !== undefined;
    const filled = layout.sample
      .slice(0, sampleRows)
      .flatMap((row) => (row[i] === undefined || isBlankCell(row[i]) ? [] : [row[i]]));
    const near = layout.sample.slice(0, exampleRows).flatMap((row) => row[i]?.trim() || []);
    const examples = [...new Set(near)].slice(0, examplesAColumn).map((cell) => cell.slice(0, exampleLength));
    const fit = field === null ? 0 : contentFit(field, filled, words);
    return {
      heading,
      examples: hidden ? [] : examples.map(storable),
      field,
      sure: hand === undefined ? sureness(heading, field, fit) : field === null ? 'not_used' : 'by_hand',
      fits: Math.floor(fit * 100),
      left: field !== null ? null : hand === null ? 'by_hand' : (looks ?? 'unknown'),
      addsCode: null,
    };
  });
}

// JSON has no half characters, and the database no zeros.
function storable(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '');
}

function sureness(heading: string, field: FieldName | null, fit: number): LookedColumn['sure'] {
  if (field === null) return 'not_used';
  const certainty = headingCandidates(heading).find((one) => one.field === field)?.certainty;
  if (certainty === undefined) return 'by_content';
  if (fit < 0.9) return 'some_unlike';
  return certainty === 1 ? 'likely' : 'yes';
}

// Fewer are an extension, or a remark.
const leastDigits = /(\d\D*){6}/;

/** Notes what a row says about the file. */
function watcher({ layout, mapping }: TableShape, seen: Seen): (cells: readonly string[]) => void {
  const dates = mapping.columns.flatMap((field, i) => {
    const kind = field === undefined ? undefined : fieldOf(field).kind;
    return kind === 'date' || kind === 'instant' ? [i] : [];
  });
  const phones = mapping.columns.flatMap((field, i) =>
    field === 'patient.mobile' || field === 'patient.phone' ? [i] : [],
  );
  const status = mapping.columns.indexOf('visit.status');
  return (cells) => {
    seen.rows += 1;
    for (const i of dates) {
      const cell = cells[i]?.trim() ?? '';
      if (cell === '' || cell.charCodeAt(4) === 45) continue;
      const evidence = orderEvidence(cell);
      if (evidence === 'day_first') seen.dayFirst += 1;
      else if (evidence === 'month_first') seen.monthFirst += 1;
      else if (seen.example === null && dependsOnOrder(cell))
        seen.example = twoReadings(cell, layout.headings[i]);
    }
    for (const i of phones) {
      const cell = cells[i]?.trim() ?? '';
      // A plus, or the two noughts that stand for it: the number says its country itself.
      if (leastDigits.test(cell) && !/^(\+|00)/.test(cell)) seen.local.set(i, (seen.local.get(i) ?? 0) + 1);
    }
    if (status < 0) return;
    const cell = cells[status]?.trim() ?? '';
    if (cell === '') return;
    const key = squeezeWord(cell);
    const word = seen.words.get(key);
    if (word !== undefined) word.count += 1;
    else if (seen.words.size < mostWords)
      seen.words.set(key, { word: storable(cell.slice(0, 100)), count: 1 });
  };
}

function twoReadings(text: string, column = ''): LookedDates['example'] {
  const dayFirst = readDate(text, 'day_first', 2100)?.day;
  const monthFirst = readDate(text, 'month_first', 2100)?.day;
  if (dayFirst === undefined || monthFirst === undefined) return null;
  return { column, text: text.slice(0, exampleLength), dayFirst, monthFirst };
}

async function seeAll(one: Opened, table: TableShape): Promise<void> {
  Object.assign(one.seen, { ...nothingSeen(), words: one.seen.words });
  one.seen.words.clear();
  const watch = watcher(table, one.seen);
  const reader = createCsvReader(table.layout.delimiter, table.layout.newline);
  const take = (records: ReturnType<typeof reader.push>): void => {
    for (const record of records) {
      if (record.row > table.layout.headerRow && !isBlank(record)) watch(record.cells);
    }
  };
  for await (const text of readText(one.path, one.encoding)) take(reader.push(text));
  take(reader.end());
}

function described(job: LookJob, { file, table, seen }: Opened, whole: boolean): LookedFile {
  if (table === undefined) return file;
  const hasDates = table.mapping.columns.some((field) => {
    const kind = field === undefined ? undefined : fieldOf(field).kind;
    return kind === 'date' || kind === 'instant';
  });
  const { statuses } = job.mapping;
  return {
    ...file,
    rows: whole ? seen.rows : null,
    columns: whole
      ? file.columns.map((column, i) => ({ ...column, addsCode: addsCode(job, seen.local.get(i)) }))
      : file.columns,
    dates: hasDates ? orderOf(job, seen) : null,
    statuses: [...seen.words]
      .map(([key, { word, count }]) => ({
        word,
        count,
        becomes: statuses.get(key) ?? visitStatuses.get(key) ?? null,
        byHand: statuses.has(key),
      }))
      .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1)),
  };
}

function addsCode({ country }: LookJob, count: number | undefined): LookedColumn['addsCode'] {
  if (count === undefined || !isSupportedCountry(country)) return null;
  return { code: `+${getCountryCallingCode(country)}`, count };
}

function orderOf(job: LookJob, { dayFirst, monthFirst, example }: Seen): LookedDates {
  const counted = { dayFirst, monthFirst, example };
  if (job.mapping.dates !== undefined) return { order: job.mapping.dates, decided: 'by_hand', ...counted };
  if (dayFirst + monthFirst > 0) {
    return { order: dayFirst >= monthFirst ? 'day first' : 'month first', decided: 'evidence', ...counted };
  }
  const order = orderOfCountry(job.country) === 'day_first' ? 'day first' : 'month first';
  return { order, decided: example === null ? 'one_way' : 'country', ...counted };
}
