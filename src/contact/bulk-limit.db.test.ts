import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aContactPoint, aLocation, aPatient, aPractice, aSchedule } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { stillClock } from '../kit/clock.ts';
import type { Practice } from '../practice/model.ts';
import { untrustedBulkADay } from './bulk-limit.ts';
import { type Channels, mailbox } from './channels.ts';
import { queueMessages, type WantedMessage } from './outbox-actions.ts';
import { sendDue } from './send-actions.ts';
import type { DomainCheck } from './sender-domain.ts';

const noon = new Date('2026-03-02T17:00:00Z');
const dayMs = 86_400_000;
const more = 15;

let fresh: FreshDatabase;
let database: Database;
let practice: Practice;
let clock: ReturnType<typeof stillClock>;
let check: DomainCheck | undefined;
let sent: string[];

const trusted: DomainCheck = { domain: 'elm.example', spf: 'ok', dkim: 'ok', dmarc: 'ok', passes: true };
const untrusted: DomainCheck = { ...trusted, dmarc: 'missing', passes: false };

const channels: Channels = {
  email: {
    name: 'smtp',
    send: async ({ to, clientRef }) => {
      sent.push(to);
      return { kind: 'accepted', providerId: clientRef };
    },
    close: async () => {},
  },
  text: mailbox,
  publicUrl: 'https://hello.elm.example',
  ownUrl: 'http://localhost:4600',
  senderDomain: { current: () => check, look: async () => {}, close: () => {} },
};

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});
beforeEach(async () => {
  clock = stillClock(noon);
  sent = [];
  check = untrusted;
  practice = await aPractice(database);
  await aLocation(database, practice.id, { address: ['1 Elm Street', 'Springfield'] });
  await aSchedule(database, practice.id, noon);
});

async function queue(how: 'operations' | 'treatment', count: number): Promise<void> {
  const wanted: WantedMessage[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const patientId = await aPatient(database, practice.id, { given_name: 'Maria' });
    const normal = `${how}${nth}@example.org`;
    await aContactPoint(database, practice.id, patientId, { kind: 'email', received: normal, normal });
    wanted.push({
      source: how,
      patientId,
      occurrence: 'one',
      channel: 'email' as const,
      templateCode: 'visit_reminder',
      legalClass: how,
      purpose: 'care' as const,
      about: 'visit' as const,
      dueAt: noon,
    });
  }
  await database.inPractice(practice.id, (db) => queueMessages(db, practice, wanted, noon));
}

const send = () => sendDue({ database, clock, channels }, practice);
const bulkSent = (): number => sent.filter((to) => to.startsWith('operations')).length;

async function waiting(): Promise<readonly { why: string | null; due_at: Date }[]> {
  return database.inPractice(practice.id, async (db) => {
    const found = await sql<{ why: string | null; due_at: Date }>`
      select why, due_at from message where practice_id = ${practice.id} and state = 'planned'`.execute(db);
    return found.rows;
  });
}

test('from a domain that receivers cannot check a hundred bulk mails a day go, and every treatment mail', async () => {
  await queue('operations', untrustedBulkADay + more);
  await queue('treatment', 5);
  await send();
  expect(bulkSent()).toBe(untrustedBulkADay);
  expect(sent.length).toBe(untrustedBulkADay + 5);
  const left = await waiting();
  expect(left.length).toBe(more);
  for (const { why, due_at } of left) {
    expect(why).toContain('untrustedDomain');
    expect(due_at).toEqual(new Date(noon.getTime() + dayMs));
  }
  clock.set(new Date(noon.getTime() + dayMs + 60_000));
  await aSchedule(database, practice.id, clock.now());
  await send();
  expect(bulkSent()).toBe(untrustedBulkADay + more);
});

test('two senders at once stay below it together', async () => {
  await queue('operations', untrustedBulkADay + more);
  await Promise.all([send(), send(), send()]);
  expect(bulkSent()).toBe(untrustedBulkADay);
});

test('until anything is known of the domain it counts as one that cannot be checked; then all of them go', async () => {
  await queue('operations', untrustedBulkADay + more);
  check = undefined;
  await send();
  expect(bulkSent()).toBe(untrustedBulkADay);
  check = trusted;
  clock.set(new Date(noon.getTime() + dayMs));
  await aSchedule(database, practice.id, clock.now());
  await send();
  expect(bulkSent()).toBe(untrustedBulkADay + more);
});
