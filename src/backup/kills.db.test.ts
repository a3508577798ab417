import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backUpAfterKill, killDuring, leftoversIn, verifyAll } from '../../tests/harness/backup-kills.ts';
import { compileScript } from '../../tests/harness/compiled-child.ts';
import { anInstallation, type Installation } from '../../tests/harness/installation.ts';
import { makeSample } from '../sample/actions.ts';
import { restore } from './actions.ts';

// A few kills; `npm run prove backup` does fifty of each.
let source: Installation;
let compiled: ReturnType<typeof compileScript>;

beforeAll(async () => {
  compiled = compileScript('tests/harness/backup-child');
  source = await anInstallation();
  const now = new Date('2026-03-02T17:00:00Z');
  const made = await makeSample(source.database, { slug: 'sample', patients: 300, seed: 5, now });
  if (!made.ok) throw new Error(made.refusal.detail);
  await backUpAfterKill(source.place, '2026-03-02T03:00:00Z');
}, 120_000);
afterAll(async () => {
  compiled.remove();
  await source.close();
});

async function patientsIn(installation: Installation): Promise<number> {
  const client = new pg.Client(installation.superuser);
  await client.connect();
  const found = await client.query<{ n: number }>('select count(*)::int as n from patient');
  await client.end();
  return found.rows[0]?.n ?? -1;
}

test('a backup that is killed leaves the former ones whole and nothing of itself', async () => {
  const fates: string[] = [];
  for (const [turn, afterMs] of [0, 40, 90, 150].entries()) {
    const before = await verifyAll(source.place);
    const order = {
      what: 'back up',
      place: source.place,
      full: true,
      at: `2026-03-03T0${turn}:00:00Z`,
    } as const;
    fates.push(await killDuring(compiled.script, order, afterMs));
    const after = await verifyAll(source.place);
    // The killed one may have been whole at that very moment; the retention may have taken one of the same day.
    expect(after.length).toBeGreaterThanOrEqual(before.length > 1 ? before.length - 1 : before.length);
    const made = await backUpAfterKill(source.place, `2026-03-03T0${turn}:30:00Z`);
    expect(await verifyAll(source.place)).toContain(made);
    expect(leftoversIn(source.place.folder)).toEqual([]);
  }
  expect(fates).toContain('killed');
});

test('a restore that is killed leaves the installation empty, or was done', async () => {
  const patients = await patientsIn(source);
  const fates: string[] = [];
  for (const afterMs of [60, 250]) {
    const target = await anInstallation();
    try {
      const place = target.withBackupsOf(source);
      fates.push(await killDuring(compiled.script, { what: 'restore', place, full: false, at: '' }, afterMs));
      const found = await patientsIn(target);
      expect([0, patients]).toContain(found);
      if (found === 0) expect(await restore(place, {})).toMatchObject({ ok: true });
      expect(await patientsIn(target)).toBe(patients);
    } finally {
      await target.close();
    }
  }
  expect(fates).toContain('killed');
});
