import type { Occasion } from './occasion.ts';

/**
 * Something that a patient told us waits for an answer. No folder keeps feedback yet, so there is nothing to find;
 * whoever begins to keep it finds it here, and the touchpoint falls due from then on.
 */
export const feedback: Occasion = {
  restsOnSchedule: false,
  find: async () => ({ candidates: [], total: 0 }),
  gone: async () => undefined,
};
