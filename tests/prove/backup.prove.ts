import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type BackupPlace, restore } from '../../src/backup/actions.ts';
import { openDatabase } from '../../src/database/database.ts';
import type { ServerAccess } from '../../src/database/embedded/access.ts';
import { startServer } from '../../src/database/embedded/server.ts';
import { migrate } from '../../src/database/migrate.ts';
import { scratchOnEmbedded } from '../../src/database/scratch.ts';
import { makeSample } from '../../src/sample/actions.ts';
import { seededRandom } from '../../src/statistics/functions/random.ts';
import { backUpAfterKill, killDuring, leftoversIn, verifyAll } from '../harness/backup-kills.ts';
import { compileScript } from '../harness/compiled-child.ts';
import type { Claim } from './rhythm.prove.ts';

const kills = 50;

async function countPatients(access: pg.PoolConfig): Promise<number> {
  const client = new pg.Client(access);
  await client.connect();
  const found = await client.query<{ n: number }>('select count(*)::int as n from patient');
  await client.end();
  return found.rows[0]?.n ?? -1;
}

/** Kills fifty backups, full and of the day by turns: every former backup is read whole after each. */
async function killBackups(script: string, place: BackupPlace): Promise<{ killed: number; lost: number }> {
  const random = seededRandom(11);
  let killed = 0;
  let lost = 0;
  for (let turn = 0; turn < kills; turn += 1) {
    const day = new Date(Date.UTC(2026, 2, 3 + turn)).toISOString().slice(0, 10);
    const before = await verifyAll(place);
    const order = { what: 'back up', place, full: turn % 2 === 0, at: `${day}T01:00:00Z` } as const;
    if ((await killDuring(script, order, random.uniform() * 400)) === 'killed') killed += 1;
    const after = await verifyAll(place);
    // The kill may come during the removal of what the retention lets go, but never takes the newest.
    if (after.length === 0 || !after.includes(before.at(-1) ?? '')) lost += 1;
    await backUpAfterKill(place, `${day}T02:00:00Z`);
    if (leftoversIn(place.folder).length > 0) lost += 1;
  }
  return { killed, lost };
}

/** Kills fifty restores: the database is empty or whole after each, and a second restore succeeds. */
async function killRestores(
  script: string,
  place: BackupPlace,
  server: ServerAccess,
  patients: number,
): Promise<{ killed: number; half: number }> {
  const random = seededRandom(12);
  const makeScratch = scratchOnEmbedded(server);
  let killed = 0;
  let half = 0;
  for (let turn = 0; turn < kills; turn += 1) {
    const scratch = await makeScratch();
    if (!scratch.ok) throw new Error(scratch.refusal.detail);
    const dataFolder = mkdtempSync(join(tmpdir(), 'keepwell-proof-target-'));
    try {
      const target = { ...place, access: scratch.value.access, dataFolder };
      const order = { what: 'restore', place: target, full: false, at: '' } as const;
      if ((await killDuring(script, order, random.uniform() * 1500)) === 'killed') killed += 1;
      const found = await countPatients(scratch.value.access.owner);
      if (found !== 0 && found !== patients) half += 1;
      if (found === 0) {
        const again = await restore(target, {});
        if (!again.ok || (await countPatients(scratch.value.access.owner)) !== patients) half += 1;
      }
    } finally {
      await scratch.value.drop();
      rmSync(dataFolder, { recursive: true, force: true });
    }
  }
  return { killed, half };
}

/** About five minutes. No kill costs a backup that was there, or leaves half a restore. */
export async function prove(): Promise<{ readonly claims: readonly Claim[] }> {
  const root = mkdtempSync(join(tmpdir(), 'keepwell-proof-'));
  const dataFolder = join(root, 'data');
  const compiled = compileScript('tests/harness/backup-child');
  const server = await startServer({ dataFolder, settings: { fsync: 'off' } });
  if (!server.ok) throw new Error(server.refusal.detail);
  const { access } = server.value;
  try {
    await migrate(access);
    const database = openDatabase(access.app);
    const now = new Date('2026-03-02T17:00:00Z');
    const made = await makeSample(database, { slug: 'sample', patients: 1200, seed: 5, now });
    await database.close();
    if (!made.ok) throw new Error(made.refusal.detail);
    const place: BackupPlace = {
      access,
      dataFolder,
      folder: join(root, 'backups'),
      keyFile: join(root, 'backup.key'),
    };
    await backUpAfterKill(place, '2026-03-02T02:00:00Z');
    const backups = await killBackups(compiled.script, place);
    const restores = await killRestores(compiled.script, place, access, await countPatients(access.owner));
    return {
      claims: [
        {
          claim: `backups killed in the midst, of ${kills}`,
          measured: backups.killed,
          atLeast: kills / 2,
          atMost: kills,
        },
        { claim: 'former backups lost or leftovers kept', measured: backups.lost, atLeast: 0, atMost: 0 },
        {
          claim: `restores killed in the midst, of ${kills}`,
          measured: restores.killed,
          atLeast: kills / 2,
          atMost: kills,
        },
        { claim: 'half-restored databases', measured: restores.half, atLeast: 0, atMost: 0 },
      ],
    };
  } finally {
    await server.value.stopAnyway();
    compiled.remove();
    rmSync(root, { recursive: true, force: true });
  }
}
