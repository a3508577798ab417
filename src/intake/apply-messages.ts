import { sql } from 'kysely';
import type { Database, Db } from '../database/database.ts';
import { beginningOf } from '../kit/beginning.ts';
import { localDateIn } from '../kit/instant.ts';
import { createZoneClock } from '../kit/zone-clock.ts';
import { patientLines, stageOfPatients } from '../patients/actions.ts';
import type { Practice } from '../practice/model.ts';
import { ensureClinicians, ensureLocations, ensureServices, listPlaces } from '../practice/places.ts';
import { stageOfVisits, visitLines } from '../visits/actions.ts';
import { decodeMessage } from './hl7/charset.ts';
import { parseMessage } from './hl7/er7.ts';
import { readMessage } from './hl7/read-message.ts';
import type { Hl7Context, Hl7Reading } from './hl7/reading.ts';
import { createRenames, type MergeAsked, type Renames } from './hl7/renames.ts';
import { type MappingByHand, readMappingByHand } from './mapping-by-hand.ts';
import { createPlacesBook, type PlacesBook } from './places-book.ts';
import { findFeedMapping } from './queries/hl7-feeds.ts';
import {
  countAttemptAt,
  listWaitingMessages,
  type Settled,
  settleMessages,
  type WaitingMessage,
} from './queries/hl7-messages.ts';
import { listRenames, recordMergeRequests } from './queries/merge-requests.ts';
import { waitForImports } from './queries/record-import.ts';
import type { CellProblem } from './refused-row.ts';

// One transaction each: large enough that its fixed cost is small, small enough to end within a second or two.
const messagesATurn = 200;
// With the queue's doubling pause from a second: about four minutes.
const mostAttempts = 8;
const longestReason = 500;

/**
 * Applies what waits, oldest first. A turn of many messages is one transaction; when that fails, each is
 * tried alone, so that one message holds back no other. What fails again and again is left for a person.
 * @param onFault hears of each transaction that failed
 * @returns how many were settled
 * @throws when a message failed that may still succeed, so that the queue tries again
 */
export async function applyWaiting(
  database: Database,
  practice: Practice,
  now: Date,
  onFault: OnFault,
): Promise<number> {
  let settled = 0;
  for (;;) {
    const turn = await applyTurn(database, practice, now, onFault);
    settled += turn.settled;
    if (turn.again) throw new Error('some messages could not be applied yet');
    if (turn.settled < messagesATurn) return settled;
  }
}

type OnFault = (error: unknown) => void;

interface Turn {
  readonly settled: number;
  readonly again: boolean;
}

async function applyTurn(database: Database, practice: Practice, now: Date, onFault: OnFault): Promise<Turn> {
  try {
    const settled = await database.inPractice(practice.id, async (db) => {
      await waitForImports(db, practice.id);
      return apply(db, practice, await listWaitingMessages(db, practice.id, messagesATurn), now);
    });
    return { settled, again: false };
  } catch (error) {
    onFault(error);
    return applyOneByOne(database, practice, now, onFault);
  }
}

async function applyOneByOne(
  database: Database,
  practice: Practice,
  now: Date,
  onFault: OnFault,
): Promise<Turn> {
  const waiting = await database.inPractice(practice.id, (db) =>
    listWaitingMessages(db, practice.id, messagesATurn),
  );
  let settled = 0;
  let again = false;
  for (const message of waiting) {
    try {
      settled += await database.inPractice(practice.id, async (db) => {
        await waitForImports(db, practice.id);
        return apply(db, practice, [message], now);
      });
    } catch (error) {
      onFault(error);
      const forGood = message.attempts + 1 >= mostAttempts;
      await database.inPractice(practice.id, async (db) => {
        if (!forGood) return countAttemptAt(db, practice.id, message.id);
        const reason = `could not be written, ${mostAttempts} times over; look into the log of the worker`;
        await settleMessages(db, practice.id, [{ id: message.id, state: 'failed', reason }], now);
      });
      if (forGood) settled += 1;
      else again = true;
    }
  }
  return { settled, again };
}

/** What several messages of one turn share. */
interface Desk {
  readonly practice: Practice;
  readonly now: Date;
  readonly renames: Renames;
  readonly bookOf: (system: string) => PlacesBook;
  readonly mappings: ReadonlyMap<string, MappingByHand>;
}

