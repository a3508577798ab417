import { calibrationPlot } from '../../charts/calibration-plot.ts';
import { useFormats } from '../app/format.ts';
import { ChartFigure } from '../charts/chart-figure.tsx';
import type { Check } from './predictions-query.ts';
import { usePredictionsWords } from './predictions-words.ts';

type Test = NonNullable<Check['test']>;

/** What was said against what came, in natural frequencies. */
export function CalibrationView({ test }: { readonly test: Test }) {
  const words = usePredictionsWords();
  const formats = useFormats();
  const n = formats.number;
  // The sentence is about the group in the middle: what most patients were given.
  const middle = test.bins[Math.floor(test.bins.length / 2)];
  if (middle === undefined) return null;
  const points = test.bins.map(({ meanForecast, share, ofHundred }) => {
    const { said, came, low, high } = ofHundred;
    return {
      said: meanForecast,
      happened: share.value,
      low: share.low,
      high: share.high,
      n: share.n,
      words: words.pointSaid(n(said), n(came), n(low), n(high), n(share.n)),
      cells: [words.inHundred(n(said)), words.inHundred(n(came)), words.range(n(low), n(high)), n(share.n)],
    };
  });
  const { ofHundred } = middle;
  return (
    <section>
      <h2>{words.calibration}</h2>
      <ChartFigure
        sentence={words.calibrationSentence(
          formats.partialDay(test.origin),
          n(ofHundred.said),
          n(ofHundred.came),
          n(ofHundred.low),
          n(ofHundred.high),
          n(test.patients),
        )}
        draw={(look) =>
          calibrationPlot(
            points,
            { said: words.axisSaid, happened: words.axisCame },
            [words.saidHead, words.cameHead, words.rangeHead, words.nHead],
            { ...look, width: Math.min(look.width, 480) },
          )
        }
      />
    </section>
  );
}
