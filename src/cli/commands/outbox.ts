import { readPause } from '../../contact/outbox-actions.ts';
import { countMessages, listMessageLines } from '../../contact/queries/outbox-list.ts';
import { inLanguage } from '../../kit/words.ts';
import { told } from '../../words/told.ts';
import { type CommonOptions, getPractice, withDatabase } from '../context.ts';
import { answer } from '../say.ts';

/** What waits, asks, went and was dropped, and the next that are due. Says ids, and nobody's name. */
export async function runOutbox(options: CommonOptions & { readonly next?: number }): Promise<void> {
  await withDatabase(async ({ database }) => {
    const practice = await getPractice(database, options.practice);
    const found = await database.inPractice(practice.id, async (db) => ({
      paused: await readPause(db, practice),
      counts: await countMessages(db, practice.id, new Date()),
      waiting: await listMessageLines(db, practice.id, 'waiting'),
      asks: await listMessageLines(db, practice.id, 'asks'),
    }));
    const present = (line: (typeof found.waiting)[number]) => ({
      id: line.id,
      patientId: line.patientId,
      source: line.source,
      channel: line.channel,
      state: line.state,
      dueAt: line.dueAt.toISOString(),
      why: line.why,
    });
    const next = found.waiting.slice(0, options.next ?? 10);
    const report = {
      paused: found.paused === undefined ? null : found.paused.at.toISOString(),
      counts: found.counts,
      next: next.map(present),
      asks: found.asks.map(present),
    };
    const line = (one: (typeof found.waiting)[number]): string =>
      `  ${one.dueAt.toISOString()} ${one.channel} ${inLanguage(one.template, ['en'])?.text ?? one.source}: ${told.outbox.states[one.state]}${one.why === null ? '' : ` (${one.why})`} [${one.id}]`;
    answer(options.json === true, report, () => {
      const { waiting, asks, sent, mailbox, dropped, toPrint } = found.counts;
      return [
        found.paused === undefined
          ? 'Messages go out.'
          : `Everything is held since ${found.paused.at.toISOString()}.`,
        `${waiting} wait, ${asks} ask for a person, ${sent} sent, ${mailbox} in the mailbox, ${dropped} dropped, ${toPrint} letters to print`,
        ...(next.length === 0 ? [] : ['', 'Next:', ...next.map(line)]),
        ...(found.asks.length === 0 ? [] : ['', 'Ask for a person:', ...found.asks.map(line)]),
      ].join('\n');
    });
  }, options.json === true);
}
