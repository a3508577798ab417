import { localDay, startOfLocalDay, type ZoneClock } from './gate-clock.ts';
import type { Rules } from './gate-place.ts';
import type { ContactFacts, ContactPolicy, WholeAsk } from './model.ts';

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
  const contacts = facts.contacts.map((at) => at.getTime()).sort((a, b) => b - a);
  let ends: number | undefined;
  const most = (chosen: number, span: 'day' | 'week' | 'month'): number =>
    rules.packs.reduce((least, pack) => Math.min(least, pack.most[span]), chosen);
  const spans = [
    [1, most(policy.maxPerDay, 'day')],
    [7, most(policy.maxPerWeek, 'week')],
    [30, most(policy.maxPerMonth, 'month')],
  ] as const;
  for (const [days, count] of spans) {
    // Nobody was contacted often enough for this span, wherever they are.
    if (count >= 1 && contacts.length < count) continue;
    for (const clock of rules.zones) {
      const end = endsIn(clock, contacts, days, count, now);
      if (end !== undefined && (ends === undefined || end > ends)) ends = end;
    }
  }
  return ends;
}
