import { findWaiting, type Received, receiveInbound } from '../../contact/inbound-actions.ts';
import { countAttempt } from '../../platform/rate-limit.ts';
import { tooManyPage } from './ended-page.ts';
import type { Page } from './frame.ts';
import { askedLimit } from './limits.ts';
import type { Visitor } from './visitor.ts';

type Asked = Omit<Parameters<typeof receiveInbound>[2], 'via' | 'patientId' | 'linkId'>;

/**
 * Puts what somebody asks on a page before the desk; the same again is the same for as long as nobody
 * has answered it, and asked anew from then on. A link may be in anybody's hands: what
 * one patient's pages ask in an hour has an end, or a person who reads each would read nothing else.
 * @returns the page that says so, where it is too much
 */
export async function askDesk(
  visitor: Visitor,
  asked: Asked,
): Promise<Received | { readonly tooMany: Page }> {
  const { db, practice, link, now, language } = visitor;
  const { sameKey, waits } = await findWaiting(db, practice, asked.sameKey);
  if (waits !== undefined) return waits;
  const key = `${practice.id} ${link.patientId}`;
  if (!(await countAttempt(db, askedLimit, key, now)))
    return { tooMany: { ...tooManyPage(language), isProblem: true } };
  return receiveInbound(
    db,
    practice,
    { ...asked, sameKey, via: 'page', patientId: link.patientId, linkId: link.id },
    now,
  );
}
