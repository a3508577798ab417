import { tooFew } from '../figure.ts';
import { wilsonInterval } from '../inference/wilson.ts';
import { countUpTo, knownOn, matureOrigins, quarterDays, spanOf, visitsAfter } from '../returns/known-on.ts';
import type { ReturnForecast, ReturnInput, ReturnModel } from '../returns/return-model.ts';

/** "Seen in the last 18 months": the rule that practices use. */
export const practiceRuleDays = 548;
const binCount = 8;

/**
 * What one can do without a model, so that a model has something to beat: each says yes or no, or a rate, by the days
 * since the last visit alone. Rates and cut-offs are learnt at the newest day whose horizon has passed.
 * @source "seen in 18 months": DentistryIQ 2018; the others are its best possible relatives. docs/methods/backtest.md
 * @cost O(patients log patients) a fit, O(log gaps) a forecast
 */
export function naiveRules(horizonDays: number): ReturnModel[] {
  const eighteenMonths = () => [practiceRuleDays];
  return [
    rule('18-months', 0, horizonDays, eighteenMonths, 'yes-or-no'),
    rule('18-months-rates', 1, horizonDays, eighteenMonths, 'rates'),
    rule('best-recency', 0, horizonDays, bestCut, 'yes-or-no'),
    rule('best-recency-rates', 1, horizonDays, bestCut, 'rates'),
    rule('recency-bins', 2, horizonDays, equalBins, 'rates'),
  ];
}

/** Days of silence at a past day, shortest first, and what followed. */
interface Lesson {
  readonly silences: readonly number[];
  readonly visits: readonly number[];
}

type Cuts = (lesson: Lesson) => readonly number[];

function rule(
  name: string,
  complexity: number,
  learntAt: number,
  cutsOf: Cuts,
  says: 'yes-or-no' | 'rates',
): ReturnModel {
  return {
    name,
    complexity,
    fit(input) {
      if (input.histories.length === 0) return tooFew(0, 1);
      const learn = (horizonDays: number) => {
        const lesson = lessonOf(input, horizonDays);
        const cuts = cutsOf(lesson);
        return { cuts, bins: binsOf(lesson, cuts, says) };
      };
      const learnt = learn(learntAt);
      const gaps = gapsOf(input);
      return {
        name,
        parameters: { cutDays: learnt.cuts, rates: learnt.bins.map(({ pVisit }) => pVisit) },
        logLikelihood: undefined,
        n: input.histories.length,
        converged: true,
        forecaster(horizonDays) {
          const { cuts, bins } = horizonDays === learntAt ? learnt : learn(horizonDays);
          return (days, observedTo) => {
            const silence = observedTo - (days[days.length - 1] ?? observedTo);
            const bin = bins[binOf(cuts, silence)] ?? bins[0];
            if (bin === undefined) throw new Error('a rule without a bin');
            return { ...bin, overduePercentile: countUpTo(gaps, silence) / Math.max(1, gaps.length) };
          };
        },
      };
    },
  };
}

/** Bin 0 up to and including the first cut, and so on. */
function binOf(cuts: readonly number[], silence: number): number {
  let bin = 0;
  while (bin < cuts.length && silence > (cuts[bin] ?? 0)) bin += 1;
  return bin;
}

function lessonOf(input: ReturnInput, horizonDays: number): Lesson {
  const [origin] = matureOrigins(spanOf(input), horizonDays, 1);
  if (origin === undefined) return { silences: [], visits: [] };
  const known = knownOn(input, origin);
  const pairs: { silence: number; visits: number }[] = [];
  for (let i = 0; i < known.histories.length; i += 1) {
    const days = known.histories[i];
    const all = input.histories[known.who[i] ?? 0];
    if (days === undefined || all === undefined || (known.observedTo[i] ?? 0) < origin) continue;
    pairs.push({
      silence: origin - (days[days.length - 1] ?? origin),
      visits: visitsAfter(all, origin, horizonDays),
    });
  }
  pairs.sort((a, b) => a.silence - b.silence);
  return { silences: pairs.map((pair) => pair.silence), visits: pairs.map((pair) => pair.visits) };
}

/** One of two is added to each bin, so that a rate exists and is never certain. */
function binsOf({ silences, visits }: Lesson, cuts: readonly number[], says: 'yes-or-no' | 'rates') {
  const bins = Array.from({ length: cuts.length + 1 }, () => ({ all: 0, came: 0, visits: 0 }));
  for (let i = 0; i < silences.length; i += 1) {
    const bin = bins[binOf(cuts, silences[i] ?? 0)];
    if (bin === undefined) continue;
    const count = visits[i] ?? 0;
    bin.all += 1;
    bin.came += count > 0 ? 1 : 0;
    bin.visits += count;
  }
  return bins.map(({ all, came, visits: sum }, i): ReturnForecast => {
    const rate = (came + 1) / (all + 2);
    const yes = i === 0 ? 1 : 0;
    const each = came === 0 ? 1 : sum / came;
    const { low, high } = wilsonInterval(came, all);
    return says === 'rates'
      ? {
          pVisit: rate,
          pVisitLow: Math.min(low, rate),
          pVisitHigh: Math.max(high, rate),
          expectedVisits: rate * each,
          pAlive: rate,
          overduePercentile: 0,
        }
      : {
          pVisit: yes,
          pVisitLow: yes,
          pVisitHigh: yes,
          expectedVisits: yes * each,
          pAlive: yes,
          overduePercentile: 0,
        };
  });
}

/** The cut-off that was wrong least often. */
function bestCut({ silences, visits }: Lesson): readonly number[] {
  // Saying yes to nobody is wrong for all who came; each patient further puts one right or wrong.
  let wrong = 0;
  let least = Number.POSITIVE_INFINITY;
  let cut = practiceRuleDays;
  for (let i = 0; i < silences.length; i += 1) {
    wrong += (visits[i] ?? 0) > 0 ? -1 : 1;
    if (silences[i + 1] !== silences[i] && wrong < least) {
      least = wrong;
      cut = silences[i] ?? cut;
    }
  }
  return [cut];
}

/** Cuts between eight equal parts; of ties only one is kept. */
function equalBins({ silences }: Lesson): readonly number[] {
  if (silences.length === 0) return [quarterDays, 2 * quarterDays, 4 * quarterDays, practiceRuleDays];
  const cuts = Array.from(
    { length: binCount - 1 },
    (_, i) => silences[Math.floor(((i + 1) * silences.length) / binCount)] ?? 0,
  );
  return [...new Set(cuts)];
}

/** Every gap between two visits, ascending. */
function gapsOf({ histories }: ReturnInput): Float64Array {
  const gaps: number[] = [];
  for (const days of histories) {
    for (let i = 1; i < days.length; i += 1) gaps.push((days[i] ?? 0) - (days[i - 1] ?? 0));
  }
  return Float64Array.from(gaps).sort();
}
