import { parseClock } from '../../kit/instant.ts';
import type { ContactPolicy, WholeAsk } from '../model.ts';
import { clockOf, dayMs, type Hours, isWithin, nextWithin, type Week, type ZoneClock } from './clock.ts';
import type { Rules } from './place.ts';

/** Nothing that keeps hours waits for longer; where no hour fits by then, none ever will. */
const longestWait = 8 * dayMs;

const weeks = new WeakMap<ContactPolicy, Week>();

function practiceWeek(policy: ContactPolicy): Week {
  let week = weeks.get(policy);
  if (week === undefined) {
    const hours: Hours = [parseClock(policy.callFrom) ?? 0, parseClock(policy.callTo) ?? 1440];
    week = [1, 2, 3, 4, 5, 6, 7].map((day) => (policy.callWeekdays.includes(day) ? hours : undefined));
    weeks.set(policy, week);
  }
  return week;
}

export interface HoursAnswer {
  /** Undefined: there is no such hour. */
  readonly opens: number | undefined;
  /** The practice does not call at the instant that was asked about. */
  readonly practiceClosed: boolean;
  /** The law of a place where the recipient may be asks for quiet at that instant. */
  readonly quiet: boolean;
}

/**
 * The first instant from `time` on at which the practice calls and nowhere that the recipient may be is a quiet hour.
 * @param zone of the patient's location, by whose clock the practice calls
 */
export function nextHours(
  ask: WholeAsk,
  policy: ContactPolicy,
  zone: string,
  rules: Rules,
  time: number,
): HoursAnswer {
  const free = { opens: time, practiceClosed: false, quiet: false };
  const heldByHours = ask.channel === 'call' || ask.channel === 'text';
  if (!heldByHours || (ask.answering && rules.packs.every((pack) => pack.answeringExempt))) return free;
  const own = clockOf(zone);
  const ownWeek = practiceWeek(policy);
  const law = ask.channel === 'call' ? rules.call : rules.text;
  const all: (readonly [ZoneClock, Week])[] = rules.zones.map((clock) => [clock, law]);
  if (own !== undefined) all.push([own, ownWeek]);
  const practiceClosed = own !== undefined && !isWithin(own, ownWeek, time);
  const quiet = rules.zones.some((clock) => !isWithin(clock, law, time));
  if (!practiceClosed && !quiet) return free;
  let at = time;
  for (let settled = false; !settled; ) {
    settled = true;
    for (const [clock, week] of all) {
      const next = nextWithin(clock, week, at);
      if (next === undefined || next - time > longestWait) {
        return { opens: undefined, practiceClosed, quiet };
      }
      if (next > at) {
        at = next;
        settled = false;
      }
    }
  }
  return { opens: at, practiceClosed, quiet };
}