async function apply(
  db: Db,
  practice: Practice,
  messages: readonly WaitingMessage[],
  now: Date,
): Promise<number> {
  if (messages.length === 0) return 0;
  const known = await listPlaces(db, practice.id);
  const desk: Desk = {
    practice,
    now,
    renames: createRenames(await listRenames(db, practice.id)),
    bookOf: createPlacesBook({
      known,
      practiceName: practice.name,
      zone: practice.zone,
      language: practice.languages[0] ?? 'en',
    }),
    mappings: await mappingsOf(db, practice, messages),
  };
  await nameFeeds(db, messages);
  const patients = await stageOfPatients(db, practice.id);
  const visits = await stageOfVisits(db, practice.id);
  const ofPatients = patientLines(practice.country);
  const ofVisits = visitLines();
  const settled: Settled[] = [];
  const merges = new Map<string, MergeAsked[]>();
  for (const [place, message] of messages.entries()) {
    const reading = readAgain(message, place, desk);
    if (reading.kind !== 'read') {
      settled.push(notTaken(message, reading));
      continue;
    }
    const notes = [...reading.notes];
    for (const row of reading.patients) notes.push(...ofPatients.add(row).map(unreadContact));
    if (reading.visit !== undefined) ofVisits.add(reading.visit);
    for (const asked of reading.merges) {
      desk.renames.add(asked);
      merges.set(message.feed, [...(merges.get(message.feed) ?? []), asked]);
    }
    settled.push({ id: message.id, state: 'done', reason: wordsOf(notes) });
  }
  await patients.stage(ofPatients.take());
  await visits.stage(ofVisits.take());
  const book = desk.bookOf('');
  await ensureLocations(db, practice.id, book.added().locations);
  await ensureServices(db, practice.id, book.added().services);
  await ensureClinicians(db, practice.id, book.added().clinicians);
  await patients.merge();
  await visits.merge(undefined, book.defaults());
  for (const [feed, asked] of merges) await recordMergeRequests(db, practice.id, feed, asked);
  await settleMessages(db, practice.id, settled, now);
  return settled.length;
}

// What is new keeps which line brought it; see migrations/0024. Several lines in one turn are several names.
async function nameFeeds(db: Db, messages: readonly WaitingMessage[]): Promise<void> {
  const feeds = [...new Set(messages.map((message) => message.feed))].sort().join(', ');
  await sql`select set_config('app.feed', ${feeds}, true)`.execute(db);
}

async function mappingsOf(
  db: Db,
  practice: Practice,
  messages: readonly WaitingMessage[],
): Promise<ReadonlyMap<string, MappingByHand>> {
  const mappings = new Map<string, MappingByHand>();
  for (const feed of new Set(messages.map((message) => message.feed))) {
    const read = readMappingByHand(await findFeedMapping(db, practice.id, feed));
    if (!read.ok) throw new Error('the stored mapping of a feed is not right');
    mappings.set(feed, read.value);
  }
  return mappings;
}

function readAgain(message: WaitingMessage, place: number, desk: Desk): Hl7Reading {
  const decoded = decodeMessage(message.raw);
  const parsed = decoded.ok ? parseMessage(decoded.value.text, decoded.value.charset) : decoded;
  if (!parsed.ok) {
    const problem = { column: '', value: '', code: 'unreadable_row', reason: parsed.refusal.detail } as const;
    return { kind: 'refused', problem };
  }
  const mapping = desk.mappings.get(message.feed);
  if (mapping === undefined) throw new Error('a message of a feed without a mapping');
  const { practice } = desk;
  const system = mapping.system ?? message.feed;
  const context: Hl7Context = {
    system,
    mapping: mapping.hl7,
    statuses: mapping.statuses,
    book: desk.bookOf(system),
    today: localDateIn(practice.zone, desk.now),
    clock: createZoneClock(mapping.hl7.zone ?? practice.zone),
    renames: desk.renames,
    source: { file: 0, row: place },
  };
  return readMessage(parsed.value, context);
}

function notTaken(message: WaitingMessage, reading: Exclude<Hl7Reading, { kind: 'read' }>): Settled {
  if (reading.kind === 'ignored') return { id: message.id, state: 'ignored', reason: reading.words };
  return { id: message.id, state: 'refused', reason: wordsOf([reading.problem]) };
}

function unreadContact({ reason }: { readonly reason: string }): CellProblem {
  return { column: 'PID-13', value: '', code: 'bad_contact', reason };
}

// Columns and reasons are words of ours; values are the patient's and stay out.
function wordsOf(notes: readonly CellProblem[]): string {
  const words = notes.map(({ column, reason }) => `${column} ${reason}`.trim());
  return beginningOf([...new Set(words)].join('; '), longestReason);
}
