import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backUpAfterKill, leftoversIn, verifyAll } from '../../tests/harness/backup-kills.ts';
import { anInstallation, type Installation } from '../../tests/harness/installation.ts';
import { makeSample } from '../sample/actions.ts';
import { backUp } from './actions.ts';
import { usualRetention } from './retention.ts';

// A disk of its own that one backup fits on and a second does not; only root on Linux may make one.
let source: Installation;
let mounted = false;

beforeAll(async () => {
  source = await anInstallation();
  const now = new Date('2026-03-02T17:00:00Z');
  const made = await makeSample(source.database, { slug: 'sample', patients: 200, seed: 5, now });
  if (!made.ok) throw new Error(made.refusal.detail);
}, 120_000);
afterAll(async () => {
  if (mounted) execFileSync('umount', [source.place.folder]);
  await source.close();
});

test('a full disk is refused in words, and leaves the former backup whole and nothing else', async (context) => {
  const { place } = source;
  const measure = join(source.root, 'measure');
  const first = await backUpAfterKill({ ...place, folder: measure }, '2026-03-02T03:00:00Z');
  const bytes = readdirSync(join(measure, first)).reduce(
    (sum, file) => sum + statSync(join(measure, first, file)).size,
    0,
  );
  mkdirSync(place.folder);
  try {
    execFileSync(
      'mount',
      ['-t', 'tmpfs', '-o', `size=${Math.round(bytes * 1.6)}`, 'keepwell-test', place.folder],
      {
        stdio: 'ignore',
      },
    );
    mounted = true;
  } catch {
    return context.skip('left out: a disk of its own can only be made by root on Linux');
  }
  const whole = await backUpAfterKill(place, '2026-03-02T03:00:00Z');
  const refused = await backUp(place, {
    full: true,
    retention: usualRetention,
    now: new Date('2026-03-03T03:00:00Z'),
  });
  expect(refused).toMatchObject({
    ok: false,
    refusal: { code: 'backup_full', detail: expect.stringContaining('is full; make room') },
  });
  expect(await verifyAll(place)).toEqual([whole]);
  expect(leftoversIn(place.folder)).toEqual([]);
});
