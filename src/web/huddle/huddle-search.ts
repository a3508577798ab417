export interface HuddleSearch {
  /** Absent: today. */
  readonly asOf?: string;
}

/** A day is all that stands in the address. */
export function readHuddleSearch(search: Record<string, unknown>): HuddleSearch {
  const { asOf } = search;
  return typeof asOf === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(asOf) ? { asOf } : {};
}

/** The day so many days after another. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
