import type { ContactFacts, ContactPolicy, WholeAsk } from '../model.ts';
import { localDay, startOfLocalDay, type ZoneClock } from './clock.ts';
import type { Rules } from './place.ts';

/** Days in one place of which the latest counts today. */
function endsIn(
  clock: ZoneClock,
  contacts: readonly number[],
  days: number,
  most: number,
  now: number,
): number | undefined {
  const today = localDay(clock, now);
  // Newest first: the one at which the cap is reached gives way when its day leaves the span.
  const blocking = contacts[most - 1];
  if (most < 1) return startOfLocalDay(clock, today + 1, now);
  if (blocking === undefined) return undefined;
  const day = localDay(clock, blocking);
  return day > today - days ? startOfLocalDay(clock, day + days, now) : undefined;
}

/**
 * The first instant at which every cap has room again, in every place where the recipient may be; undefined when it has
 * room now. Spans are whole days of the recipient, today being the last, so a change of clocks moves nothing.
 */
export function capEnds(
  ask: WholeAsk,
  facts: ContactFacts,
  policy: ContactPolicy,
  rules: Rules,
  now: number,
): number | undefined {
  if (ask.owed || ask.channel === 'in_person') return undefined;
  // Most patients were left in peace: nothing to count.
  const least = Math.min(policy.maxPerDay, policy.maxPerWeek, policy.maxPerMonth);
  if (facts.contacts.length === 0 && least >= 1) return undefined;
  const contacts = facts.contacts.map((at) => at.getTime()).sort((a, b) => b - a);
  let ends: number | undefined;
  const look = (days: number, chosen: number, span: 'day' | 'week' | 'month'): void => {
    const count = rules.packs.reduce((most, pack) => Math.min(most, pack.most[span]), chosen);
    // Nobody was contacted often enough for this span, wherever they are.
    if (count >= 1 && contacts.length < count) return;
    for (const clock of rules.zones) {
      const end = endsIn(clock, contacts, days, count, now);
      if (end !== undefined && (ends === undefined || end > ends)) ends = end;
    }
  };
  look(1, policy.maxPerDay, 'day');
  look(7, policy.maxPerWeek, 'week');
  look(30, policy.maxPerMonth, 'month');
  return ends;
}
