import type { Measure } from './fit.ts';

/** The face of what is printed; measured and printed with the same. */
export const printFace = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif';

// Measured a hundred times larger, so that the rounding of a screen's pixels does not count.
const enlarged = 100;

/** Measures with the letters that this browser has. */
export function makeMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) throw new Error('this browser cannot measure text');
  return (text, size) => {
    context.font = `${enlarged}px ${printFace}`;
    return (context.measureText(text).width / enlarged) * size * (25.4 / 72);
  };
}
