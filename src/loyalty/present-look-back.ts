import type * as z from 'zod/mini';
import type { lookBackShape } from './contract.ts';
import type { StoredLookBack } from './queries/look-back.ts';

/** A look back as it leaves the server: figures, and nobody's name. */
export function presentLookBack({
  day,
  origin,
  horizonDays,
  madeAt,
  found,
}: StoredLookBack): z.output<typeof lookBackShape> {
  const head = { day, origin, horizonDays, madeAt: madeAt.toISOString() };
  const { active, didNotReturn, awayShare } = found;
  const counts = { ...head, active, didNotReturn, awayShare, caveats: [...found.caveats] };
  if (found.kind === 'counts_only') {
    const { n, needed } = found.reason;
    return { ...counts, compared: null, tooFew: { n, needed } };
  }
  const { ours, longestAway, daysEarlier, model, quality } = found;
  const { brier, auc, ruleBrier, recencyAuc } = quality;
  return {
    ...counts,
    compared: {
      ours,
      longestAway,
      daysEarlier: daysEarlier ?? null,
      model,
      quality: {
        brier,
        ruleBrier,
        auc: 'kind' in auc ? null : auc,
        recencyAuc: 'kind' in recencyAuc ? null : recencyAuc,
      },
    },
    tooFew: null,
  };
}
