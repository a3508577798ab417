import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tests/harness/fresh-database.ts';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import { localDate } from '../kit/local-date.ts';
import { getPracticeBySlug } from '../practice/actions.ts';
import type { Practice } from '../practice/model.ts';
import { makeSample } from '../sample/actions.ts';
import { scorePractice } from './actions.ts';
import { areChecksDue, refreshChecks, showPredictions } from './check-actions.ts';
import { someScoringRows } from './queries/checks.ts';

const day = localDate('2026-11-24');
const now = new Date('2026-11-24T19:00:00Z');
let fresh: FreshDatabase;
let database: Database;
let practice: Practice;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.access.app);
  await makeSample(database, { slug: 'sample', patients: 300, seed: 3, now });
  const found = await getPracticeBySlug(database, 'sample');
  if (found === undefined) throw new Error('the sample practice is missing');
  practice = found;
});
afterAll(async () => {
  await database.close();
  await fresh.close();
});

test('each service is checked, and the scores of the next night are made with the model that won', async () => {
  const view = { practice: practice.id, day, knownAt: now, live: true };
  const inPractice = <T>(work: (db: Db) => Promise<T>): Promise<T> => database.inPractice(practice.id, work);
  await inPractice(async (db) => {
    expect(await areChecksDue(db, practice.id, now)).toBe(true);
    expect(await showPredictions(db, practice.id)).toEqual({ services: [] });
    await scorePractice(db, view);
  });
  const checked = await refreshChecks(database, view, now);
  await database.inPractice(
    practice.id,
    async (db) => {
      const { services } = await showPredictions(db, practice.id);
      expect(services).toHaveLength(checked);
      expect(checked).toBeGreaterThan(1);
      expect(await areChecksDue(db, practice.id, now)).toBe(false);
      expect(await areChecksDue(db, practice.id, new Date(now.getTime() + 8 * 86_400_000))).toBe(true);

      // Whatever won: one service is told to be scored with another model than the base.
      const [first] = services;
      await sql`update model_check set champion = 'mbg-nbd' where service_id = ${first?.serviceId}`.execute(
        db,
      );
      const scoresOf = async () => {
        const found = await sql<{ p: number; low: number; high: number }>`
          select p_visit as p, p_low as low, p_high as high from rhythm_score
          where service_id = ${first?.serviceId} and p_visit is not null order by patient_id`.execute(db);
        return found.rows;
      };
      const before = await scoresOf();
      await scorePractice(db, view);
      const models = await sql<{ kind: string }>`
        select kind from rhythm_model where service_id = ${first?.serviceId} and champion`.execute(db);
      expect(models.rows).toEqual([{ kind: 'mbg-nbd' }]);
      const after = await scoresOf();
      expect(after).toHaveLength(before.length);
      expect(after).not.toEqual(before);
      for (const { p, low, high } of after) {
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(p);
        expect(p).toBeLessThanOrEqual(high);
        expect(high).toBeLessThanOrEqual(1);
      }
      // The same data and seed give the same numbers.
      await scorePractice(db, view);
      expect(await scoresOf()).toEqual(after);
    },
    { statementTimeoutMs: 120_000 },
  );
}, 120_000);

test('of a large practice some patients are enough, always the same ones', () => {
  expect(someScoringRows(1000, 40_000)).not.toContain('where');
  expect(someScoringRows(400_000, 40_000)).toMatch(/% 1000 < 100$/);
  expect(someScoringRows(100_000_000, 40_000)).toMatch(/% 1000 < 1$/);
});
