import type { PoolConfig } from 'pg';
import { openDatabase } from '../../src/database/database.ts';
import { systemClock } from '../../src/kit/clock.ts';
import { silentLog } from '../../src/platform/log.ts';
import { startWorker } from '../../src/worker/run.ts';

// A worker in a process of its own, so that it can be killed as in life.
process.once('message', async (message: { app: PoolConfig; queue: PoolConfig; dataFolder: string }) => {
  const ports = { database: openDatabase(message.app), clock: systemClock, log: silentLog };
  await startWorker(ports, {
    queue: message.queue,
    dataFolder: message.dataFolder,
    anchorKey: Buffer.alloc(32, 1),
  });
  process.send?.('up');
});
