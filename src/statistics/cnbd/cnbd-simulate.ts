import { betaNumber, geometricNumber, logGammaNumber, type Random } from '../functions/random.ts';
import { type CnbdHistory, type CnbdKind, type CnbdParameters, requireCnbd } from './cnbd.ts';

/**
 * A patient as the model thinks of one: a rate and a chance of leaving are drawn, then visit after visit.
 * @param t time watched
 * @param whole in steps of one: a visit falls on the day that it is in, and one of the same day as the last not counted
 * @returns the history, and how many visits would follow within `ahead`
 * @source the model's own definition  @cost one gamma number a visit
 */
export function simulateCnbd(
  random: Random,
  kind: CnbdKind,
  parameters: CnbdParameters,
  t: number,
  { ahead = 0, whole = false } = {},
): CnbdHistory & { readonly visitsAhead: number } {
  const { r, alpha, a, b, k } = requireCnbd(parameters);
  const logMeanStage = Math.log(alpha) - logGammaNumber(random, r);
  const leave = betaNumber(random, a, b);
  // Visits at which the patient stays; one leaves at the next.
  let stays = leave <= 0 ? Number.POSITIVE_INFINITY : geometricNumber(random, Math.min(1, leave));
  if (kind === 'bg') stays += 1; // not asked at the first visit
  let [x, tx, litt, now, visitsAhead] = [0, 0, 0, 0, 0];
  for (; stays > 0; stays -= 1) {
    now += Math.exp(logGammaNumber(random, k) + logMeanStage);
    if (now > t + ahead) break;
    if (now > t) {
      visitsAhead += 1;
      continue;
    }
    const time = whole ? Math.floor(now) : now;
    if (time === tx) continue;
    x += 1;
    litt += Math.log(time - tx);
    tx = time;
  }
  return { x, tx, t, litt, visitsAhead };
}

/** Many patients in columns, as `countHistories` takes them; each watched for between `shortest` and `longest`. */
export function simulateColumns(
  random: Random,
  kind: CnbdKind,
  parameters: CnbdParameters,
  size: number,
  { shortest, longest, whole = false }: { shortest: number; longest: number; whole?: boolean },
) {
  const [x, tx, t] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const litt = new Float64Array(size);
  for (let i = 0; i < size; i += 1) {
    const span = shortest + (longest - shortest) * random.uniform();
    const watched = whole ? Math.round(span) : span;
    const one = simulateCnbd(random, kind, parameters, watched, { whole });
    x[i] = one.x;
    tx[i] = one.tx;
    t[i] = one.t;
    litt[i] = one.litt;
  }
  return { x, tx, t, litt };
}
