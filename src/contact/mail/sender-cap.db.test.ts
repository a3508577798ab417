import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  aConsent,
  aContactPoint,
  aLocation,
  aPatient,
  aPractice,
  aSchedule,
} from '../../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../../database/database.ts';
import { stillClock } from '../../kit/clock.ts';
import type { Practice } from '../../practice/model.ts';
import { speak } from '../../words/told.ts';
import { type Channels, mailbox } from '../channels.ts';
import { queueMessages } from '../outbox-actions.ts';
import { sendDue } from '../send-actions.ts';
import { refreshSenderCheck, uncheckedADay } from '../sender-check-actions.ts';
import type { LookUpText } from './sender-check.ts';

const noon = new Date('2026-03-02T17:00:00Z');
const clock = stillClock(noon);
let fresh: FreshDatabase;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});

const through = (name: 'smtp' | 'mailbox'): Channels => ({
  email: { ...mailbox, name },
  text: mailbox,
  publicUrl: 'https://hello.elm.example',
  ownUrl: 'http://localhost:4600',
});

async function aFullOutbox(bulk: number, treatment: number): Promise<Practice> {
  const practice = await aPractice(database);
  await aLocation(database, practice.id, {
    address: ['1 Elm Street', 'Springfield'],
    phone: '(202) 555-0100',
  });
  await aSchedule(database, practice.id, noon);
  for (let i = 0; i < bulk + treatment; i += 1) {
    const patientId = await aPatient(database, practice.id, { given_name: 'Maria' });
    const normal = `p${patientId.slice(-12)}@example.org`;
    await aContactPoint(database, practice.id, patientId, { kind: 'email', received: normal, normal });
    await aConsent(database, practice.id, patientId, { purpose: 'marketing', channel: 'any', granted: true });
    const kind =
      i < bulk
        ? ({
            templateCode: 'newsletter',
            legalClass: 'operations',
            purpose: 'marketing',
            about: 'news',
            merge: { news: 'We open on Saturdays.' },
          } as const)
        : ({ templateCode: 'check_in', legalClass: 'treatment', purpose: 'care', about: 'thanks' } as const);
    await database.inPractice(practice.id, (db) =>
      queueMessages(
        db,
        practice,
        [{ source: 'x', patientId, occurrence: 'one', channel: 'email', dueAt: noon, ...kind }],
        noon,
      ),
    );
  }
  return practice;
}

async function linesOf(practice: Practice) {
  return database.inPractice(practice.id, (db) =>
    db
      .selectFrom('message')
      .select(['state', 'legal_class', 'why', 'due_at'])
      .where('practice_id', '=', practice.id)
      .execute(),
  );
}

test('without DMARC a hundred bulk mails go a day, the rest waits with the reason, and treatment goes', async () => {
  const practice = await aFullOutbox(uncheckedADay + 5, 3);
  const ports = { database, clock, channels: through('smtp') };
  // Two senders at once do not both take the last.
  await Promise.all([sendDue(ports, practice), sendDue(ports, practice)]);
  const lines = await linesOf(practice);
  const bulk = lines.filter(({ legal_class }) => legal_class === 'operations');
  expect(bulk.filter(({ state }) => state === 'accepted')).toHaveLength(uncheckedADay);
  const waiting = bulk.filter(({ state }) => state === 'planned');
  expect(waiting).toHaveLength(5);
  expect(speak(waiting[0]?.why ?? '', 'en')).toContain('DMARC');
  expect(waiting[0]?.due_at.getTime()).toBeGreaterThan(noon.getTime());
  expect(
    lines.filter(({ legal_class, state }) => legal_class === 'treatment' && state === 'accepted'),
  ).toHaveLength(3);
}, 60_000);

test('practices that share a domain share its hundred, and what a server puts off is given back', async () => {
  const day = stillClock(new Date('2026-03-03T17:00:00Z'));
  const one = await aFullOutbox(uncheckedADay - 10, 0);
  const other = await aFullOutbox(30, 0);
  const busy = { ...mailbox, name: 'smtp' as const, domain: 'shared.example', send: async () => later };
  const later = { kind: 'refused', permanent: false, code: '451', badAddress: false } as const;
  const open = { ...busy, send: mailbox.send };
  const send = (practice: Practice, email: typeof open | typeof busy) =>
    sendDue({ database, clock: day, channels: { ...through('smtp'), email } }, practice);
  const count = async (practice: Practice, state: string) =>
    (await linesOf(practice)).filter((line) => line.state === state).length;
  await send(other, busy);
  await send(one, open);
  expect(await count(one, 'accepted')).toBe(uncheckedADay - 10);
  day.set(new Date('2026-03-03T17:30:00Z'));
  await send(other, open);
  expect(await count(other, 'accepted')).toBe(10);
  const waiting = (await linesOf(other)).filter(({ state }) => state === 'planned');
  expect(waiting.map(({ due_at }) => due_at.toISOString())).toEqual(
    Array.from({ length: 20 }, () => '2026-03-04T00:00:00.000Z'),
  );
  day.set(new Date('2026-03-04T17:00:00Z'));
  await send(other, open);
  expect(await count(other, 'accepted')).toBe(30);
}, 60_000);

test('what was found out about another domain lets nothing go', async () => {
  const practice = await aFullOutbox(uncheckedADay + 1, 0);
  await database.inPractice(practice.id, (db) =>
    db
      .insertInto('sender_check')
      .values({
        practice_id: practice.id,
        domain: 'old.example',
        at: noon,
        spf: 'pass',
        dkim: 'pass',
        dmarc: 'pass',
        passes: true,
        wanted: '{}',
      })
      .execute(),
  );
  const channels = {
    ...through('smtp'),
    email: { ...mailbox, name: 'smtp' as const, domain: 'new.example' },
  };
  await sendDue({ database, clock, channels }, practice);
  const sent = (await linesOf(practice)).filter(({ state }) => state === 'accepted');
  expect(sent).toHaveLength(uncheckedADay);
}, 60_000);

test('what stays in the local mailbox is not held, nor what goes out once the domain passes', async () => {
  const practice = await aFullOutbox(uncheckedADay + 5, 0);
  const sent = async () => (await linesOf(practice)).filter(({ state }) => state === 'accepted').length;
  const lookUp: LookUpText = async () => [];
  const facts = { from: 'care@elm.example', dkim: undefined, smtpHost: 'mail.example' };
  const inPractice = <T>(id: Practice['id'], work: Parameters<typeof database.inPractice<T>>[1]) =>
    database.inPractice(id, work);
  const checked = await refreshSenderCheck(inPractice, [practice.id], lookUp, facts, noon);
  expect(checked.passes).toBe(false);
  await database.inPractice(practice.id, (db) =>
    db.updateTable('sender_check').set({ passes: true }).where('practice_id', '=', practice.id).execute(),
  );
  await sendDue({ database, clock, channels: through('smtp') }, practice);
  expect(await sent()).toBe(uncheckedADay + 5);
  const other = await aFullOutbox(uncheckedADay + 2, 0);
  await sendDue({ database, clock, channels: through('mailbox') }, other);
  expect((await linesOf(other)).every(({ state }) => state === 'accepted')).toBe(true);
}, 60_000);
