import type { Touchpoint } from './plan-queries.ts';
import type { PlanWords } from './plan-words.ts';

/** What was found elsewhere of acts of this kind; never mixed with the practice's own numbers. */
export function elsewhereOf({
  trigger,
  channel,
}: Pick<Touchpoint, 'trigger' | 'channel'>): keyof PlanWords['elsewhere'] {
  switch (trigger) {
    case 'visit_ahead':
      return 'reminder';
    case 'recall_due':
    case 'drifting':
      if (channel === 'call') return 'recallCall';
      return channel === 'text' ? 'recallText' : channel === 'post' ? 'recallLetter' : 'none';
    case 'after_visit':
      return channel === 'call' || channel === 'email' ? 'checkIn' : 'none';
    case 'milestone_visit':
    case 'told_us_event':
    case 'anniversary':
      return 'thanks';
    case 'birthday':
      return 'birthday';
    default:
      return 'none';
  }
}
