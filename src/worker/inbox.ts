import { lookIntoInbox, newInboxMemory } from '../intake/inbox-actions.ts';
import { faultFields } from '../platform/log.ts';
import { listAllPractices } from '../practice/actions.ts';
import type { WorkerPorts } from './ports.ts';

export const inboxLookSeconds = 10;

/** Looks into the watched folders of all practices; a sample has none. */
export function inboxWatch({ database, clock, log }: WorkerPorts, root: string): () => Promise<void> {
  const memory = newInboxMemory();
  return async () => {
    for (const practice of await listAllPractices(database)) {
      if (practice.isSample) continue;
      const look = await lookIntoInbox(database, practice, root, memory, clock.now());
      const job = { job: 'inbox', practiceId: practice.id };
      for (const fault of look.faults) {
        log.error({ ...job, fault: faultFields(fault) }, 'a file of the watched folder was not brought in');
      }
      const count = look.done + look.refused + look.waiting;
      if (count > 0) log.info({ ...job, count }, 'looked at files of the watched folder');
    }
  };
}
