import { afterAll, beforeAll, expect, test } from 'vitest';
import { unique } from '../../tests/harness/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { countAttempt, forgetAttempts, type Limit } from './rate-limit.ts';

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

const limit: Limit = { name: 'test', attempts: 5, windowMinutes: 15 };
const now = new Date('2026-03-02T12:00:00Z');
const attempt = (key: string, at = now, of = limit): Promise<boolean> =>
  database.untenanted((db) => countAttempt(db, of, key, at));

test('so many attempts in a window, and again in the next', async () => {
  const key = unique('key');
  for (let i = 0; i < 5; i += 1) expect(await attempt(key)).toBe(true);
  expect(await attempt(key)).toBe(false);
  expect(await attempt(key, new Date('2026-03-02T12:14:59.999Z'))).toBe(false);
  expect(await attempt(key, new Date('2026-03-02T12:15:00Z'))).toBe(true);
});

test('keys and limits do not share a count', async () => {
  const key = unique('key');
  for (let i = 0; i < 6; i += 1) await attempt(key);
  expect(await attempt(unique('key'))).toBe(true);
  expect(await attempt(key, now, { ...limit, name: 'other' })).toBe(true);
});

test('a hundred attempts at once count a hundred times', async () => {
  const key = unique('key');
  const answers = await Promise.all(Array.from({ length: 100 }, () => attempt(key)));
  expect(answers.filter(Boolean).length).toBe(5);
});

test('the key itself is not stored', async () => {
  await attempt('sam@example.org');
  const rows = await database.untenanted((db) => db.selectFrom('attempt').selectAll().execute());
  expect(rows.every(({ key_hash }) => key_hash.length === 32)).toBe(true);
  expect(rows.some(({ key_hash }) => key_hash.toString('latin1').includes('sam@'))).toBe(false);
});

test('windows of more than a day ago are forgotten, and no others', async () => {
  const key = unique('key');
  await attempt(key, new Date('2026-02-28T12:00:00Z'));
  for (let i = 0; i < 6; i += 1) await attempt(key, new Date('2026-03-02T00:00:00Z'));
  await database.untenanted((db) => forgetAttempts(db, now));
  const left = await database.untenanted((db) =>
    db.selectFrom('attempt').select('window_start').orderBy('window_start').execute(),
  );
  expect(left[0]?.window_start.toISOString()).toBe('2026-03-02T00:00:00.000Z');
  expect(await attempt(key, new Date('2026-03-02T00:01:00Z'))).toBe(false);
});
