import { queueMessages, type WantedMessage } from '../../src/contact/outbox-actions.ts';
import { openDatabase } from '../../src/database/database.ts';
import { openInstallation } from '../../src/database/open.ts';
import { readConfig } from '../../src/platform/config.ts';
import { listAllPractices } from '../../src/practice/actions.ts';

/** Puts messages into the outbox of a running installation's only practice: an e-mail, a text and letters. */
export async function queueInto(dataFolder: string): Promise<number> {
  const config = readConfig({ KEEPWELL_DATA: dataFolder, KEEPWELL_BACKUP: 'off' });
  if (!config.ok) throw new Error(config.refusal.detail);
  const opened = await openInstallation(config.value, () => {});
  if (!opened.ok) throw new Error(opened.refusal.detail);
  const database = openDatabase(opened.value.access.app);
  try {
    const [practice] = await listAllPractices(database);
    if (practice === undefined) throw new Error('there is no practice');
    const now = new Date();
    return await database.inPractice(practice.id, async (db) => {
      const coming = await db
        .selectFrom('visit')
        .select(['id', 'patient_id', 'starts_at'])
        .where('practice_id', '=', practice.id)
        .where('status', '=', 'booked')
        .where('starts_at', '>', now)
        .orderBy('starts_at')
        .orderBy('id')
        .limit(60)
        .execute();
      const once = coming.filter(
        ({ patient_id }, i) => coming.findIndex((other) => other.patient_id === patient_id) === i,
      );
      const wanted = once.map(({ id, patient_id, starts_at }, i): WantedMessage => {
        const channel = i % 4 === 3 ? 'post' : i % 4 === 2 ? 'text' : 'email';
        return {
          source: 'visit_reminder',
          patientId: patient_id,
          occurrence: id,
          channel,
          templateCode: 'visit_reminder',
          legalClass: 'treatment',
          purpose: 'care',
          about: 'visit',
          // Some are for later: they wait.
          dueAt: i % 5 === 4 ? new Date(now.getTime() + 3_600_000) : now,
          visit: { id, startsAt: starts_at, open: true },
        };
      });
      return (await queueMessages(db, practice, wanted, now)).queued;
    });
  } finally {
    await database.close();
    await opened.value.stop();
  }
}
