import { createHash } from 'node:crypto';
import type { Database, Db } from '../database/database.ts';
import { type Hl7MessageId, newId } from '../kit/ids.ts';
import { localDateIn } from '../kit/instant.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { createZoneClock } from '../kit/zone-clock.ts';
import { enqueue } from '../platform/queue.ts';
import type { Practice } from '../practice/model.ts';
import { applyWaiting } from './apply-messages.ts';
import type { Ack, ErrorCode } from './hl7/acknowledge.ts';
import { decodeMessage } from './hl7/charset.ts';
import { findSegment, type Hl7Message, parseMessage, textAt } from './hl7/er7.ts';
import { readMessage, typeOf } from './hl7/read-message.ts';
import { createRenames } from './hl7/renames.ts';
import { type MappingByHand, readMappingByHand } from './mapping-by-hand.ts';
import { createPlacesBook } from './places-book.ts';
import { findFeedMapping, writeFeed } from './queries/hl7-feeds.ts';
import {
  addMessage,
  countMessagesByFeed,
  findMessageState,
  forgetServedMessages,
  listTroubled,
  type MessageCounts,
  type NewMessage,
  putBack,
  reopenMessage,
  type Troubled,
} from './queries/hl7-messages.ts';

/** The job that applies what waits; the worker gives it its handler. */
export const processMessages = { name: 'hl7.process', maxAttempts: 25 } as const;

/** A line over which one system sends, as the listener needs it. */
export interface Feed {
  readonly name: string;
  readonly mapping: MappingByHand;
}

/**
 * Makes a feed of this name, or finds it. A mapping that is given is stored with it and holds from now on.
 * @param mapping as in `--mapping`; undefined keeps what the feed has
 */
export async function openFeed(
  database: Database,
  practice: Practice,
  name: string,
  mapping: unknown,
  now: Date,
): Promise<Outcome<Feed, Refusal<'invalid_input'>>> {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) {
    return refuse(
      'invalid_input',
      'a feed has a name of small letters, digits and hyphens, such as front-office',
    );
  }
  const given = readMappingByHand(mapping);
  if (!given.ok) return given;
  return database.inPractice(practice.id, async (db) => {
    await writeFeed(db, practice.id, name, mapping, now);
    const read = readMappingByHand(await findFeedMapping(db, practice.id, name));
    return read.ok ? done({ name, mapping: read.value }) : read;
  });
}

export interface Received {
  readonly ack: Ack;
  /** As far as it could be read; for the answer. */
  readonly message: Hl7Message | undefined;
  readonly outcome: 'stored' | 'repeated' | 'ignored' | 'refused' | 'unreadable';
}

/**
 * Takes one message from a line: reads it, stores it and commits, and only then says what to answer. What
 * cannot be taken is answered with the reason at once, and kept for whoever has to look into it. The same
 * message again is answered as before and applied once.
 * @throws when the database does not take it; then nothing was acknowledged and the sender sends it again
 */
export async function receiveMessage(
  database: Database,
  practice: Practice,
  feed: Feed,
  bytes: Buffer,
  now: Date,
): Promise<Received> {
  const decoded = decodeMessage(bytes);
  const parsed = decoded.ok ? parseMessage(decoded.value.text, decoded.value.charset) : decoded;
  if (!parsed.ok) {
    const ack: Ack = { code: 'AR', words: parsed.refusal.detail, error: '100' };
    await store(database, practice, feed, bytes, now, { state: 'refused', reason: parsed.refusal.detail });
    return { ack, message: undefined, outcome: 'unreadable' };
  }
  const message = parsed.value;
  const controlId = textAt(message, findSegment(message, 'MSH'), 10) ?? '';
  if (controlId === '' || controlId.length > 199) {
    const words = 'has no control id (MSH-10): without it nobody can say which message an answer is for';
    const kind = kindOf(message);
    await store(database, practice, feed, bytes, now, { state: 'refused', reason: words, kind });
    return { ack: { code: 'AR', words, error: '101' }, message, outcome: 'refused' };
  }
  const judged = judge(message, practice, feed, now);
  const stored = await store(database, practice, feed, bytes, now, {
    ...judged,
    controlId,
    kind: kindOf(message),
  });
  const outcome = stored.state === 'waiting' || stored.state === 'done' ? 'stored' : judged.outcome;
  return { ack: ackOf(stored, judged), message, outcome: stored.added ? outcome : 'repeated' };
}

interface Judged {
  readonly state: NewMessage['state'];
  readonly reason: string;
  readonly outcome: 'stored' | 'ignored' | 'refused';
  readonly error?: ErrorCode;
  readonly place?: string;
}

/**
 * Reads the message as it will be read when it is applied, with a place book and renames that are thrown
 * away: what the message says does not depend on what we hold.
 */
