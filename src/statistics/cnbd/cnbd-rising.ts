import type { CnbdParameters } from './cnbd.ts';

/** ln of r (r+1) ... (r + k x - 1) / alpha^(k x), and its slope by r, for x = 0, 1, 2, ... */
export interface Rising {
  log(x: number): number;
  slope(x: number): number;
}

/**
 * The logarithm of the rate that x visits of k stages had, tabulated as far as it is asked for. As a sum and not as a
 * difference of ln Γ, which would cancel where r runs to 10⁹.
 * @cost k / 8 logarithms an x, once
 */
export function risingRates({ r, alpha, k }: Pick<CnbdParameters, 'r' | 'alpha' | 'k'>): Rising {
  const logs = [0];
  const slopes = [0];
  const reach = (x: number) => {
    for (let next = logs.length; next <= x; next += 1) {
      let log = logs[next - 1] as number;
      let slope = slopes[next - 1] as number;
      // Factors are multiplied in eights before a logarithm is taken.
      for (let stage = k * (next - 1); stage < k * next; ) {
        let product = 1;
        for (const eight = Math.min(stage + 8, k * next); stage < eight; stage += 1) {
          product *= (r + stage) / alpha;
          slope += 1 / (r + stage);
        }
        log += Math.log(product);
      }
      logs.push(log);
      slopes.push(slope);
    }
  };
  return {
    log: (x) => {
      reach(x);
      return logs[x] as number;
    },
    slope: (x) => {
      reach(x);
      return slopes[x] as number;
    },
  };
}
