import type { Feature } from '../statistics/noshow/no-show-design.ts';

/** Whether the practice's own past can say anything of visits to come. */
export type NoShowState = 'told' | 'too_few' | 'no_skill' | 'leakage';

export interface NoShowReasons {
  /** Calendar days between booking and visit; null: nobody knows. */
  readonly leadDays: number | null;
  /** The patient's visits with an outcome when this one was booked, and how many of them were missed. */
  readonly known: number;
  readonly missed: number;
  /** What raises the chance above the practice's usual one, the most first. */
  readonly raisedBy: readonly Feature[];
}

/** How likely a visit to come is missed. */
export interface NoShowScore {
  readonly probability: number;
  readonly low: number;
  readonly high: number;
  /** Visits that the model learnt from. */
  readonly n: number;
  /** The share of all visits that was missed. */
  readonly usual: number;
  readonly reasons: NoShowReasons;
}

/** Worth a call before the visit: half as much again as usual, and surely above it. */
export function isLikelier({ probability, low, usual }: NoShowScore): boolean {
  return probability >= 1.5 * usual && low > usual;
}
