import type { CDPSession, Page } from 'playwright-core';

/** A line and a machine. */
export interface Profile {
  readonly name: string;
  readonly megabitsASecond: number;
  readonly latency: number;
  /** How many times slower than this machine. */
  readonly cpu: number;
}

// Runs in the page before anything else of it.
export const observe = `
  window.seen = { lcp: 0, cls: 0, keys: [] };
  new PerformanceObserver((list) => { for (const e of list.getEntries()) window.seen.lcp = e.startTime; })
    .observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.seen.cls += e.value; })
    .observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => { for (const e of list.getEntries()) if (e.name.startsWith('key')) window.seen.keys.push(e.duration); })
    .observe({ type: 'event', buffered: true, durationThreshold: 16 });
`;

export interface Seen {
  readonly lcp: number;
  readonly cls: number;
  readonly keys: readonly number[];
}

export const seen = (page: Page) => page.evaluate('window.seen') as Promise<Seen>;

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export async function slowDown(client: CDPSession, profile: Profile): Promise<void> {
  await client.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: profile.latency,
    downloadThroughput: (profile.megabitsASecond * 1e6) / 8,
    uploadThroughput: (profile.megabitsASecond * 1e6) / 8,
  });
  await client.send('Emulation.setCPUThrottlingRate', { rate: profile.cpu });
}
