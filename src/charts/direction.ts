import type { Look } from './chart.ts';

/** Mirrors positions for a script that runs from right to left. */
export function mirrored(look: Look): (x: number) => number {
  return look.direction === 'rtl' ? (x) => look.width - x : (x) => x;
}
