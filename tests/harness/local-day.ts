/**
 * The local day so many days from now, as a practice system in New York would write it. A story may run over midnight:
 * what must still be ahead when it is looked at is booked for two days in a row.
 */
export function dayFromNow(days: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(
    Date.now() + days * 86_400_000,
  );
}
