import { forgetAttempts } from '../platform/rate-limit.ts';
import { forgetEndedSessions } from '../practice/actions.ts';
import type { WorkerPorts } from './ports.ts';

/** Forgets what has long ended and nobody asks for: sessions, links, counted attempts. */
export async function forgetWhatEnded({ database, clock }: WorkerPorts): Promise<void> {
  const now = clock.now();
  await forgetEndedSessions(database, now);
  await database.untenanted((db) => forgetAttempts(db, now));
}
