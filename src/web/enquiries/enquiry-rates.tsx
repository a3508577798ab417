import { useQuery } from '@tanstack/react-query';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { Region } from '../parts/region.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import { useEnquiriesWords } from './enquiries-words.ts';
import { ratesQuery } from './enquiry-queries.ts';

type Month = Reply<'readEnquiryRates'>['months'][number];

/** How many of those who enquired have been here since, by month, with what the numbers are worth. */
export function EnquiryRates() {
  const words = useEnquiriesWords();
  const query = useQuery(ratesQuery);
  return (
    <section>
      <h2>{words.rates.title}</h2>
      <p className="dim">{words.rates.explained}</p>
      <Region query={query} rows={3}>
        {({ months }) => (months.length === 0 ? <p>{words.rates.none}</p> : <Table months={months} />)}
      </Region>
    </section>
  );
}

function Table({ months }: { readonly months: readonly Month[] }) {
  const words = useEnquiriesWords();
  const formats = useFormats();
  const say = words.rates;
  const n = formats.number;
  const figure = ({ value, low, high, n: count }: Month['share']): string => {
    const hundredth = (share: number): string => n(Math.round(100 * share));
    return count === 0 ? say.empty : say.figure(hundredth(value), hundredth(low), hundredth(high), n(count));
  };
  return (
    <TableScroll label={say.title}>
      <table className="enquiry-rates card-rows">
        <thead>
          <tr>
            {[say.month, say.enquired, say.came, say.booked, say.share, say.inTime].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {months.map((one) => (
            <tr key={one.month}>
              <th scope="row">{formats.partialDay(one.month)}</th>
              <td data-label={say.enquired}>{n(one.share.n)}</td>
              <td data-label={say.came}>{n(one.came)}</td>
              <td data-label={say.booked}>{n(one.booked)}</td>
              <td data-label={say.share}>{figure(one.share)}</td>
              <td data-label={say.inTime}>{figure(one.inTime)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
