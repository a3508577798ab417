import type { ReturnInput } from './return-model.ts';

/** Gaps of one patient that say something of how even they are. */
const fewestGaps = 2;
/** Patients with as many gaps, under whom a few even ones are luck. */
const fewestPatients = 30;
/** From here on a clock is not worth asking: half of what visits at random have, as four stages. */
export const mostUneven = 0.5;

/**
 * How uneven the gaps are within patients, against visits at random of the same patients: the pooled coefficient of
 * variation, each patient's gaps measured by their own mean, so that it does not matter how unlike the patients are.
 * About 1 for a Poisson process whatever the number of gaps, 1 / √k for gaps of k stages, 0 for a clock.
 * @returns undefined under 30 patients with three gaps each
 * @source n gaps of a Poisson process over their sum are Dirichlet: their squared deviations from the mean, as shares of
 *   it, add up to n (n - 1) / (n + 1) on average  @cost O(visits)
 */
export function unevennessOf({ histories }: Pick<ReturnInput, 'histories'>): number | undefined {
  let patients = 0;
  let squares = 0;
  let atRandom = 0;
  for (const days of histories) {
    const n = days.length - 1;
    if (n < fewestGaps) continue;
    const mean = ((days[n] ?? 0) - (days[0] ?? 0)) / n;
    for (let i = 1; i <= n; i += 1) squares += (((days[i] ?? 0) - (days[i - 1] ?? 0)) / mean - 1) ** 2;
    atRandom += (n * (n - 1)) / (n + 1);
    patients += 1;
  }
  return patients < fewestPatients ? undefined : Math.sqrt(squares / atRandom);
}

/** No practice can tell more stages from a clock. */
const mostStages = 128;

/** Stages of the clock whose gaps are as uneven as these. @source by moments: 1 / √k  @cost O(1) */
export function stagesFrom(unevenness: number): number {
  return Math.max(1, Math.min(mostStages, Math.round(unevenness ** -2)));
}
