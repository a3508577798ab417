import { useNavigate } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { useWords } from '../app/words.ts';
import type { TodayList } from './today-queries.ts';
import type { TodaySearch } from './today-search.ts';

/** What has to be known before anything of the list is believed. */
export function TodayStrips({ list, search }: { readonly list: TodayList; readonly search: TodaySearch }) {
  const words = useWords();
  const formats = useFormats();
  const navigate = useNavigate();
  return (
    <>
      {list.whatIf || search.minutes !== undefined ? (
        <p className="strip what-if" role="status">
          {list.whatIf
            ? words.today.whatIfDay(formats.longDay(list.asOf))
            : words.today.whatIfMinutes(list.minutes.available)}{' '}
          <button type="button" className="link" onClick={() => void navigate({ to: '/today', search: {} })}>
            {words.today.backToToday}
          </button>
        </p>
      ) : null}
      {list.scheduleIsStale && list.scheduleAsOf !== null ? (
        <p className="strip stale">{words.today.stale(formats.moment(list.scheduleAsOf))}</p>
      ) : null}
    </>
  );
}
