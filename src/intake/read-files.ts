import { basename } from 'node:path';
import { createZoneClock } from '../kit/zone-clock.ts';
import { patientLines } from '../patients/actions.ts';
import { visitLines } from '../visits/actions.ts';
import { told } from '../words/told.ts';
import { noHeadings, readTable, shapeOfTable, type TableJob } from './csv/read-table.ts';
import { createDirectory, type Directory } from './fhir/directory.ts';
import { readPlaces, readRecords } from './fhir/read-fhir.ts';
import { type FileShape, shapeOfFile } from './find-files.ts';
import type { FileReading, Gatherer } from './gatherer.ts';
import { readHl7, readMerges } from './hl7/read-hl7.ts';
import { createRenames, type MergeAsked, type Renames } from './hl7/renames.ts';
import type { ReadBatch, ReadEnd, ReadJob } from './job.ts';
import type { ReadableFile } from './packed/unpack.ts';
import { createPlacesBook, type PlacesBook } from './places-book.ts';
import { mostListed, type RefusedRow } from './refused-row.ts';
import { type MappingToRemember, notConfirmedKind, shapesWithoutHeadings } from './remembered-mapping.ts';
import { createSeenKeys, type SeenKeys } from './seen.ts';
import { type FileBytes, inspectBytes } from './text/encoding.ts';

interface OpenedFile {
  readonly path: string;
  readonly position: number;
  readonly bytes: FileBytes;
  readonly shape: FileShape;
  readonly table: Exclude<Awaited<ReturnType<typeof shapeOfTable>>, string> | undefined;
  readonly problem: string | undefined;
  readonly sheet: ReadableFile['sheet'];
}

// About a megabyte of COPY text a batch.
const rowsABatch = 3000;
// Each may quote the whole of its row; thousands of long ones at once would be the largest thing in memory.
const refusedABatch = 1000;

/**
 * Reads every file of an import into COPY text, batch by batch; no database, no clock. Memory is one batch,
 * twelve bytes for each patient and visit, and the places.
 */
export async function* readFiles(job: ReadJob): AsyncGenerator<ReadBatch, ReadEnd> {
  const files = await openFiles(job);
  const gathering = createGathering(job);
  const systems = {
    table: job.mapping.system ?? 'csv',
    fhir: job.mapping.system ?? systemBefore(job, shapesWithoutHeadings.fhir) ?? 'fhir',
    hl7: job.mapping.system ?? systemBefore(job, shapesWithoutHeadings.hl7) ?? 'hl7',
  };
  const { known, practiceName, zone, language } = job;
  const book = createPlacesBook({ known, practiceName, zone, language });
  const books = { table: book(systems.table), fhir: book(systems.fhir), hl7: book(systems.hl7), of: book };
  const directory = createDirectory(books.fhir);
  for (const file of files) {
    if (file.shape === 'table' || file.shape === 'messages') continue;
    const places = { file: resourceFile(file), position: file.position, directory };
    for await (const _ of readPlaces(places)) yield* gathering.take(file.position, false);
  }
  const patients = createSeenKeys();
  const renames = createRenames(job.renames);
  const merges: { source: string; asked: MergeAsked }[] = [];
  const readings: FileReading[] = [];
  const reading = { files, systems, books, directory, patients, gathering, renames, merges };
  for (const file of files) {
    if (file.shape !== 'messages') continue;
    for await (const _ of readMerges(hl7Job(file, job, reading))) yield* gathering.take(file.position, false);
  }
  for (const file of files) {
    const reader = readerOf(file, job, reading);
    for (;;) {
      const step = await reader.next();
      if (step.done === true) {
        readings.push({
          ...step.value,
          toRemember: step.value.toRemember ?? withoutHeadings(file, job, systems),
        });
        break;
      }
      yield* gathering.take(file.position, false);
    }
    yield* gathering.take(file.position, true);
  }
  return {
    kind: 'end',
    files: readings.map((reading, i) => ({
      ...reading,
      addedPlaces: directory.addedFrom(i),
      name: basename(job.paths[i] ?? ''),
      hash: files[i]?.bytes.hash.toString('hex') ?? null,
    })),
    added: books.table.added(),
    defaults: books.table.defaults(),
    merges,
    visitsRepeat: gathering.visitsRepeat(),
    refusedNotListed: gathering.refusedNotListed(),
  };
}

