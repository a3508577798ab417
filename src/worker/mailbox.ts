import { boxOf, type ImapSettings } from '../contact/mail/imap-settings.ts';
import { NotRead, openMailbox, turnMs } from '../contact/mail/mailbox-reader.ts';
import { batch, noteNotRead, readMailbox, type Stumbles } from '../contact/mailbox-actions.ts';
import { faultFields } from '../platform/log.ts';
import { listAllPractices } from '../practice/actions.ts';
import type { WorkerPorts } from './ports.ts';

/** An answer that asks to stop takes effect within this and a moment; the law gives ten days. */
export const mailboxLookSeconds = 30;

/** Reads the mailbox of answers and of what came back. A sample practice has none. */
export function mailboxWatch(
  { database, clock, log }: WorkerPorts,
  settings: ImapSettings,
): () => Promise<void> {
  const ports = { database, clock };
  const box = boxOf(settings);
  const stumbles: Stumbles = new Map();
  return async () => {
    const practices = (await listAllPractices(database)).filter(({ isSample }) => !isSample);
    if (practices.length === 0) return;
    try {
      const open = await openMailbox(settings);
      try {
        // Whoever fills the mailbox with rubbish holds no stop up that lies behind it: on to the end, while the line lasts.
        const until = performance.now() + turnMs * 0.8;
        for (let looked = batch; looked === batch && performance.now() < until; ) {
          const reading = await readMailbox(ports, practices, box, open, stumbles);
          ({ looked } = reading);
          if (reading.taken > 0) log.info({ job: 'contact.mailbox', count: reading.taken }, 'took in mail');
          for (const fault of reading.faults)
            log.error({ job: 'contact.mailbox', fault: faultFields(fault) }, 'a mail was passed over');
        }
      } finally {
        await open.close();
      }
    } catch (error) {
      const failure = error instanceof NotRead ? error.failure : 'program';
      await noteNotRead(ports, practices, box, failure);
      log.warn({ job: 'contact.mailbox', fault: faultFields(error) }, 'the mailbox was not read');
    }
  };
}
