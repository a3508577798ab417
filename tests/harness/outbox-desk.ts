import { queueMessages, type WantedMessage } from '../../src/contact/outbox-actions.ts';
import { inPracticeOf } from './installed.ts';

/** Puts messages into the outbox of a running installation's only practice: an e-mail, a text and letters. */
export function queueInto(dataFolder: string): Promise<number> {
  return inPracticeOf(dataFolder, async (db, practice) => {
    const now = new Date();
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
}
