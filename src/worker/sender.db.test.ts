import { expect, test } from 'vitest';
import { aPractice } from '../../tests/harness/builders.ts';
import { freshDatabase } from '../../tests/harness/fresh-database.ts';
import { findSenderCheck } from '../contact/sender-check-actions.ts';
import { openDatabase } from '../database/database.ts';
import { stillClock } from '../kit/clock.ts';
import { silentLog } from '../platform/log.ts';
import { senderWatch } from './sender.ts';

const now = new Date('2026-03-02T17:00:00Z');

test('mail that comes from another domain than before has that one asked about at once', async () => {
  const fresh = await freshDatabase();
  const database = openDatabase(fresh.access.app);
  try {
    const { id } = await aPractice(database);
    await database.inPractice(id, (db) =>
      db
        .insertInto('sender_check')
        .values({
          practice_id: id,
          domain: 'elm.example',
          at: now,
          spf: 'pass',
          dkim: 'pass',
          dmarc: 'pass',
          passes: true,
          wanted: '{}',
        })
        .execute(),
    );
    const asked: string[] = [];
    const look = (from: string) =>
      senderWatch(
        { database, clock: stillClock(now), log: silentLog },
        { from, dkim: undefined, smtpHost: 'mx.example' },
        async (name) => {
          asked.push(name);
          return [];
        },
      )();
    await look('care@elm.example');
    expect(asked).toEqual([]);
    await look('care@oak.example');
    expect(await database.inPractice(id, (db) => findSenderCheck(db, id))).toMatchObject({
      domain: 'oak.example',
    });
  } finally {
    await database.close();
    await fresh.close();
  }
});
