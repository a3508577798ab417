import { forgetBulkDays } from '../contact/queries/bulk-mail-day.ts';
import { forgetMessages } from '../intake/hl7-actions.ts';
import { forgetImportChanges } from '../intake/import-undo-actions.ts';
import { forgetAttempts } from '../platform/rate-limit.ts';
import { forgetEndedSessions, listAllPractices } from '../practice/actions.ts';
import type { WorkerPorts } from './ports.ts';

/** Forgets what has long ended and nobody asks for: sessions, links, counted attempts, messages, what old imports changed. */
export async function forgetWhatEnded({ database, clock }: WorkerPorts): Promise<void> {
  const now = clock.now();
  await forgetEndedSessions(database, now);
  await database.untenanted(async (db) => {
    await forgetAttempts(db, now);
    await forgetBulkDays(db, now);
  });
  for (const practice of await listAllPractices(database)) {
    await database.inPractice(practice.id, (db) => forgetMessages(db, practice, now));
    await database.inPractice(practice.id, (db) => forgetImportChanges(db, practice.id, now));
  }
}
