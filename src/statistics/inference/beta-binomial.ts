import { logAdd } from '../functions/log-add.ts';
import { logBeta } from '../functions/log-beta.ts';

/** Beta(a, b): what is believed of a share. After s of n from nothing known: a = s + 1, b = n - s + 1. */
export interface ShareBelief {
  readonly a: number;
  readonly b: number;
}

/** What is believed after so many did it and so many did not. @param prior Beta(1, 1): every share alike @cost O(1) */
export function believedShare(
  successes: number,
  n: number,
  prior: ShareBelief = { a: 1, b: 1 },
): ShareBelief {
  if (!(successes >= 0 && successes <= n)) {
    throw new RangeError(`believedShare requires 0 <= successes <= n, got ${successes} of ${n}`);
  }
  return { a: prior.a + successes, b: prior.b + n - successes };
}

/**
 * P(one share is larger than another), exactly: the beta integral as a finite sum of positive terms, no simulation.
 * Of the four shapes the smallest whole one counts the terms; the others follow by turning shares or successes over.
 * @throws RangeError when a shape is not positive, or none is a whole number (priors count whole people)
 * @source the finite sum of the beta integral, Evan Miller 2015; Cook 2005 (MD Anderson UTMDABTR-005-05)
 * @cost as many terms as the smallest whole shape, two logarithms each
 */
export function chanceOfBetter(treated: ShareBelief, held: ShareBelief): number {
  for (const shape of [treated.a, treated.b, held.a, held.b]) {
    if (!(shape > 0 && shape < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`chanceOfBetter requires positive finite shapes, got ${shape}`);
    }
  }
  const ways = [
    { terms: treated.a, chance: () => sumOfTerms(treated, held) },
    // 1 - share of the held is the larger of the two complements.
    { terms: held.b, chance: () => sumOfTerms(turned(held), turned(treated)) },
    { terms: held.a, chance: () => 1 - sumOfTerms(held, treated) },
    { terms: treated.b, chance: () => 1 - sumOfTerms(turned(treated), turned(held)) },
  ].filter(({ terms }) => Number.isInteger(terms));
  const [shortest] = ways.sort((x, y) => x.terms - y.terms);
  if (shortest === undefined) throw new RangeError('chanceOfBetter requires a shape that is a whole number');
  return Math.min(1, Math.max(0, shortest.chance()));
}

function turned({ a, b }: ShareBelief): ShareBelief {
  return { a: b, b: a };
}

/** P(X > Y) for X of a whole first shape: the chance that X stands i successes beyond Y, added up in logarithms. */
function sumOfTerms(x: ShareBelief, y: ShareBelief): number {
  let term = logBeta(y.a, y.b + x.b) - logBeta(y.a, y.b);
  let sum = term;
  for (let i = 0; i < x.a - 1; i += 1) {
    term += Math.log((y.a + i) / (y.a + i + y.b + x.b)) + Math.log((x.b + i) / (1 + i));
    sum = logAdd(sum, term);
  }
  return Math.exp(sum);
}
