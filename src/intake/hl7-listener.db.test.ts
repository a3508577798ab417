import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { aPractice } from '../../tests/harness/builders.ts';
import { compileScript } from '../../tests/harness/compiled-child.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { aBooking, aMessage, pid } from '../../tests/harness/hl7-messages.ts';
import { codeOf, openSender, type Sender } from '../../tests/harness/mllp-sender.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { newId } from '../kit/ids.ts';
import { type Log, type LogFields, silentLog } from '../platform/log.ts';
import type { Practice } from '../practice/model.ts';
import { findScheduleNews } from '../today/queries/schedule-sources.ts';
import { startWorker } from '../worker/run.ts';
import { type Listener, startListener } from './hl7/listener.ts';
import { frame } from './hl7/mllp-framer.ts';
import { mostMessageBytes } from './hl7/split-messages.ts';
import {
  applyMessages,
  countMessages,
  type Feed,
  forgetMessages,
  openFeed,
  receiveMessage,
} from './hl7-actions.ts';

let fresh: FreshDatabase;
let database: Database;
let superuser: pg.Client;
let practice: Practice;
let listener: Listener;
let senders: Sender[];
let lines: string[];
let down: boolean;
const now = new Date('2026-03-05T15:00:00Z');

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  superuser = new pg.Client(fresh.access.superuser);
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await database.close();
  await fresh.close();
});
beforeEach(async () => {
  practice = await aPractice(database, { zone: 'America/Chicago' });
  senders = [];
  lines = [];
  down = false;
  await superuser.query('delete from graphile_worker._private_jobs');
});
afterEach(async () => {
  for (const sender of senders) sender.close();
  await listener?.stop();
});

const heard: Log = {
  debug: (fields, message) => note(fields, message),
  info: (fields, message) => note(fields, message),
  warn: (fields, message) => note(fields, message),
  error: (fields, message) => note(fields, message),
};

function note(fields: LogFields, message: string): void {
  lines.push(`${JSON.stringify(fields)} ${message}`);
}

async function feedOf(mapping?: unknown): Promise<Feed> {
  const feed = await openFeed(database, practice, 'desk', mapping, now);
  if (!feed.ok) throw new Error(feed.refusal.detail);
  return feed.value;
}

async function listen(mapping?: unknown): Promise<Sender> {
  const feed = await feedOf(mapping);
  listener = await startListener({
    host: '127.0.0.1',
    port: 0,
    receive: (bytes) => {
      if (down) throw new Error('Okafor could not be stored');
      return receiveMessage(database, practice, feed, bytes, now);
    },
    now: () => now,
    newId: () => newId(),
    log: heard,
  });
  return another();
}

async function another(): Promise<Sender> {
  const sender = await openSender(listener.port);
  senders.push(sender);
  return sender;
}

interface StoredMessage {
  readonly control_id: string;
  readonly state: string;
  readonly reason: string;
  readonly raw: Buffer | null;
  readonly attempts: number;
}

function stored(): Promise<readonly StoredMessage[]> {
  return database.inPractice(practice.id, (db) =>
    db
      .selectFrom('hl7_message')
      .select(['control_id', 'state', 'reason', 'raw', 'attempts'])
      .where('practice_id', '=', practice.id)
      .orderBy('id')
      .execute(),
  );
}

const visits = () =>
  database.inPractice(practice.id, (db) =>
    db
      .selectFrom('visit')
      .select(['source_system', 'source_id', 'status'])
      .where('practice_id', '=', practice.id)
      .orderBy('source_id')
      .execute(),
  );

const apply = () =>
  applyMessages(database, practice, now, (error) => {
    throw error;
  });

