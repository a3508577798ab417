import type { TooFew } from '../statistics/figure.ts';
import { fitNoShow, noShowChance } from '../statistics/noshow/no-show.ts';
import { backtestNoShow, type Leakage, type NoShowBacktest } from '../statistics/noshow/no-show-backtest.ts';
import { type Booking, leadOf } from '../statistics/noshow/no-show-design.ts';
import { historiesOf } from '../statistics/noshow/no-show-history.ts';
import type { NoShowScore, NoShowState } from './model.ts';

/** Plain data: it also crosses to a thread. */
export interface NoShowJob {
  /** Visits with an outcome, then those to come, which have none. */
  readonly bookings: readonly Booking[];
  /** Index of the first visit to come. */
  readonly firstAhead: number;
}

export interface NoShowAnswer {
  readonly state: NoShowState;
  readonly n: number;
  readonly usual: number | null;
  readonly figures: Readonly<Record<string, number | null>>;
  /** One a visit to come, in their order; none unless `told`. */
  readonly scores: readonly NoShowScore[];
}

/**
 * Foretells which visits to come may be missed, if the practice's past supports it: what is learnt from the first three
 * quarters must show skill on the last one. Then all of the past is learnt from.
 * @cost 20,000 visits of the past take about a second
 */
export function assessNoShows({ bookings, firstAhead }: NoShowJob): NoShowAnswer {
  const past = bookings.slice(0, firstAhead);
  const missed = past.filter((booking) => booking.missed === true).length;
  const nothing = { n: past.length, usual: past.length === 0 ? null : missed / past.length, scores: [] };
  const days = past.map(({ day }) => day).sort((a, b) => a - b);
  const found = backtestNoShow(past, days[Math.floor(0.75 * days.length)] ?? 0);
  const state = stateOf(found);
  if (found.kind !== 'measured') return { ...nothing, state, figures: {} };
  const figures = {
    auc: found.auc.value,
    aucLow: found.auc.low,
    aucHigh: found.auc.high,
    brier: found.brier,
    brierBase: found.brierBase,
    slope: found.slope ?? null,
    n: found.n,
  };
  if (state !== 'told') return { ...nothing, state, figures };
  const histories = historiesOf(bookings);
  const model = fitNoShow(bookings, histories);
  if ('kind' in model) return { ...nothing, state: 'too_few', figures };
  const scores = bookings.slice(firstAhead).map((booking, nth): NoShowScore => {
    const known = histories.known[firstAhead + nth] ?? 0;
    const missedBefore = histories.missed[firstAhead + nth] ?? 0;
    const { value, low, high, n, raisedBy } = noShowChance(model, booking, known, missedBefore);
    return {
      probability: value,
      low,
      high,
      n,
      usual: model.design.rate,
      reasons: {
        leadDays: leadOf(booking) ?? null,
        known,
        missed: missedBefore,
        raisedBy: raisedBy.map(({ feature }) => feature),
      },
    };
  });
  return { state, n: past.length, usual: model.design.rate, figures, scores };
}

function stateOf(found: NoShowBacktest | Leakage | TooFew): NoShowState {
  if (found.kind === 'too-few') return 'too_few';
  if (found.kind === 'leakage') return 'leakage';
  return found.skill ? 'told' : 'no_skill';
}
