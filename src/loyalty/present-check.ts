import type * as z from 'zod/mini';
import { dayFromNumber } from '../kit/local-date.ts';
import type { Figure, TooFew } from '../statistics/figure.ts';
import type { checkShape } from './contract.ts';
import type { StoredCheck } from './queries/checks.ts';

/** A figure that there is too little for is left out: null. */
function figureOr(figure: Figure | TooFew): Figure | null {
  return 'kind' in figure ? null : figure;
}

/** A check as it leaves the server. */
export function presentCheck({
  serviceId,
  service,
  day,
  madeAt,
  found,
}: StoredCheck): z.output<typeof checkShape> {
  const { test } = found;
  return {
    serviceId,
    service: { ...service },
    day,
    madeAt: madeAt.toISOString(),
    champion: found.champion,
    because: found.because,
    labels: found.labels,
    patients: found.patients,
    recallDays: found.recallDays,
    horizonDays: found.horizonDays,
    test:
      test === undefined
        ? null
        : {
            origin: dayFromNumber(test.origin),
            patients: test.patients,
            came: test.came,
            rows: test.rows.map(({ name, brier, auc, slope, bias, mae }) => ({
              name,
              brier: figureOr(brier),
              auc: figureOr(auc),
              slope: figureOr(slope),
              bias,
              mae,
            })),
            bins: test.bins.map(({ meanForecast, share, ofHundred }) => ({ meanForecast, share, ofHundred })),
            missed: test.missed,
            z: test.z ?? null,
            calibrationError: test.calibrationError ?? null,
          },
    windowDays: found.windowDays,
    cohorts: found.cohorts.map(({ quarter, joined, cells, immature }) => ({
      quarter,
      joined,
      cells: cells.map(({ window, kept, exited }) => ({ window, kept, exited })),
      immature,
    })),
    survival: found.survival.map(({ days, share }) => ({ days, share })),
  };
}