test('a message is stored before it is answered, and applied afterwards', async () => {
  const sender = await listen();
  const text = aBooking();
  expect(codeOf(await sender.send(text))).toBe('AA M1');
  expect(await stored()).toMatchObject([{ control_id: 'M1', state: 'waiting', raw: Buffer.from(text) }]);
  const job = await superuser.query('select task_identifier as task from graphile_worker.jobs');
  expect(job.rows[0]?.task).toBe('hl7.process');
  expect(await visits()).toEqual([]);
  expect(await apply()).toBe(1);
  expect(await visits()).toEqual([{ source_system: 'desk', source_id: 'Appointment/A1', status: 'booked' }]);
  expect(await stored()).toMatchObject([{ state: 'done', attempts: 1 }]);
  expect(await apply()).toBe(0);
  // Whatever it told of the patient says by which line.
  const told = await superuser.query<{ feed: string | null }>(
    'select feed from patient_identifier union select feed from contact_point union select feed from patient',
  );
  expect(told.rows).toEqual([{ feed: 'desk' }]);
  // What came over the line is the newest that we know of the schedule.
  expect(await database.inPractice(practice.id, (db) => findScheduleNews(db, practice.id))).toEqual({
    at: now,
    by: 'line',
  });
});

test('a sender that ends its own side first still gets its answer', async () => {
  const sender = await listen();
  sender.write(frame(aBooking()));
  sender.socket.end();
  expect(codeOf(await sender.answer())).toBe('AA M1');
});

test('the same message again is answered and not applied twice', async () => {
  const sender = await listen();
  for (let i = 0; i < 3; i += 1) expect(codeOf(await sender.send(aBooking()))).toBe('AA M1');
  await apply();
  expect(codeOf(await sender.send(aBooking()))).toBe('AA M1');
  expect(await stored()).toHaveLength(1);
  expect(await apply()).toBe(0);
});

test('what cannot be taken is answered with the reason, and kept for a look', async () => {
  const sender = await listen();
  const refused = await sender.send(aBooking({ event: 'S14', status: '7', controlId: 'M2' }));
  expect(codeOf(refused)).toBe('AE M2');
  expect(refused).toContain(
    'ERR||SCH^1^25|103^Table value not found^HL70357|E||||SCH-25 is no status that we know',
  );
  expect(codeOf(await sender.send(aBooking({ event: 'S14', status: '7', controlId: 'M2' })))).toBe('AE M2');
  expect(codeOf(await sender.send(aMessage({ type: 'ADT^A29', controlId: 'M3' })))).toBe('AE M3');
  expect(codeOf(await sender.send(frame('PID|1||7\r')))).toBe('AR');
  expect(codeOf(await sender.send(frame('')))).toBe('AR');
  expect(codeOf(await sender.send(aMessage({ controlId: '' })))).toBe('AR');
  expect((await stored()).map((row) => row.state)).toEqual(Array.from({ length: 5 }, () => 'refused'));
  expect(await apply()).toBe(0);
});

test('what is not ours is answered and its content is not kept', async () => {
  const sender = await listen();
  expect(
    codeOf(await sender.send(aMessage({ type: 'ORU^R01', segments: [pid, 'OBX|1|TX|x||secret'] }))),
  ).toBe('AA M1');
  expect(await stored()).toMatchObject([
    { state: 'ignored', raw: null, reason: 'is of type ORU; only ADT and SIU are read' },
  ]);
});

test('frames in pieces, several in one, rubbish between, several connections', async () => {
  const one = await listen();
  const two = await another();
  const bytes = frame(aBooking({ controlId: 'P1', number: 'P1' }));
  for (const byte of bytes) one.write(Buffer.of(byte));
  two.write(
    Buffer.concat([
      Buffer.from('GET / HTTP/1.1\r\n'),
      frame(aBooking({ controlId: 'Q1', number: 'Q1' })),
      Buffer.from('\u0000\u0000'),
      frame(aBooking({ controlId: 'Q2', number: 'Q2' })),
    ]),
  );
  expect(codeOf(await one.answer())).toBe('AA P1');
  expect([codeOf(await two.answer()), codeOf(await two.answer())]).toEqual(['AA Q1', 'AA Q2']);
  await apply();
  expect((await visits()).map((visit) => visit.source_id)).toEqual([
    'Appointment/P1',
    'Appointment/Q1',
    'Appointment/Q2',
  ]);
});

