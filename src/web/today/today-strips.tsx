import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useFormats } from '../app/format.ts';
import { useMay, useSession } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { useDeskWords } from './desk-words.ts';
import type { TodayList } from './today-queries.ts';
import type { TodaySearch } from './today-search.ts';

const RefreshStrip = lazy(async () => ({
  default: (await import('../first-days/refresh-strip.tsx')).RefreshStrip,
}));

/** Why nothing is proposed about coming visits, and what would bring them. */
function NoneAhead() {
  const desk = useDeskWords();
  const mayImport = useMay('imports.read');
  return (
    <p className="strip none-ahead">
      {desk.noneAhead} {mayImport ? <Link to="/imports/systems">{desk.whichExport}</Link> : null}
    </p>
  );
}

/** What has to be known before anything of the list is believed. */
export function TodayStrips({ list, search }: { readonly list: TodayList; readonly search: TodaySearch }) {
  const words = useWords();
  const formats = useFormats();
  const navigate = useNavigate();
  const mayRefresh = useMay('imports.change');
  const isSample = useSession()?.practice?.isSample !== false;
  const isToday = !list.whatIf && search.minutes === undefined;
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
      {isToday && !list.bookingsAhead && list.scheduleAsOf !== null ? <NoneAhead /> : null}
      {isToday && mayRefresh && !isSample ? (
        <Suspense>
          <RefreshStrip />
        </Suspense>
      ) : null}
    </>
  );
}
