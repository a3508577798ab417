import { cellsOn, type Stock } from './stocks.ts';

export interface Nudge {
  /** Millimetres to the right and downwards; what a printer is off by. */
  readonly x: number;
  readonly y: number;
}

/** Where one item stands: millimetres from the edges of its sheet. */
export interface Placed<T> {
  readonly item: T;
  readonly left: number;
  readonly top: number;
}

// More would be another sheet than the one that was chosen.
export const largestNudge = 5;

/** Where a cell lies. @param index from 0, row by row */
export function placeOf(stock: Stock, index: number, nudge: Nudge): { left: number; top: number } {
  const column = index % stock.columns;
  const row = Math.floor(index / stock.columns);
  return {
    left: stock.left + column * (stock.cell.width + stock.gap.x) + nudge.x,
    top: stock.top + row * (stock.cell.height + stock.gap.y) + nudge.y,
  };
}

/**
 * Items on sheets, row by row.
 * @param startAt the first cell that is still there, from 1: a sheet that was begun is used up
 * @throws RangeError where the sheet has no such cell
 */
export function layOut<T>(
  items: readonly T[],
  stock: Stock,
  startAt: number,
  nudge: Nudge,
): readonly (readonly Placed<T>[])[] {
  const perSheet = cellsOn(stock);
  if (!Number.isInteger(startAt) || startAt < 1 || startAt > perSheet) {
    throw new RangeError(`a sheet of ${stock.name} has no label ${startAt}`);
  }
  const sheets: Placed<T>[][] = [];
  for (const [i, item] of items.entries()) {
    const cell = startAt - 1 + i;
    const sheet = Math.floor(cell / perSheet);
    const placed = { item, ...placeOf(stock, cell % perSheet, nudge) };
    const on = sheets[sheet];
    if (on === undefined) sheets[sheet] = [placed];
    else on.push(placed);
  }
  return sheets;
}
