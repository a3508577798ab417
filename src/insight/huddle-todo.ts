import { daysBetween, type LocalDate } from '../kit/local-date.ts';
import { told } from '../words/told.ts';

export interface TodoFacts {
  readonly isFirst: boolean;
  readonly longAway: boolean;
  readonly needsInterpreter: boolean;
  /** They told us so before the visit. */
  readonly worried: boolean;
  readonly birthday: boolean;
  /** What we owe them; it stands beside, with its day. */
  readonly promises: readonly unknown[];
  /** What they told us and what may be said, newest first. */
  readonly matters: readonly {
    readonly words: string;
    readonly toldOn: LocalDate;
    readonly locked: boolean;
  }[];
}

/** Shorter than this nobody was away, days. */
const leastAway = 183;
/** And by so much longer than it usually takes: whoever comes once a year is on time after a year. */
const longerThanUsual = 1.5;
/** News older than this was asked about at a visit since, days. */
const freshDays = 200;

/**
 * Away so long that the team asks how they are before anything else.
 * @param days since the last visit; null: this is the first
 * @param usual days between visits; null: not known
 */
export function isLongAway(days: number | null, usual: number | null): boolean {
  return days !== null && days >= Math.max(leastAway, longerThanUsual * (usual ?? 0));
}

/**
 * The one thing to do about a visit: what is owed goes before what is kind, and what is kind before what is usual.
 * One thing, because of five nobody does any.
 * @returns a told sentence; undefined where nothing stands out
 */
export function todoOf(facts: TodoFacts, day: LocalDate): string | undefined {
  if (facts.promises.length > 0) return told.huddle.keepPromise;
  if (facts.needsInterpreter) return told.huddle.interpreter;
  if (facts.worried) return told.huddle.worried;
  if (facts.isFirst) return told.huddle.first;
  if (facts.longAway) return told.huddle.away;
  const news = facts.matters.find(({ locked, toldOn }) => !locked && daysBetween(toldOn, day) <= freshDays);
  if (news !== undefined) return told.huddle.askAbout(news.words);
  return facts.birthday ? told.huddle.birthday : undefined;
}

/** Whether a whole birth date falls on the day; on 28 February also that of the 29th where there is none. */
export function hasBirthday(birth: LocalDate | null, precision: string | null, day: LocalDate): boolean {
  if (birth === null || precision !== 'day') return false;
  if (birth.slice(5) === day.slice(5)) return true;
  const leap = new Date(Date.UTC(Number(day.slice(0, 4)), 1, 29)).getUTCMonth() === 1;
  return birth.slice(5) === '02-29' && day.slice(5) === '02-28' && !leap;
}