function judge(message: Hl7Message, practice: Practice, feed: Feed, now: Date): Judged {
  const { hl7, statuses, system } = feed.mapping;
  const zone = hl7.zone ?? practice.zone;
  const book = createPlacesBook({
    known: { locations: [], services: [], clinicians: [] },
    practiceName: practice.name,
    zone: practice.zone,
    language: practice.languages[0] ?? 'en',
  });
  const reading = readMessage(message, {
    system: system ?? feed.name,
    mapping: hl7,
    statuses,
    book: book(system ?? feed.name),
    today: localDateIn(practice.zone, now),
    clock: createZoneClock(zone),
    renames: createRenames(),
    source: { file: 0, row: 0 },
  });
  switch (reading.kind) {
    case 'ignored':
      return { state: 'ignored', reason: reading.words, outcome: 'ignored' };
    case 'refused': {
      const { column, code, reason } = reading.problem;
      const error = code === 'unknown_word' ? '103' : code === 'no_identity' ? '101' : '102';
      return {
        state: 'refused',
        reason: inWords(column, reason),
        outcome: 'refused',
        error,
        place: placeOf(column),
      };
    }
    case 'read':
      return { state: 'waiting', reason: '', outcome: 'stored' };
  }
}

function inWords(column: string, reason: string): string {
  return column === '' ? reason : `${column} ${reason}`;
}

// `PID-3` as ERR-2 writes it.
function placeOf(column: string): string {
  const parts = /^([A-Z][A-Z0-9]{2})-(\d+)/.exec(column);
  return parts === null ? '' : `${parts[1]}^1^${parts[2]}`;
}

function kindOf(message: Hl7Message): string {
  const { code, event } = typeOf(message);
  return [code, event].map((word) => (/^[A-Z][A-Z0-9]{2}$/.test(word) ? word : '?')).join(' ');
}

interface Storing {
  readonly state: NewMessage['state'];
  readonly reason: string;
  readonly controlId?: string;
  readonly kind?: string;
}

interface Stored {
  readonly state: string;
  readonly reason: string;
  readonly added: boolean;
}

function store(
  database: Database,
  practice: Practice,
  feed: Feed,
  bytes: Buffer,
  now: Date,
  what: Storing,
): Promise<Stored> {
  const message: NewMessage = {
    id: newId<Hl7MessageId>(),
    feed: feed.name,
    controlId: what.controlId ?? '',
    hash: createHash('sha256').update(bytes).digest(),
    kind: what.kind ?? '? ?',
    // What is not for us is not kept: it may be a result or a note of the doctor.
    raw: what.state === 'ignored' ? null : bytes,
    state: what.state,
    reason: what.reason,
    receivedAt: now,
  };
  return database.inPractice(practice.id, async (db) => {
    if (!(await addMessage(db, practice.id, message))) {
      const held = await findMessageState(db, practice.id, message);
      if (held === undefined) throw new Error('a message that is there cannot be found');
      if (held.state !== 'refused' || message.state !== 'waiting') return { ...held, added: false };
      await reopenMessage(db, practice.id, message);
    }
    if (message.state === 'waiting') await enqueue(db, processMessages, {}, { key: processMessages.name });
    return { state: message.state, reason: message.reason, added: true };
  });
}

// Of a message that came before, what became of it then is the answer.
function ackOf(stored: Stored, judged: Judged): Ack {
  switch (stored.state) {
    case 'refused':
      return {
        code: 'AE',
        words: stored.reason,
        error: judged.error ?? '102',
        ...(judged.place === undefined ? {} : { place: judged.place }),
      };
    case 'failed':
      return { code: 'AE', words: stored.reason, error: '207' };
    default:
      return { code: 'AA', words: stored.reason };
  }
}

/**
 * Applies the messages that wait. Several may run at once: each turn waits for the other, and what one has
 * settled the other no longer finds.
 * @param onFault hears of each transaction that failed; what failed is tried again, alone
 * @returns how many were settled
 */
export function applyMessages(
  database: Database,
  practice: Practice,
  now: Date,
  onFault: (error: unknown) => void,
): Promise<number> {
  return applyWaiting(database, practice, now, onFault);
}

/** For `keepwell doctor`, feed by feed. */
export function countMessages(db: Db, practice: Practice, now: Date): Promise<readonly MessageCounts[]> {
  return countMessagesByFeed(db, practice.id, now);
}

/** What was refused or failed, for whoever looks into it; words of ours and numbers of the sender, no content. */
export function listTroubledMessages(db: Db, practice: Practice): Promise<readonly Troubled[]> {
  return listTroubled(db, practice.id);
}

/**
 * Has everything that was refused or failed tried again, as after a new mapping or a repair.
 * @returns how many messages wait for it now
 */
export async function retryMessages(db: Db, practice: Practice): Promise<number> {
  const count = await putBack(db, practice.id);
  if (count > 0) await enqueue(db, processMessages, {}, { key: processMessages.name });
  return count;
}

/** Blanks the messages that have served; see docs/running/hl7.md for how long they are kept. */
export async function forgetMessages(db: Db, practice: Practice, now: Date): Promise<void> {
  await forgetServedMessages(db, practice.id, now);
}
