import type { BgbbHistory } from '../statistics/bgbb/bgbb.ts';
import type { BgbbMoment } from '../statistics/bgbb/bgbb-predict.ts';
import type { ServiceHistory } from './model.ts';

/**
 * A patient's place on the recall grid. Opportunity j covers (first + (j - ½) recall, first + (j + ½) recall]:
 * it is centred on the day the recall is due, so a visit a little early or late still takes it.
 */
export interface GridPlace {
  /** Opportunities that are wholly past: what a fit may count without favouring early visits. */
  readonly complete: BgbbHistory;
  /** The same and the running opportunity, as far as it has gone: what a score may know. */
  readonly moment: BgbbMoment;
  /** Opportunities from `moment` to the end of the horizon. */
  readonly ahead: number;
}

/**
 * Places a history on the grid.
 * The running opportunity is not guessed at. Already taken: it is over, and counts as taken. Not yet: its silence
 * so far counts by the share that has passed (statistics/bgbb/bgbb-predict.ts). For *fitting* it is left out either way; counting
 * it only when it was taken would make every practice look better than it is.
 * @param until last day that is known: the day asked about, or the exit
 * @cost O(episodes)
 */
export function placeOnGrid(
  history: ServiceHistory,
  recallDays: number,
  until: number,
  horizonDays: number,
): GridPlace {
  const { episodeStarts } = history;
  const first = episodeStarts[0] ?? until;
  const elapsed = (until - first) / recallDays - 0.5;
  const whole = Math.max(0, Math.floor(elapsed));
  let x = 0;
  let tx = 0;
  let runningTaken = false;
  for (let i = 1; i < episodeStarts.length; i += 1) {
    const opportunity = Math.ceil(((episodeStarts[i] ?? first) - first) / recallDays - 0.5);
    if (opportunity > whole) runningTaken = true;
    else if (opportunity > tx) {
      tx = opportunity;
      x += 1;
    }
  }
  const complete = { x, tx, n: whole };
  const end = Math.max(0, elapsed + horizonDays / recallDays);
  if (runningTaken) {
    const n = whole + 1;
    return { complete, moment: { x: x + 1, tx: n, n, running: 0 }, ahead: Math.max(0, end - n) };
  }
  const running = Math.max(0, elapsed - whole);
  return { complete, moment: { ...complete, running }, ahead: Math.max(0, end - whole - running) };
}
