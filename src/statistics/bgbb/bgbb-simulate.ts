import { betaNumber, type Random } from '../functions/random.ts';
import { type BgbbHistory, type BgbbParameters, countCells } from './bgbb.ts';

/**
 * Histories of patients who live exactly by the model: what recovery tests throw the dice for.
 * @param opportunities of each patient, so patients may have joined at different times
 * @source the generating story of Fader, Hardie & Shang 2010  @cost about 1 µs a patient
 */
export function simulateBgbb(
  random: Random,
  { alpha, beta, gamma, delta }: BgbbParameters,
  opportunities: readonly number[],
): BgbbHistory[] {
  return opportunities.map((n) => {
    const visit = betaNumber(random, alpha, beta);
    const leave = betaNumber(random, gamma, delta);
    let x = 0;
    let tx = 0;
    for (let t = 1; t <= n && random.uniform() >= leave; t += 1) {
      if (random.uniform() < visit) {
        x += 1;
        tx = t;
      }
    }
    return { x, tx, n };
  });
}

/** `size` patients with 1 to `longest` opportunities in turn, counted. @cost as `simulateBgbb` */
export function simulateCells(random: Random, parameters: BgbbParameters, size: number, longest: number) {
  const opportunities = Array.from({ length: size }, (_, i) => 1 + (i % longest));
  return countCells(simulateBgbb(random, parameters, opportunities));
}
