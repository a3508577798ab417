/** A schedule older than this may have changed under the hands of the desk, minutes. */
const freshMinutes = 30;

/**
 * Whether the schedule can still be relied on when somebody is called. The one place of this rule.
 * @param asOf when the schedule last spoke to us; null: never, and then nothing rests on it
 */
export function isStale(asOf: Date | null, now: Date): boolean {
  return asOf !== null && now.getTime() - asOf.getTime() > freshMinutes * 60_000;
}