function isRemembered(file: OpenedFile, job: ReadJob): boolean {
  // What cannot be read at all is refused with its reason.
  if (file.shape === 'table') return file.problem !== undefined || file.table?.remembered !== undefined;
  const shape = file.shape === 'messages' ? shapesWithoutHeadings.hl7 : shapesWithoutHeadings.fhir;
  return job.remembered.some(({ fingerprint }) => fingerprint === shape);
}

async function* notConfirmed(position: number): AsyncGenerator<void, FileReading> {
  yield;
  return { position, kind: notConfirmedKind, rows: 0, refused: 0, repeated: 0, addedPlaces: 0, mapping: {} };
}

function systemBefore(job: ReadJob, shape: string): string | undefined {
  return job.remembered.find(({ fingerprint }) => fingerprint === shape)?.system;
}

// What was said by hand of statuses and of HL7 is not kept: such a file is not brought in without a person.
function withoutHeadings(
  file: OpenedFile,
  job: ReadJob,
  systems: Readonly<Record<'fhir' | 'hl7', string>>,
): MappingToRemember | undefined {
  if (file.shape === 'table' || job.onlyRemembered || job.mapping.statuses.size > 0 || job.mapping.hasHl7)
    return undefined;
  const shape = file.shape === 'messages' ? shapesWithoutHeadings.hl7 : shapesWithoutHeadings.fhir;
  return {
    fingerprint: shape,
    columns: new Map(),
    statuses: new Map(),
    system: systems[shape],
    dates: undefined,
  };
}

async function openFiles(job: ReadJob): Promise<OpenedFile[]> {
  const files: OpenedFile[] = [];
  for (const [position, { readPath: path, problem, sheet }] of job.readable.entries()) {
    const bytes = await inspectBytes(path);
    const shape = problem === undefined ? await shapeOfFile(path, bytes.encoding) : 'table';
    const { columns, statuses } = job.mapping;
    const about = { path, encoding: bytes.encoding, columns, statuses, remembered: job.remembered };
    const found = shape === 'table' && problem === undefined ? await shapeOfTable(about) : problem;
    const read =
      typeof found === 'string' ? { table: undefined, problem: withCure(found) } : { table: found, problem };
    files.push({ path, position, bytes, shape, sheet, ...read });
  }
  return files;
}

function withCure(problem: string): string {
  return problem === noHeadings ? told.files.nameColumns(problem) : problem;
}

function resourceFile(file: OpenedFile) {
  const shape = file.shape === 'lines' ? ('lines' as const) : ('document' as const);
  return { path: file.path, encoding: file.bytes.encoding, shape };
}

interface Reading {
  readonly files: readonly OpenedFile[];
  readonly systems: Readonly<Record<'table' | 'fhir' | 'hl7', string>>;
  readonly books: Readonly<Record<'table' | 'fhir' | 'hl7', PlacesBook>> & {
    readonly of: (system: string) => PlacesBook;
  };
  readonly renames: Renames;
  readonly merges: { source: string; asked: MergeAsked }[];
  readonly directory: Directory;
  readonly patients: SeenKeys;
  readonly gathering: Gathering;
}