test('a frame too large or cut off is refused by its control id, and the line goes on', async () => {
  const sender = await listen();
  const large = aMessage({ controlId: 'BIG', segments: [pid, `NTE|1||${'x'.repeat(mostMessageBytes)}`] });
  expect(codeOf(await sender.send(large))).toBe('AR BIG');
  sender.write(frame(aMessage({ controlId: 'HALF' })).subarray(0, 200));
  sender.write(frame(aBooking({ controlId: 'M8' })));
  expect([codeOf(await sender.answer()), codeOf(await sender.answer())]).toEqual(['AR HALF', 'AA M8']);
});

test('while nothing can be stored nothing is acknowledged, and no log names anybody', async () => {
  const sender = await listen();
  down = true;
  const answer = await sender.send(aBooking());
  expect(codeOf(answer)).toBe('AR M1');
  expect(answer).toContain('could not be stored at this moment: send it again');
  down = false;
  expect(codeOf(await sender.send(aBooking()))).toBe('AA M1');
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join('\n')).not.toMatch(/Okafor|Lena|P100|555/);
});

test('a message that overtakes another does not lose to it', async () => {
  const sender = await listen();
  await sender.send(aBooking({ event: 'S15', controlId: 'M2', sentAt: '20260303090000' }));
  await apply();
  await sender.send(aBooking({ controlId: 'M1', sentAt: '20260302090000' }));
  await apply();
  expect(await visits()).toMatchObject([{ status: 'cancelled' }]);
});

test('one message that cannot be written holds back no other, and is left for a person in the end', async () => {
  const sender = await listen();
  for (const id of ['M1', 'M2', 'M3']) await sender.send(aBooking({ controlId: id, number: id }));
  // As a fault of the database would: this one visit cannot be written.
  await superuser.query(
    `alter table visit add constraint unlucky check (source_id <> 'Appointment/M2') not valid`,
  );
  const faults: unknown[] = [];
  const attempt = () => applyMessages(database, practice, now, (error) => faults.push(error));
  try {
    await expect(attempt()).rejects.toThrow('could not be applied yet');
    expect((await stored()).map((row) => row.state)).toEqual(['done', 'waiting', 'done']);
    for (let i = 0; i < 6; i += 1) await expect(attempt()).rejects.toThrow();
    expect(await attempt()).toBe(1);
    expect(faults.length).toBeGreaterThan(7);
    expect(await stored()).toMatchObject([{}, { state: 'failed', attempts: 8 }, {}]);
    const [counts] = await database.inPractice(practice.id, (db) => countMessages(db, practice, now));
    expect(counts).toMatchObject({ feed: 'desk', waiting: 0, failed: 1, refused: 0 });
    expect(codeOf(await sender.send(aBooking({ controlId: 'M2', number: 'M2' })))).toBe('AE M2');
  } finally {
    await superuser.query('alter table visit drop constraint unlucky');
  }
});

test('the mapping of a feed is kept with it', async () => {
  await feedOf({ system: 'front-desk', statuses: { '7': 'no_show' } });
  const sender = await listen();
  expect(codeOf(await sender.send(aBooking({ event: 'S14', status: '7' })))).toBe('AA M1');
  await apply();
  expect(await visits()).toEqual([
    { source_system: 'front-desk', source_id: 'Appointment/A1', status: 'no_show' },
  ]);
  expect(await openFeed(database, practice, 'No Name', undefined, now)).toMatchObject({ ok: false });
  expect(await openFeed(database, practice, 'desk', { hl7: { zone: 'x' } }, now)).toMatchObject({
    ok: false,
  });
});

test('what was refused is taken when it comes again under a mapping that understands it', async () => {
  const text = aBooking({ event: 'S14', status: '7' });
  const before = await listen();
  expect(codeOf(await before.send(text))).toBe('AE M1');
  await listener.stop();
  const after = await listen({ statuses: { '7': 'no_show' } });
  expect(codeOf(await after.send(text))).toBe('AA M1');
  await apply();
  expect(await visits()).toMatchObject([{ status: 'no_show' }]);
  expect(await stored()).toMatchObject([{ state: 'done' }]);
});

