import { type BgbbHistory, countCells } from './bgbb.ts';
import { drawBgbb, fitBgbb } from './bgbb-fit.ts';
import { type BgbbMoment, bgbbOutlook, type Outlook } from './bgbb-predict.ts';
import type { FittedReturn, ReturnModel } from './return-model.ts';

export function bgbbReturn(gridOf: (recallDays: number) => number, name = 'bg-bb'): ReturnModel {
  return {
    name,
    complexity: 3,
    fit(input): FittedReturn {
      const grid = gridOf(input.recallDays);
      const places: BgbbHistory[] = [];
      input.histories.forEach((days, i) => places.push(place(days, grid, input.observedTo[i] ?? 0).complete));
      const cells = countCells(places);
      const fit = fitBgbb(cells);
      void drawBgbb;
      return {
        name,
        parameters: { ...fit.parameters, grid },
        logLikelihood: fit.logLikelihood,
        n: input.histories.length,
        converged: fit.converged,
        forecaster(horizonDays) {
          const ahead = horizonDays / grid;
          const known = new Map<string, Outlook>();
          return (days, observedTo) => {
            const { moment, taken } = place(days, grid, observedTo);
            const left = Math.max(0, ahead - taken);
            const key = `${moment.x} ${moment.tx} ${moment.n}`;
            let outlook = known.get(key);
            if (outlook === undefined) {
              outlook = bgbbOutlook(fit.parameters, moment, Math.ceil(ahead) + 2);
              known.set(key, outlook);
            }
            const pVisit = outlook.chance(moment.running, left);
            return {
              pVisit,
              pVisitLow: pVisit,
              pVisitHigh: pVisit,
              expectedVisits: outlook.visits(moment.running, left),
              pAlive: outlook.active(moment.running),
              overduePercentile: 0.5,
            };
          };
        },
      };
    },
  };
}

function place(days: ArrayLike<number>, grid: number, until: number) {
  const starts = days;
  const first = starts[0] ?? until;
  const elapsed = (until - first) / grid - 0.5;
  const whole = Math.max(0, Math.floor(elapsed));
  let x = 0;
  let tx = 0;
  let runningTaken = false;
  for (let i = 1; i < starts.length; i += 1) {
    const opportunity = Math.ceil(((starts[i] ?? first) - first) / grid - 0.5);
    if (opportunity > whole) runningTaken = true;
    else if (opportunity > tx) {
      tx = opportunity;
      x += 1;
    }
  }
  const complete = { x, tx, n: whole };
  if (runningTaken) {
    const n = whole + 1;
    const moment: BgbbMoment = { x: x + 1, tx: n, n, running: 0 };
    return { complete, moment, taken: Math.max(0, n - elapsed) };
  }
  return {
    complete,
    moment: { ...complete, running: Math.max(0, elapsed - whole) },
    taken: Math.max(0, -elapsed),
  };
}
