/** What the owner's page knows when it looks for one thing to decide. */
export interface DecisionFacts {
  /** Patients whose call today's minutes had no room for, and the minutes that those calls take. */
  readonly backlog: number;
  readonly backlogMinutes: number;
  readonly minutesADay: number;
  readonly came: number;
  readonly rebooked: number;
  readonly active: number;
  readonly withoutWay: number;
}

/** One decision, with the numbers that speak for it; the words are the screen's. */
export type Decision =
  | { readonly kind: 'reach'; readonly patients: number; readonly of: number }
  | { readonly kind: 'rebook'; readonly without: number; readonly came: number }
  | { readonly kind: 'minutes'; readonly patients: number; readonly more: number; readonly weeks: number }
  | { readonly kind: 'nothing' };

// A practice works 21 days a month; a backlog that a quarter clears needs no decision.
const workingDaysAWeek = 5;
const weeksToClear = 12;
// Where one in five cannot be reached, no list helps.
const tooManyWithoutWay = 0.2;
// What practices that ask at the desk reach is far above; below it the cheapest minute is the one at checkout.
const usualRebooked = 0.6;
const fewestCame = 30;

/**
 * The one thing worth deciding this week, the cheapest first: what makes every later act possible (a way to reach
 * people), then what costs no minutes (the next visit offered before they leave), then minutes.
 */
export function decisionOf(facts: DecisionFacts): Decision {
  const { active, withoutWay, came, rebooked, backlog, backlogMinutes, minutesADay } = facts;
  if (active > 0 && withoutWay / active >= tooManyWithoutWay) {
    return { kind: 'reach', patients: withoutWay, of: active };
  }
  if (came >= fewestCame && rebooked / came < usualRebooked) {
    return { kind: 'rebook', without: came - rebooked, came };
  }
  const more = Math.ceil(backlogMinutes / (weeksToClear * workingDaysAWeek));
  if (backlog > 0 && backlogMinutes > minutesADay) {
    return { kind: 'minutes', patients: backlog, more, weeks: weeksToClear };
  }
  return { kind: 'nothing' };
}