function readerOf(file: OpenedFile, job: ReadJob, reading: Reading): AsyncGenerator<void, FileReading> {
  const { position } = file;
  const { gatherer } = reading.gathering;
  if (job.onlyRemembered && !isRemembered(file, job)) return notConfirmed(position);
  if (file.shape === 'messages') return readHl7(hl7Job(file, job, reading), gatherer);
  if (file.shape !== 'table') {
    const { directory, patients } = reading;
    const common = { position, today: job.today, directory, patients };
    const fhir = {
      ...common,
      file: resourceFile(file),
      system: reading.systems.fhir,
      book: reading.books.fhir,
      currency: job.currency,
      merge: (asked: MergeAsked) => reading.merges.push({ source: reading.systems.fhir, asked }),
    };
    return readRecords(fhir, gatherer);
  }
  if (file.table === undefined) return notATable(position, gatherer, file.problem ?? '');
  // Where a list of patients is known or comes along, an id that is not on it is a mistake and no new
  // patient.
  const listed = reading.files.some(
    (other) => other.table !== undefined && other.table.mapping.kind !== 'visits',
  );
  const { remembered } = file.table;
  const system = job.mapping.system ?? remembered?.system ?? reading.systems.table;
  const table: TableJob = {
    path: file.path,
    position,
    encoding: file.bytes.encoding,
    sheet: file.sheet,
    system,
    country: job.country,
    today: job.today,
    columns: job.mapping.columns,
    statuses: remembered?.statuses ?? job.mapping.statuses,
    dates: job.mapping.dates,
    remembered,
    strict: job.strict,
    makesNameless: !listed && !job.namedSystems.includes(system),
    book: system === reading.systems.table ? reading.books.table : reading.books.of(system),
    patients: reading.patients,
  };
  return readTable(table, file.table, gatherer);
}

function hl7Job(file: OpenedFile, job: ReadJob, reading: Reading): Parameters<typeof readHl7>[0] {
  const { hl7, statuses } = job.mapping;
  return {
    path: file.path,
    position: file.position,
    encoding: file.bytes.encoding,
    system: reading.systems.hl7,
    mapping: hl7,
    statuses,
    today: job.today,
    clock: createZoneClock(hl7.zone ?? job.zone),
    book: reading.books.hl7,
    renames: reading.renames,
    merge: (asked) => reading.merges.push({ source: reading.systems.hl7, asked }),
  };
}

async function* notATable(
  position: number,
  gatherer: Gatherer,
  reason: string,
): AsyncGenerator<void, FileReading> {
  const code = 'unreadable_file' as const;
  gatherer.refuse({ file: position, row: 0, column: '', value: '', code, reason, kept: false, original: [] });
  yield;
  return { position, kind: 'not read', rows: 1, refused: 1, repeated: 0, addedPlaces: 0, mapping: {} };
}

interface Gathering {
  readonly gatherer: Gatherer;
  /** What was gathered, when it is a batch or when `all` of it is wanted. */
  take(file: number, all: boolean): Generator<ReadBatch>;
  visitsRepeat(): boolean;
  refusedNotListed(): number;
}

function createGathering(job: ReadJob): Gathering {
  const patients = patientLines(job.country);
  const visits = visitLines();
  const seen = createSeenKeys();
  let refused: RefusedRow[] = [];
  let room = mostListed;
  let notListed = 0;
  let repeat = false;
  let rows = 0;
  const gatherer: Gatherer = {
    patient: (row) => patients.add(row),
    remark: (remark) => patients.remark(remark),
    visit: (row) => {
      rows += 1;
      if (seen.see(`${row.sourceSystem}\u0001${row.sourceId}`, 0) !== 'new') repeat = true;
      visits.add(row);
    },
    charge: (row) => visits.charge(row),
    refuse: (row) => {
      if (room > 0) refused.push(row);
      else notListed += 1;
      room -= 1;
    },
  };
  return {
    gatherer,
    visitsRepeat: () => repeat,
    refusedNotListed: () => notListed,
    *take(file, all) {
      const waiting = patients.rows() + visits.rows() + refused.length;
      if (waiting === 0 || (!all && waiting < rowsABatch)) return;
      let rest = refused;
      refused = [];
      do {
        const part = {
          patients: patients.take(),
          visits: visits.take(),
          refused: rest.slice(0, refusedABatch),
        };
        rest = rest.slice(refusedABatch);
        yield { kind: 'batch', ...part, file, rowsSoFar: rows };
      } while (rest.length > 0);
    },
  };
}
