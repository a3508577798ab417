import { judgeDue } from '../../contact/messages/claim.ts';
import { readPause } from '../../contact/outbox-actions.ts';
import { sendDue } from '../../contact/send-actions.ts';
import { systemClock } from '../../kit/clock.ts';
import type { Practice } from '../../practice/model.ts';
import { type CommandContext, type CommonOptions, getPractice, withDatabase } from '../context.ts';
import { openChannels } from '../open-channels.ts';
import { answer } from '../say.ts';

// More than anybody reads on a terminal; the rest is counted when it goes.
const mostLooked = 500;

/** Undoes itself: what the gate would say is read in a transaction that is rolled back. */
class OnlyLooked extends Error {}

async function lookAt(context: CommandContext, practice: Practice): Promise<readonly Line[]> {
  const channels = await openChannels(context.config, systemClock);
  let lines: readonly Line[] = [];
  try {
    await context.database.inPractice(practice.id, async (db) => {
      const judged = await judgeDue(db, practice, {
        channels,
        clock: systemClock,
        limit: mostLooked,
        leaseMs: 1000,
        kinds: ['email', 'text', 'post'],
      });
      lines = judged.map(({ message, judged: { step, move } }) => ({
        id: message.id,
        patientId: message.patientId,
        channel: message.channel,
        would: step === 'claim' ? 'go' : step,
        until: move.dueAt?.toISOString() ?? null,
        why: move.why ?? null,
      }));
      throw new OnlyLooked();
    });
  } catch (error) {
    if (!(error instanceof OnlyLooked)) throw error;
  } finally {
    await channels.email.close();
  }
  return lines;
}

interface Line {
  readonly id: string;
  readonly patientId: string;
  readonly channel: string;
  readonly would: 'go' | 'delay' | 'hold' | 'cancel';
  readonly until: string | null;
  readonly why: string | null;
}

function inWords(lines: readonly Line[], paused: boolean): string {
  if (lines.length === 0) return 'Nothing is due.';
  const say = { go: 'goes', delay: 'waits', hold: 'is held', cancel: 'is dropped' };
  return [
    `${paused ? 'Everything is held. Otherwise:' : 'Now:'}`,
    ...lines.map(
      ({ id, channel, would, until, why }) =>
        `  ${channel} ${say[would]}${until === null ? '' : ` until ${until}`}${why === null ? '' : `: ${why}`} [${id}]`,
    ),
  ].join('\n');
}

/** Sends what is due now, or says with --dry-run what would go and why the rest would not; then nothing is changed. */
export async function runSend(options: CommonOptions & { readonly dryRun?: boolean }): Promise<void> {
  await withDatabase(async (context) => {
    const { database, config } = context;
    const practice = await getPractice(database, options.practice);
    if (options.dryRun === true) {
      const paused = await database.inPractice(practice.id, (db) => readPause(db, practice));
      const lines = await lookAt(context, practice);
      const report = { paused: paused !== undefined, messages: lines };
      answer(options.json === true, report, () => inWords(lines, paused !== undefined));
      return;
    }
    const channels = await openChannels(config, systemClock);
    const report = await sendDue({ database, clock: systemClock, channels }, practice);
    await channels.email.close();
    answer(
      options.json === true,
      report,
      () => `${report.accepted} sent, ${report.unknown} uncertain, of ${report.handed} handed over`,
    );
  }, options.json === true);
}
