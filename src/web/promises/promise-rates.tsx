import { useQuery } from '@tanstack/react-query';
import { useFormats } from '../app/format.ts';
import { Region } from '../parts/region.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import { promiseRatesQuery } from './promise-queries.ts';
import { usePromisesWords } from './promises-words.ts';

/** How many promises were kept, by the month that they were due in. */
export function PromiseRates() {
  const words = usePromisesWords();
  const formats = useFormats();
  const query = useQuery(promiseRatesQuery);
  const say = words.rates;
  const n = formats.number;
  const hundredth = (share: number): string => n(Math.round(100 * share));
  return (
    <section>
      <h2>{say.title}</h2>
      <p className="dim">{say.explained}</p>
      <Region query={query} rows={3}>
        {({ months }) =>
          months.length === 0 ? (
            <p>{say.none}</p>
          ) : (
            <TableScroll label={say.title}>
              <table className="promise-table rates card-rows">
                <thead>
                  <tr>
                    {[say.month, say.kept, say.broken, say.madeGood, say.share].map((head) => (
                      <th key={head} scope="col">
                        {head}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {months.map(({ month, kept, broken, madeGood, share }) => (
                    <tr key={month}>
                      <th scope="row">{formats.partialDay(month)}</th>
                      <td data-label={say.kept}>{n(kept)}</td>
                      <td data-label={say.broken}>{n(broken)}</td>
                      <td data-label={say.madeGood}>{n(madeGood)}</td>
                      <td data-label={say.share}>
                        {say.figure(
                          hundredth(share.value),
                          hundredth(share.low),
                          hundredth(share.high),
                          n(share.n),
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableScroll>
          )
        }
      </Region>
    </section>
  );
}
