import type { FastifyRequest } from 'fastify';
import { networkOf } from '../../platform/network.ts';
import { countAttempt, type Limit } from '../../platform/rate-limit.ts';
import type { HttpPorts } from '../ports.ts';

const minutes = 10;

/** A household behind one address reads a few pages; whoever asks for hundreds is looking for links. */
export const pageLimits = {
  network: { name: 'patient_page.network', attempts: 300, windowMinutes: minutes },
  token: { name: 'patient_page.token', attempts: 120, windowMinutes: minutes },
} as const satisfies Record<string, Limit>;

/** Mail providers send the one-clicks of everybody from a few addresses. */
export const oneClickLimits = {
  network: { name: 'patient_page.one_click.network', attempts: 20_000, windowMinutes: minutes },
  token: { name: 'patient_page.one_click.token', attempts: 1_000, windowMinutes: minutes },
} as const satisfies Record<string, Limit>;

/** What strangers send, not what they look at. */
export const enquiryLimits = {
  network: { name: 'patient_page.enquiry.network', attempts: 10, windowMinutes: 60 },
  practice: { name: 'patient_page.enquiry.practice', attempts: 300, windowMinutes: 60 },
} as const satisfies Record<string, Limit>;

/**
 * What one patient's pages may put before people: each link that a message carries opens the same desk.
 */
export const askedLimit = {
  name: 'patient_page.asked',
  attempts: 10,
  windowMinutes: 60,
} as const satisfies Limit;

/**
 * Counts in a transaction of its own, so that a refused try counts too. Whoever is over one limit is counted by none
 * behind it: they would use up what others share, and leave a row for each address that they make up.
 * @returns whether all are within their limits
 */
export async function withinLimits(
  ports: HttpPorts,
  counted: readonly (readonly [Limit, string])[],
): Promise<boolean> {
  const now = ports.clock.now();
  return ports.database.untenanted(async (db) => {
    for (const [limit, key] of counted) if (!(await countAttempt(db, limit, key, now))) return false;
    return true;
  });
}

export function networkKey(request: FastifyRequest): string {
  return networkOf(request.ip);
}
