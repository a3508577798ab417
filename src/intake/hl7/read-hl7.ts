import { createReadStream } from 'node:fs';
import iconv from 'iconv-lite';
import { beginningOf } from '../../kit/beginning.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { ZoneClock } from '../../kit/zone-clock.ts';
import type { VisitStatus } from '../../visits/model.ts';
import { told } from '../../words/told.ts';
import type { FileReading, Gatherer } from '../gatherer.ts';
import type { PlacesBook } from '../places-book.ts';
import type { CellProblem } from '../refused-row.ts';
import { decodeMessage } from './charset.ts';
import { type Hl7Message, parseMessage } from './er7.ts';
import type { Hl7Mapping } from './mapping.ts';
import { readMessage, typeOf } from './read-message.ts';
import type { Hl7Context, Hl7Reading } from './reading.ts';
import type { MergeAsked, Renames } from './renames.ts';
import { createMessageSplitter, type MessagePiece } from './split-messages.ts';

export interface Hl7Job {
  readonly path: string;
  readonly position: number;
  /** As found for the whole file; only of UTF-16 is it believed before MSH-18. */
  readonly encoding: string;
  readonly system: string;
  readonly mapping: Hl7Mapping;
  readonly statuses: ReadonlyMap<string, VisitStatus>;
  readonly today: LocalDate;
  readonly clock: ZoneClock;
  readonly book: PlacesBook;
  readonly renames: Renames;
  readonly merge: (asked: MergeAsked) => void;
}

/**
 * One file of HL7 v2 messages. What is counted is, like the resources of FHIR, each patient and each visit
 * that a message speaks of, and each message that is refused; `row` is the number of the message.
 */
export async function* readHl7(job: Hl7Job, gatherer: Gatherer): AsyncGenerator<void, FileReading> {
  const reading = { rows: 0, refused: 0 };
  const read: Record<string, number> = {};
  const skipped: Record<string, number> = {};
  const merges = { asked: 0 };
  const keep = createKeeper(job, gatherer, { reading, read, skipped, merges });
  for await (const pieces of readPieces(job)) {
    for (const piece of pieces) keep(piece);
    yield;
  }
  if (Object.keys(read).length + Object.keys(skipped).length + reading.refused === 0) {
    const reason = told.hl7.noMessage;
    gatherer.refuse({ ...blank(job), row: 0, code: 'unreadable_file', reason });
    reading.rows += 1;
    reading.refused += 1;
  }
  return {
    position: job.position,
    kind: 'hl7',
    rows: reading.rows,
    refused: reading.refused,
    repeated: 0,
    addedPlaces: 0,
    mapping: { messages: read, notRead: skipped, merges: merges.asked, system: job.system },
  };
}

/**
 * First pass: who was merged, so that a message which names an old identifier means the survivor wherever in
 * the files it stands. Only messages that hold a merge are read.
 */
export async function* readMerges(job: Hl7Job): AsyncGenerator<void> {
  for await (const pieces of readPieces(job)) {
    for (const piece of pieces) {
      if (piece.kind === 'broken' || !piece.bytes.includes('\rMRG')) continue;
      const decoded = decodeMessage(piece.bytes, knownCharset(job));
      const message = decoded.ok ? parseMessage(decoded.value.text, decoded.value.charset) : decoded;
      if (!message.ok) continue;
      const reading = readMessage(message.value, {
        ...job,
        source: { file: job.position, row: piece.number },
      });
      if (reading.kind === 'read') for (const asked of reading.merges) job.renames.add(asked);
    }
    yield;
  }
}

// UTF-16 has been turned into UTF-8 on the way.
function knownCharset(job: Hl7Job): 'utf-8' | undefined {
  return /^utf-16/.test(job.encoding) ? 'utf-8' : undefined;
}

function blank(job: Hl7Job) {
  return { file: job.position, column: '', value: '', kept: false, original: [] };
}

async function* readPieces(job: Hl7Job): AsyncGenerator<readonly MessagePiece[]> {
  const splitter = createMessageSplitter();
  const wide = /^utf-16/.test(job.encoding) ? iconv.getDecoder(job.encoding) : undefined;
  const bytes = createReadStream(job.path, { highWaterMark: 65_536 }) as AsyncIterable<Buffer>;
  for await (const chunk of bytes) {
    yield splitter.push(wide === undefined ? chunk : Buffer.from(wide.write(chunk), 'utf8'));
  }
  if (wide !== undefined) yield splitter.push(Buffer.from(wide.end() ?? '', 'utf8'));
  yield splitter.end();
}

interface Counts {
  readonly reading: { rows: number; refused: number };
  readonly read: Record<string, number>;
  readonly skipped: Record<string, number>;
  readonly merges: { asked: number };
}

function createKeeper(job: Hl7Job, gatherer: Gatherer, counts: Counts): (piece: MessagePiece) => void {
  const known = knownCharset(job);

  function note(row: number, problem: CellProblem, kept: boolean, original: string): void {
    gatherer.refuse({ ...problem, file: job.position, row, kept, original: [original] });
  }

  function refuse(row: number, problem: CellProblem, original: string): void {
    counts.reading.rows += 1;
    counts.reading.refused += 1;
    note(row, problem, false, original);
  }

  function keepRead(row: number, message: Extract<Hl7Reading, { kind: 'read' }>, name: string): void {
    for (const problem of message.notes) note(row, problem, true, name);
    for (const patient of message.patients) {
      counts.reading.rows += 1;
      for (const { received, reason } of gatherer.patient(patient)) {
        const value = beginningOf(received, 200);
        note(row, { column: 'PID-13', value, code: 'bad_contact', reason }, true, name);
      }
    }
    if (message.visit !== undefined) {
      counts.reading.rows += 1;
      gatherer.visit(message.visit);
    }
    for (const asked of message.merges) {
      counts.merges.asked += 1;
      job.merge(asked);
    }
  }

  return (piece) => {
    const row = piece.number;
    if (piece.kind === 'broken') return refuse(row, unreadable(piece.reason), '');
    const decoded = decodeMessage(piece.bytes, known);
    if (!decoded.ok) return refuse(row, unreadable(decoded.refusal.detail), '');
    const message = parseMessage(decoded.value.text, decoded.value.charset);
    if (!message.ok) return refuse(row, unreadable(message.refusal.detail), '');
    const name = nameOf(message.value);
    if (decoded.value.contradicts) note(row, contradicted, true, name);
    const context: Hl7Context = { ...job, source: { file: job.position, row } };
    const reading = readMessage(message.value, context);
    if (reading.kind === 'refused') return refuse(row, reading.problem, name);
    const count = reading.kind === 'ignored' ? counts.skipped : counts.read;
    count[name] = (count[name] ?? 0) + 1;
    if (reading.kind === 'read') keepRead(row, reading, name);
  };
}

function unreadable(reason: string): CellProblem {
  return { column: '', value: '', code: 'unreadable_row', reason };
}

const contradicted: CellProblem = {
  column: 'MSH-18',
  value: '',
  code: 'unreadable_row',
  reason: told.hl7.otherCharset,
};

// Enough to find it in the sending system's log, without what it says of the patient.
function nameOf(message: Hl7Message): string {
  const { code, event } = typeOf(message);
  return [code, event].map((word) => (/^[A-Z][A-Z0-9]{2}$/.test(word) ? word : '?')).join('^');
}
