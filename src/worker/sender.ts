import { resolveTxt } from 'node:dns/promises';
import type { LookUpText, SenderFacts } from '../contact/mail/sender-check.ts';
import { domainOf } from '../contact/mail/smtp-settings.ts';
import { findSenderCheck, refreshSenderCheck } from '../contact/sender-check-actions.ts';
import { listAllPractices } from '../practice/actions.ts';
import type { WorkerPorts } from './ports.ts';

export const senderLookSeconds = 900;
// What was entered in DNS takes a while to be seen; what holds is asked for now and then.
const goodForMs = 6 * 3_600_000;
const patienceMs = 8000;

/** What DNS says under a name; no such record is an answer, silence is none. */
export const lookUpText: LookUpText = async (name) => {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMs);
  });
  try {
    return await Promise.race([resolveTxt(name), silence]);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : undefined;
  } finally {
    clearTimeout(timer);
  }
};

/** Asks DNS now and then whether others may believe our mail. */
export function senderWatch(
  { database, clock, log }: WorkerPorts,
  facts: SenderFacts,
  lookUp: LookUpText = lookUpText,
): () => Promise<void> {
  return async () => {
    const now = clock.now();
    const practices = (await listAllPractices(database))
      .filter(({ isSample }) => !isSample)
      .map(({ id }) => id);
    const kept = await Promise.all(
      practices.map((id) => database.inPractice(id, (db) => findSenderCheck(db, id))),
    );
    const domain = domainOf(facts.from) ?? '';
    const holds = (one: (typeof kept)[number]): boolean =>
      one?.passes === true && one.domain === domain && now.getTime() - one.at.getTime() <= goodForMs;
    const isDue = !kept.every(holds);
    if (!isDue) return;
    const { passes } = await refreshSenderCheck(
      (id, work) => database.inPractice(id, work),
      practices,
      lookUp,
      facts,
      now,
    );
    if (!passes) log.warn({ job: 'contact.sender' }, 'the sender’s domain has no DMARC that passes');
  };
}
