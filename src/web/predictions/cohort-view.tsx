import { type HeatCell, heatMap } from '../../charts/heat-map.ts';
import { useFormats } from '../app/format.ts';
import { ChartFigure } from '../charts/chart-figure.tsx';
import type { Check } from './predictions-query.ts';
import { usePredictionsWords } from './predictions-words.ts';

const hundredth = (share: number): number => Math.round(100 * share);

/** Of those who joined in a quarter, how many came in each window after. */
export function CohortView({ check }: { readonly check: Check }) {
  const words = usePredictionsWords();
  const formats = useFormats();
  const n = formats.number;
  const { cohorts, windowDays } = check;
  const told = cohorts.filter(({ cells }) => cells.length > 0);
  const newest = told.at(-1);
  const [first] = newest?.cells ?? [];
  if (newest === undefined || first === undefined) {
    return (
      <section>
        <h2>{words.cohorts}</h2>
        <p>{words.noCohort}</p>
      </section>
    );
  }
  const columns = Math.max(...told.map(({ cells }) => cells.length));
  const rows = told.map(({ quarter, joined, cells }) => ({
    label: quarter,
    n: n(joined),
    cells: Array.from({ length: columns }, (_, i): HeatCell => {
      const cell = cells[i];
      if (cell === undefined) return { value: undefined, label: '', said: '' };
      const { kept, exited } = cell;
      const said = [hundredth(kept.value), hundredth(kept.low), hundredth(kept.high), kept.n].map(n);
      const [share = '', low = '', high = '', of = ''] = said;
      return {
        value: kept.value,
        label: share,
        said:
          exited === 0 ? words.cell(share, low, high, of) : words.cellExited(share, low, high, of, n(exited)),
      };
    }),
  }));
  const heads = [
    words.joined,
    ...Array.from({ length: columns }, (_, i) =>
      words.windowHead(n(i * windowDays + 1), n((i + 1) * windowDays)),
    ),
  ];
  return (
    <section>
      <h2>{words.cohorts}</h2>
      <ChartFigure
        sentence={words.cohortSentence(
          newest.quarter,
          n(hundredth(first.kept.value)),
          n(windowDays),
          n(hundredth(first.kept.low)),
          n(hundredth(first.kept.high)),
          n(first.kept.n),
        )}
        draw={(look) => heatMap(rows, heads, look)}
      />
      <p className="dim">{words.cohortFoot}</p>
    </section>
  );
}
