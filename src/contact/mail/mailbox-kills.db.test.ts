import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPractice, aSchedule } from '../../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../../tests/harness/fresh-database.ts';
import { readThroughKills } from '../../../tests/harness/mailbox-kills.ts';
import { type Database, openDatabase } from '../../database/database.ts';

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

test('a reader of mail that is killed three times in the midst loses none and takes none twice', async () => {
  const practice = await aPractice(database);
  await aSchedule(database, practice.id);
  const plan = { mails: 120, kills: 3, seed: 17 };
  expect(await readThroughKills(database, fresh.access.app, practice, plan)).toEqual({
    killed: plan.kills,
    inTheMidst: plan.kills,
    lost: 0,
    mostApplied: 1,
    wrongQuestions: 0,
    wrongStops: 0,
    wrongBounces: 0,
  });
}, 60_000);
