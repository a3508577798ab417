import type { Db } from '../database/database.ts';
import type { PracticeId } from '../kit/ids.ts';
import { checkSender, type LookUpText, type SenderChecked, type SenderFacts } from './mail/sender-check.ts';
import { bulkDayOf, lockBulkDay } from './queries/bulk-mail-day.ts';

/** Bulk mails a day while others cannot tell that our mail is ours (L-43). */
export const uncheckedADay = 100;

/** What DNS said when it was last asked, and when. */
export type KeptCheck = SenderChecked & { readonly at: Date };

export async function findSenderCheck(db: Db, practice: PracticeId): Promise<KeptCheck | undefined> {
  const row = await db
    .selectFrom('sender_check')
    .select(['domain', 'at', 'spf', 'dkim', 'dmarc', 'passes', 'wanted'])
    .where('practice_id', '=', practice)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { ...row, wanted: Object.entries(row.wanted).map(([name, text]) => ({ name, text })) };
}

async function keep(db: Db, practice: PracticeId, checked: SenderChecked, now: Date): Promise<void> {
  const wanted = Object.fromEntries(checked.wanted.map(({ name, text }) => [name, text]));
  const values = { ...checked, at: now, wanted: JSON.stringify(wanted) };
  await db
    .insertInto('sender_check')
    .values({ practice_id: practice, ...values })
    .onConflict((conflict) => conflict.column('practice_id').doUpdateSet(values))
    .execute();
}

/**
 * What a new answer makes of the one before: where nobody answered, what was known of the same domain holds on.
 * Pure.
 */
export function settleCheck(before: SenderChecked | undefined, found: SenderChecked): SenderChecked {
  const silent = found.dkim === 'no_answer' || found.dmarc === 'no_answer';
  const holds = silent && before !== undefined && before.domain === found.domain && before.passes;
  const stands = (one: string): boolean => one === 'pass' || one === 'no_answer';
  return holds ? { ...found, passes: stands(found.dkim) && stands(found.dmarc) } : found;
}

/** Asks DNS, outside of any transaction, and keeps the answer for each practice that sends by this domain. */
export async function refreshSenderCheck(
  inPractice: <T>(id: PracticeId, work: (db: Db) => Promise<T>) => Promise<T>,
  practices: readonly PracticeId[],
  lookUp: LookUpText,
  facts: SenderFacts,
  now: Date,
): Promise<SenderChecked> {
  const found = await checkSender(lookUp, facts);
  for (const id of practices) {
    await inPractice(id, async (db) => {
      await keep(db, id, settleCheck(await findSenderCheck(db, id), found), now);
    });
  }
  return found;
}

/**
 * How many more bulk mails of a domain may go by the mail server today, whichever practice writes them: others judge the
 * domain. Undefined: as many as there are. Whoever asks holds the others off until the transaction ends, so that two that
 * claim at once do not both take the last.
 */
export async function bulkLeft(
  db: Db,
  practice: PracticeId,
  domain: string | undefined,
  now: Date,
): Promise<number | undefined> {
  const check = await findSenderCheck(db, practice);
  // What was found out about another domain says nothing of this one.
  if (check?.passes === true && (domain === undefined || check.domain === domain)) return undefined;
  const sent = await lockBulkDay(db, domain ?? '', bulkDayOf(now));
  return Math.max(0, uncheckedADay - sent);
}
