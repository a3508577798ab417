/** A message that a provider does not take is tried so often; with the waits below, for about a day. */
export const triesAtMost = 8;

const waitsMinutes = [1, 5, 15, 60, 180, 360, 720] as const;

/** When to try again after so many tries. */
export function retryAt(attempts: number, now: Date): Date {
  const minutes = waitsMinutes[Math.min(Math.max(attempts, 1), waitsMinutes.length) - 1] ?? 720;
  return new Date(now.getTime() + minutes * 60_000);
}
