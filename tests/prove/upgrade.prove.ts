import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareServer } from '../../src/database/embedded/roles.ts';
import { startServer } from '../../src/database/embedded/server.ts';
import { historyIn, killUpgrades } from '../harness/upgrade-kills.ts';
import type { Claim } from './rhythm.prove.ts';

/** Kills the migration after every single command of every file; about a minute. */
export async function prove(): Promise<{ readonly claims: readonly Claim[] }> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'keepwell-proof-'));
  const server = await startServer({ dataFolder, settings: { fsync: 'off' } });
  if (!server.ok) throw new Error(server.refusal.detail);
  try {
    const { superuser, owner, app, queue } = server.value.access;
    const password = (config: { password?: unknown }): string => String(config.password ?? '');
    const access = await prepareServer(superuser, 'upgrade', {
      postgres: password(superuser),
      keepwell_owner: password(owner),
      keepwell_app: password(app),
      keepwell_queue: password(queue),
    });
    const files = historyIn('migrations');
    const { kills, differences, applied } = await killUpgrades(access, files, 1);
    for (const line of differences.slice(0, 20)) console.log(line);
    const total = [...kills.values()].reduce((sum, one) => sum + one, 0);
    return {
      claims: [
        { claim: 'kills, one after each command', measured: total, atLeast: 200, atMost: 100_000 },
        {
          claim: 'files that were killed',
          measured: kills.size,
          atLeast: files.length,
          atMost: files.length,
        },
        { claim: 'files applied in the end', measured: applied, atLeast: files.length, atMost: files.length },
        {
          claim: 'states between two schemas, or rows lost',
          measured: differences.length,
          atLeast: 0,
          atMost: 0,
        },
      ],
    };
  } finally {
    await server.value.stopAnyway();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
