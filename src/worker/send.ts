import type { Channels } from '../contact/channels.ts';
import { reconcile, sendDue } from '../contact/send-actions.ts';
import { listAllPractices } from '../practice/actions.ts';
import type { WorkerPorts } from './ports.ts';

/** How often what is due is looked for. Holding everything works sooner: each transaction that claims or hands over reads it. */
export const sendLookSeconds = 2;

// Of one practice at a time, so that a newsletter of one does not keep the reminders of another.
const turnMs = 10_000;
// Leases run for a minute and a half; nobody has to know sooner.
const reconcileEveryMs = 15_000;

/** Sends what is due in every practice, and takes up what dead workers left. */
export function sendWatch(
  { database, clock, log }: WorkerPorts,
  channels: Channels,
): { tick(): Promise<void>; giveUp(): void } {
  const ports = { database, clock, channels };
  let ended = false;
  let reconciledAt = 0;
  const tick = async (): Promise<void> => {
    const looksBack = Date.now() - reconciledAt >= reconcileEveryMs;
    if (looksBack) reconciledAt = Date.now();
    for (const practice of await listAllPractices(database)) {
      if (ended) return;
      const endsAt = Date.now() + turnMs;
      const report = await sendDue(ports, practice, { until: () => ended || Date.now() > endsAt });
      if (report.handed > 0)
        log.info({ job: 'contact.send', practiceId: practice.id, count: report.accepted }, 'sent messages');
      if (!looksBack) continue;
      const { uncertain } = await reconcile(ports, practice);
      if (uncertain.length > 0)
        log.warn(
          { job: 'contact.send', practiceId: practice.id, count: uncertain.length },
          'messages may or may not have arrived',
        );
    }
  };
  return {
    tick,
    giveUp: () => {
      ended = true;
    },
  };
}
