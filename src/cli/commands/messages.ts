import { listTroubledMessages, retryMessages } from '../../intake/hl7-actions.ts';
import { type CommonOptions, getPractice, withDatabase } from '../context.ts';
import { answer } from '../say.ts';

/** Lists the messages of feeds that were refused or failed, or has them all tried again. */
export async function runMessages(options: CommonOptions & { readonly retry?: boolean }): Promise<void> {
  const json = options.json === true;
  await withDatabase(async ({ database }) => {
    const practice = await getPractice(database, options.practice);
    if (options.retry === true) {
      const retried = await database.inPractice(practice.id, (db) => retryMessages(db, practice));
      answer(json, { retried }, () => `${retried} messages wait to be tried again`);
      return;
    }
    const messages = await database.inPractice(practice.id, (db) => listTroubledMessages(db, practice));
    answer(json, { messages }, () =>
      messages.length === 0
        ? 'no message was refused or failed'
        : messages
            .map(
              ({ receivedAt, feed, kind, controlId, state, reason }) =>
                `${receivedAt.toISOString().slice(0, 19)}Z ${feed} ${kind} ${controlId || '(no control id)'} ${state}: ${reason}`,
            )
            .join('\n'),
    );
  }, json);
}
