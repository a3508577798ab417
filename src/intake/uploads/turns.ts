import type { PracticeId } from '../../kit/ids.ts';

/** Who waits for whom: one check or import of a practice at a time, in the order they were asked for. */
export interface Turns {
  /** True when so many wait already that one more is refused. */
  full(practice: PracticeId): boolean;
  take(practice: PracticeId, work: () => Promise<void>): Promise<void>;
}

export function createTurns(mostWaiting: number): Turns {
  const last = new Map<PracticeId, Promise<void>>();
  const waiting = new Map<PracticeId, number>();
  return {
    full: (practice) => (waiting.get(practice) ?? 0) > mostWaiting,
    take: async (practice, work) => {
      waiting.set(practice, (waiting.get(practice) ?? 0) + 1);
      const mine = (last.get(practice) ?? Promise.resolve()).then(work);
      const settled = mine
        .catch(() => {})
        .finally(() => {
          const left = (waiting.get(practice) ?? 1) - 1;
          if (left > 0) waiting.set(practice, left);
          else waiting.delete(practice);
          if (last.get(practice) === settled) last.delete(practice);
        });
      last.set(practice, settled);
      await mine;
    },
  };
}
