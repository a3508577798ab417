import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useFormats } from '../app/format.ts';
import { Region } from '../parts/region.tsx';
import { reachQuery, type TouchpointWish } from './plan-queries.ts';
import { usePlanWords } from './plan-words.ts';

const pauseMilliseconds = 350;

/** Who would get it, and who would not and why: by the occasion that sends it, and the gate as it is now. */
export function NewsReach({ wish, minutes }: { readonly wish: TouchpointWish; readonly minutes: number }) {
  const { news: words } = usePlanWords();
  const formats = useFormats();
  const { number } = formats;
  // The words change nothing about whom it reaches: they are not asked about letter by letter.
  const { script: _words, ...rest } = wish;
  const [asked] = useDebouncedValue(JSON.stringify(rest), pauseMilliseconds);
  const query = useQuery({
    ...reachQuery({ touchpoints: [JSON.parse(asked) as TouchpointWish] }),
    placeholderData: keepPreviousData,
  });
  return (
    <section aria-label={words.reach} className="news-reach">
      <h2>{words.reach}</h2>
      <Region query={query} rows={3}>
        {({ day, found, reached, later, refused, resting, heldOut }) =>
          day === null ? (
            <p className="late">{words.over}</p>
          ) : (
            <>
              <p>
                <strong>{words.reached(reached, found)}</strong>{' '}
                {wish.channel === 'email'
                  ? words.whenMail(formats.longDay(day))
                  : words.whenPaper(formats.longDay(day), number(reached * minutes))}
              </p>
              <ul>
                {refused.map(({ reason, n }) => (
                  <li key={`refused ${reason}`}>{words.refused(number(n), reason)}</li>
                ))}
                {later.map(({ reason, n }) => (
                  <li key={`later ${reason}`}>{words.later(number(n), reason)}</li>
                ))}
                {resting === 0 ? null : <li>{words.resting(number(resting))}</li>}
                {heldOut === 0 ? null : <li>{words.heldOut(number(heldOut))}</li>}
              </ul>
              <p className="dim">{words.askedAgain}</p>
            </>
          )
        }
      </Region>
    </section>
  );
}
