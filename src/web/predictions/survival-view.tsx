import { survivalCurve } from '../../charts/survival-curve.ts';
import { useFormats } from '../app/format.ts';
import { ChartFigure } from '../charts/chart-figure.tsx';
import type { Check } from './predictions-query.ts';
import { usePredictionsWords } from './predictions-words.ts';

const twoYears = 728;
const year = 365.25;
const hundredth = (share: number): number => Math.round(100 * share);

/** How long patients stay before their first long silence. */
export function SurvivalView({ check }: { readonly check: Check }) {
  const words = usePredictionsWords();
  const formats = useFormats();
  const n = formats.number;
  const { survival, recallDays } = check;
  if (survival.length === 0) return null;
  const silence = n(Math.round(1.5 * recallDays));
  const steps = survival.map(({ days, share }) => {
    const cells = [hundredth(share.value), hundredth(share.low), hundredth(share.high)].map(n);
    const [value = '', low = '', high = ''] = cells;
    return {
      time: days,
      share: share.value,
      low: Math.min(share.low, share.value),
      high: Math.max(share.high, share.value),
      said: words.stillHere(n(days), value, low, high, n(share.n)),
      cells: [words.days(n(days)), value, words.range(low, high), n(share.n)],
    };
  });
  const atTwo = survival.find(({ days }) => days >= twoYears);
  const longest = survival.at(-1)?.days ?? 0;
  const ticks = Array.from({ length: Math.floor(longest / year) }, (_, i) => ({
    time: (i + 1) * year,
    label: words.years(i + 1),
  }));
  return (
    <section>
      <h2>{words.survival}</h2>
      <ChartFigure
        sentence={
          atTwo === undefined
            ? words.survivalShort(silence)
            : words.survivalSentence(
                n(hundredth(atTwo.share.value)),
                silence,
                n(hundredth(atTwo.share.low)),
                n(hundredth(atTwo.share.high)),
                n(atTwo.share.n),
              )
        }
        draw={(look) =>
          survivalCurve(
            steps,
            ticks,
            words.yearsHead,
            [words.yearsHead, words.shareHead, words.rangeHead, words.nHead],
            look,
          )
        }
      />
    </section>
  );
}
