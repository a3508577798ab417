import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bareDatabase } from '../../tests/harness/fresh-database.ts';
import { historyIn, killUpgrades } from '../../tests/harness/upgrade-kills.ts';

// After every ninth command of each file; `npm run prove upgrade` kills after each one.
test('an upgrade that is killed inside any file is the old schema or the new one, and loses nothing', async () => {
  const files = historyIn(fileURLToPath(new URL('../../migrations/', import.meta.url)));
  const bare = await bareDatabase();
  try {
    const { kills, differences, applied } = await killUpgrades(bare.access, files, 9);
    expect(differences).toEqual([]);
    expect(applied).toBe(files.length);
    expect([...kills.keys()].sort()).toEqual(files);
    expect([...kills.values()].reduce((sum, one) => sum + one, 0)).toBeGreaterThan(2 * files.length);
  } finally {
    await bare.close();
  }
}, 180_000);
