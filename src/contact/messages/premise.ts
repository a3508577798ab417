import { told } from '../../words/told.ts';
import type { DueMessage } from '../queries/outbox-due.ts';
import type { WritingFacts } from '../queries/outbox-facts.ts';

const open = ['booked', 'confirmed'];

/**
 * Why a message about a visit may not go any more, read when it would. Undefined: nothing speaks against it.
 * Pure.
 */
export function brokenPremise(
  { premise }: Pick<DueMessage, 'premise'>,
  facts: Pick<WritingFacts, 'visitStartsAt' | 'visitStatus'>,
  now: Date,
): string | undefined {
  if (premise === null) return undefined;
  const { visitStartsAt, visitStatus } = facts;
  if (visitStartsAt === null || visitStatus === null || visitStatus === 'cancelled')
    return told.outbox.visitGone;
  if (!premise.open) return visitStatus === 'no_show' ? told.outbox.visitGone : undefined;
  if (visitStartsAt.getTime() !== Date.parse(premise.startsAt)) return told.outbox.visitMoved;
  if (!open.includes(visitStatus) || visitStartsAt.getTime() <= now.getTime()) return told.outbox.visitOver;
  return undefined;
}
