import { useFormats } from '../app/format.ts';
import { TableScroll } from '../parts/table-scroll.tsx';
import { type Check, useModelName } from './predictions-query.ts';
import { usePredictionsWords } from './predictions-words.ts';

type Test = NonNullable<Check['test']>;
type Figure = NonNullable<Test['rows'][number]['brier']>;

/** The model beside the rules, each with its interval, and what the model missed. */
export function ModelTable({ test }: { readonly test: Test }) {
  const words = usePredictionsWords();
  const formats = useFormats();
  const nameOf = useModelName();
  const n = formats.number;
  const rounded = (value: number, by: number): string => n(Math.round(value * by) / by);
  const figure = (one: Figure | null, times: number, by: number): string =>
    one === null
      ? words.unknown
      : words.figure(
          rounded(times * one.value, by),
          rounded(times * one.low, by),
          rounded(times * one.high, by),
        );
  const { missed, z, calibrationError } = test;
  return (
    <section>
      <h2>{words.models}</h2>
      <TableScroll label={words.models}>
        <table className="model-table">
          <thead>
            <tr>
              {[
                words.modelHead,
                words.brierHead,
                words.aucHead,
                words.slopeHead,
                words.biasHead,
                words.maeHead,
              ].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {test.rows.map((row, i) => (
              <tr key={row.name} className={i === 0 ? 'model-champion' : undefined}>
                <th scope="row">{nameOf(row.name)}</th>
                <td>{figure(row.brier, 1, 1000)}</td>
                <td>{figure(row.auc, 100, 10)}</td>
                <td>{figure(row.slope, 1, 100)}</td>
                <td>{rounded(100 * row.bias, 10)}</td>
                <td>{rounded(row.mae, 100)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {z === null || calibrationError === null ? null : (
        <p className="dim">
          {words.honest(
            rounded(z, 100),
            rounded(calibrationError.error, 1000),
            rounded(calibrationError.noiseFloor, 1000),
          )}
        </p>
      )}
      <h3>{words.missed}</h3>
      <p>
        {words.missedAway(n(missed.stayedAway.n), n(missed.stayedAway.of))}{' '}
        {words.missedCame(n(missed.came.n), n(missed.came.of))}
      </p>
    </section>
  );
}
