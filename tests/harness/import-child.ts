import type { PoolConfig } from 'pg';
import { openDatabase } from '../../src/database/database.ts';
import { importFiles } from '../../src/intake/actions.ts';
import type { ImportOptions } from '../../src/intake/model.ts';
import type { Practice } from '../../src/practice/model.ts';

// Imports when it is told to, and says when it begins to: somebody may kill it meanwhile.
export interface ImportOrder {
  readonly app: PoolConfig;
  readonly practice: Practice;
  readonly paths: readonly string[];
  readonly options: ImportOptions;
}

/** What it says at the end: the outcome, and the most memory that the process has held. */
export interface ImportAnswer {
  readonly outcome: Awaited<ReturnType<typeof importFiles>>;
  readonly peakMb: number;
}

process.once('message', async (order: ImportOrder) => {
  process.send?.('begun');
  const database = openDatabase(order.app);
  const outcome = await importFiles(database, order.practice, order.paths, order.options);
  await database.close();
  const answer: ImportAnswer = { outcome, peakMb: process.resourceUsage().maxRSS / 1024 };
  process.send?.(answer);
  process.disconnect?.();
});
process.send?.('ready');
