import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { isAlive, type ProcessFacts } from './processes.ts';
import { errorCode } from './refusals.ts';

/** Whether a running server lets a visitor in; waits while it starts, recovers or shuts down. */
export async function waitForAnswer(
  visitor: pg.PoolConfig,
  postmaster: ProcessFacts,
): Promise<'answers' | 'ended' | { readonly trouble: string }> {
  const deadline = Date.now() + 60_000;
  let trouble = '';
  while (Date.now() < deadline) {
    if (!isAlive(postmaster.pid, postmaster.startedAt)) return 'ended';
    const client = new pg.Client({ ...visitor, connectionTimeoutMillis: 10_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('select 1');
      return 'answers';
    } catch (fault) {
      trouble = fault instanceof Error ? fault.message : String(fault);
      // 57P03 starting up or shutting down; 53300 every seat taken; the others while the socket comes and goes.
      if (!['57P03', '57P01', '53300', 'ECONNREFUSED', 'ENOENT', 'ECONNRESET'].includes(errorCode(fault)))
        break;
      await pause(20);
    } finally {
      await client.end().catch(() => {});
    }
  }
  return { trouble };
}
