import { acknowledgement, readHeader } from '../../src/intake/hl7/acknowledge.ts';
import { decodeMessage } from '../../src/intake/hl7/charset.ts';
import { parseMessage } from '../../src/intake/hl7/er7.ts';
import { createMllpFramer } from '../../src/intake/hl7/mllp-framer.ts';
import { readMessage } from '../../src/intake/hl7/read-message.ts';
import type { Hl7Context, Hl7Reading } from '../../src/intake/hl7/reading.ts';
import { createRenames } from '../../src/intake/hl7/renames.ts';
import { createMessageSplitter } from '../../src/intake/hl7/split-messages.ts';
import { readMappingByHand } from '../../src/intake/mapping-by-hand.ts';
import { createPlacesBook } from '../../src/intake/places-book.ts';
import { localDate } from '../../src/kit/local-date.ts';
import { createZoneClock } from '../../src/kit/zone-clock.ts';
import { speak } from '../../src/words/told.ts';

// What may be asked of any bytes whatever, by the small test of every run and by the long proof alike.

/** A context that knows nothing yet. */
export function emptyContext(): Hl7Context {
  const mapping = readMappingByHand({
    hl7: { statusFrom: ['SCH-25', 'ZST-1'] },
    statuses: { '7': 'no_show' },
  });
  if (!mapping.ok) throw new Error(mapping.refusal.detail);
  const book = createPlacesBook({
    known: { locations: [], services: [], clinicians: [] },
    practiceName: 'Lakeside',
    zone: 'America/Chicago',
    language: 'en',
  });
  return {
    system: 'hl7',
    mapping: mapping.value.hl7,
    statuses: mapping.value.statuses,
    book: book('hl7'),
    today: localDate('2026-03-05'),
    clock: createZoneClock('America/Chicago'),
    renames: createRenames(),
    source: { file: 0, row: 1 },
  };
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(`this does not hold: ${what}`);
}

/** Cuts bytes at these places and hands them over one by one. */
function inPieces<T>(bytes: Buffer, cuts: readonly number[], push: (piece: Buffer) => readonly T[]): T[] {
  const found: T[] = [];
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    const to = Math.min(cut, bytes.length);
    found.push(...push(bytes.subarray(from, to)));
    from = to;
  }
  return [...found, ...push(bytes.subarray(from))];
}

export interface Tally {
  read: number;
  ignored: number;
  refused: number;
  unreadable: number;
  frames: number;
}

/** Reads bytes as a file of messages, and checks whatever comes of it. @throws when something does not hold */
export function readHostileFile(
  bytes: Buffer,
  cuts: readonly number[],
  context: Hl7Context,
  tally: Tally,
): void {
  const splitter = createMessageSplitter(4096);
  const pieces = [...inPieces(bytes, cuts, splitter.push), ...splitter.end()];
  demand(
    pieces.every((piece, i) => i === 0 || piece.number > (pieces[i - 1]?.number ?? 0)),
    'messages are numbered in order',
  );
  for (const piece of pieces) {
    if (piece.kind === 'broken') {
      demand(piece.reason !== '', 'what is broken has a reason');
      tally.unreadable += 1;
      continue;
    }
    readHostileMessage(piece.bytes, context, tally);
  }
}

function readHostileMessage(bytes: Buffer, context: Hl7Context, tally: Tally): void {
  const decoded = decodeMessage(bytes);
  const message = decoded.ok ? parseMessage(decoded.value.text, decoded.value.charset) : decoded;
  if (!message.ok) {
    demand(/^[a-z]/.test(speak(message.refusal.detail, 'en')), 'what is unreadable is refused in words');
    tally.unreadable += 1;
    return;
  }
  const reading = readMessage(message.value, context);
  if (reading.kind === 'read') checkRows(reading);
  else if (reading.kind === 'refused')
    demand(/^[a-z]/.test(speak(reading.problem.reason, 'en')), 'a refusal has words');
  tally[reading.kind] += 1;
}

function checkRows(reading: Extract<Hl7Reading, { kind: 'read' }>): void {
  for (const row of reading.patients) {
    demand(
      row.identifiers.every(({ system, value }) => system !== '' && value !== '' && value.length <= 200),
      'every identifier has a system and a value',
    );
    demand(row.toldAt === undefined || !Number.isNaN(Date.parse(row.toldAt)), 'told at an instant');
    demand(row.birthDate === undefined || row.birthPrecision !== undefined, 'a birth date has its precision');
  }
  const { visit } = reading;
  if (visit !== undefined) {
    demand(!Number.isNaN(Date.parse(visit.startsAt)), 'a visit begins at an instant');
    demand(/^\d{4}-\d{2}-\d{2}$/.test(visit.localDay), 'a visit has its day');
    demand(
      visit.minutes === undefined || (visit.minutes >= 1 && visit.minutes <= 1440),
      'minutes within a day',
    );
  }
  // PostgreSQL refuses the zero character in any text.
  demand(!JSON.stringify(reading).includes('\\u0000'), 'no zero character');
}

/** Hears bytes as a line would bring them, and answers each frame. @throws when something does not hold */
export function hearHostileLine(bytes: Buffer, cuts: readonly number[], tally: Tally): void {
  const most = 2048;
  const heard = inPieces(bytes, cuts, createMllpFramer(most).push);
  const whole = createMllpFramer(most).push(bytes);
  demand(heard.length === whole.length, 'frames do not depend on where the bytes were cut');
  for (const [i, one] of heard.entries()) {
    const content = one.kind === 'message' ? one.bytes : one.head;
    const other = whole[i];
    demand(
      other !== undefined &&
        other.kind === one.kind &&
        content.equals(other.kind === 'message' ? other.bytes : other.head),
      'nor does their content',
    );
    demand(content.length <= 4096, 'no more is kept than allowed');
    const answer = acknowledgement(readHeader(content), { code: 'AR', words: 'no' }, new Date(0), 'K1');
    demand(
      /^MSH\|[\x20-\x7E]*\rMSA\|AR\|[\x20-\x7E]*\rERR\|[\x20-\x7E]*\r$/.test(answer),
      'an answer is plain',
    );
    tally.frames += 1;
  }
}