test('what has served is blanked after a week, what was refused after ninety days, and the row in the end', async () => {
  const sender = await listen();
  await sender.send(aBooking());
  await sender.send(aBooking({ event: 'S14', status: '7', controlId: 'M2' }));
  await sender.send(aBooking({ controlId: 'M3', number: 'A3', sentAt: '20260302090500' }));
  await superuser.query(`update hl7_message set state = 'waiting' where control_id = 'M3'`);
  await apply();
  await superuser.query(`update hl7_message set state = 'waiting' where control_id = 'M3'`);
  const after = async (days: number): Promise<unknown> => {
    const then = new Date(now.getTime() + days * 86_400_000);
    await database.inPractice(practice.id, (db) => forgetMessages(db, practice, then));
    return (await stored()).map((row) => [row.control_id, row.raw !== null]);
  };
  expect(await after(6)).toEqual([
    ['M1', true],
    ['M2', true],
    ['M3', true],
  ]);
  expect(await after(8)).toEqual([
    ['M1', false],
    ['M2', true],
    ['M3', true],
  ]);
  expect(await after(91)).toEqual([
    ['M1', false],
    ['M2', false],
    ['M3', true],
  ]);
  // What still waits is never forgotten.
  expect(await after(401)).toEqual([['M3', true]]);
});

test('the listener ends in good order: what is in hand is answered first', async () => {
  const sender = await listen();
  const answered = sender.send(aBooking());
  await vi.waitFor(() => expect(listener.connections()).toBe(1));
  await pause(5);
  const [answer] = await Promise.all([answered.catch(() => ''), listener.stop()]);
  const rows = await stored();
  // Either it was taken and answered, or it was not taken: never taken and unanswered.
  expect(codeOf(answer)).toBe(rows.length === 1 ? 'AA M1' : '');
  await expect(openSender(listener.port)).rejects.toThrow();
});

test('a listener that is killed again and again has lost nothing that it acknowledged', {
  timeout: 120_000,
}, async () => {
  const compiled = compileScript('tests/harness/listener-child');
  const folder = mkdtempSync(join(tmpdir(), 'keepwell-hl7-kill-'));
  const acknowledged: string[] = [];
  let next = 0;
  const start = (): Promise<{ child: ChildProcess; port: number }> => {
    const child = fork(compiled.script, [], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.send({ app: fresh.access.app, practice });
    return new Promise((resolve) =>
      child.once('message', (message: { port: number }) => resolve({ child, port: message.port })),
    );
  };
  try {
    for (let kill = 0; kill < 6; kill += 1) {
      const { child, port } = await start();
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      const enough = acknowledged.length + 10;
      await Promise.all(
        [0, 1, 2].map(async () => {
          const sender = await openSender(port).catch(() => undefined);
          try {
            while (sender !== undefined) {
              next += 1;
              const id = `K${next}`;
              if (codeOf(await sender.send(aBooking({ controlId: id, number: id }))) !== `AA ${id}`) break;
              acknowledged.push(id);
              // In the middle of whatever the other two senders have under way.
              if (acknowledged.length === enough) setTimeout(() => child.kill('SIGKILL'), kill * 3);
            }
          } catch {
            // Killed under the sender: what was under way is not acknowledged.
          } finally {
            sender?.close();
          }
        }),
      );
      await gone;
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);
    const there = new Set((await stored()).map((row) => row.control_id));
    expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
    // The jobs that the killed processes enqueued apply them all.
    const worker = await startWorker(
      { database, clock: { now: () => new Date() }, log: silentLog },
      { queue: fresh.access.queue, dataFolder: folder, anchorKey: Buffer.alloc(32, 1) },
    );
    await vi.waitFor(async () => expect((await stored()).filter((row) => row.state !== 'done')).toEqual([]), {
      timeout: 60_000,
      interval: 250,
    });
    await worker.stop();
    const known = new Set((await visits()).map((visit) => visit.source_id));
    expect(acknowledged.filter((id) => !known.has(`Appointment/${id}`))).toEqual([]);
  } finally {
    compiled.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('no practice sees the messages of another', async () => {
  const sender = await listen();
  await sender.send(aBooking());
  const other = await aPractice(database);
  const seen = await database.inPractice(other.id, (db) =>
    sql<{ n: number }>`select count(*)::int as n from hl7_message`.execute(db),
  );
  expect(seen.rows).toEqual([{ n: 0 }]);
});
