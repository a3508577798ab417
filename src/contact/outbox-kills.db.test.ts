import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPractice, aSchedule } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { manyPatients, queueCheckIns, sendThroughKills } from '../../tests/harness/send-kills.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { systemClock } from '../kit/clock.ts';
import { withdrawAllConsent } from '../patients/consent-actions.ts';
import { seededRandom } from '../statistics/functions/random.ts';
import { onlyMailbox } from './channels.ts';
import { sendDue } from './send-actions.ts';

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

test('a sender that is killed ten times in the midst loses nothing and sends nothing twice', async () => {
  const plan = { messages: 240, kills: 10, concurrency: 4, seed: 11 };
  const practice = await aPractice(database);
  await aSchedule(database, practice.id);
  const found = await sendThroughKills(database, fresh.access.app, practice, plan);
  expect(found).toMatchObject({ killed: plan.kills, lost: 0, mostTaken: 1, untrue: 0, unnoticed: 0 });
  expect(found.unknown).toBeLessThanOrEqual(plan.kills * plan.concurrency);
}, 90_000);

test('of a thousand opt-outs while messages go out, no message is claimed after its opt-out was committed', async () => {
  // The database has counted whoever was there before: of this practice it knows nothing, as on the day of its import.
  // A statement that is planned for one patient and meets a thousand runs into the minute (the gate's facts once did).
  const owner = new pg.Client(fresh.access.superuser);
  await owner.connect();
  await owner.query('analyze');
  await owner.end();
  const practice = await aPractice(database);
  await aSchedule(database, practice.id);
  const patients = await manyPatients(database, practice, 1000);
  await queueCheckIns(database, practice, patients, systemClock.now());
  const random = seededRandom(5);
  const shuffled = [...patients].sort(() => random.uniform() - 0.5);
  const toldAt = new Map<string, number>();
  const optOut = async (): Promise<void> => {
    for (let one = shuffled.pop(); one !== undefined; one = shuffled.pop()) {
      const patient = one;
      await database.inPractice(practice.id, async (db) => {
        await withdrawAllConsent(db, practice.id, patient, null, systemClock.now());
        // Before the commit, and with the patient's row held: a claim from here on comes after it.
        toldAt.set(patient, Date.now());
      });
    }
  };
  const ports = { database, clock: systemClock, channels: onlyMailbox };
  const send = () => sendDue(ports, practice, { batch: 20 });
  await Promise.all([optOut(), optOut(), send(), send()]);
  await send();
  const rows = await database.inPractice(practice.id, (db) =>
    db
      .selectFrom('message')
      .innerJoin('message_event', (join) =>
        join
          .onRef('message_event.practice_id', '=', 'message.practice_id')
          .onRef('message_event.message_id', '=', 'message.id'),
      )
      .select(['message.patient_id', 'message_event.at'])
      .where('message.practice_id', '=', practice.id)
      .where('message_event.step', '=', 'claim')
      .execute(),
  );
  const late = rows.filter(({ patient_id, at }) => at.getTime() > (toldAt.get(patient_id) ?? 0));
  expect(late).toEqual([]);
  // Both happened, or nothing was shown.
  expect(toldAt.size).toBe(1000);
  // A claim that grew old is made again: it is counted once.
  const claimed = new Set(rows.map(({ patient_id }) => patient_id)).size;
  expect(claimed).toBeGreaterThan(50);
  expect(claimed).toBeLessThan(1000);
});
