import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useWords } from '../app/words.ts';
import { Empty } from '../parts/region.tsx';
import { doneQuery, type TodayList } from './today-queries.ts';
import type { TodaySearch } from './today-search.ts';

/** No acts: because there is no schedule yet, because all is done, or because of the filter. */
export function TodayEmpty({
  list,
  filtered,
  search,
}: {
  readonly list: TodayList;
  /** Acts that the filter hides. */
  readonly filtered: number;
  readonly search: TodaySearch;
}) {
  const words = useWords();
  const navigate = useNavigate();
  const { data } = useQuery({ ...doneQuery, enabled: filtered === 0 && list.doneToday > 0 });
  if (filtered > 0) {
    return (
      <Empty title={words.today.noneMine(filtered)}>
        <p>
          <Button onClick={() => void navigate({ to: '/today', search: { ...search, tab: 'everyone' } })}>
            {words.today.showEveryone}
          </Button>
        </p>
      </Empty>
    );
  }
  if (list.scheduleAsOf === null && list.doneToday === 0) {
    return (
      <Empty title={words.today.firstRun}>
        <p>
          {words.today.firstRunImport} <code>keepwell import</code>
        </p>
        <p>{words.today.firstRunSample}</p>
      </Empty>
    );
  }
  return (
    <Empty title={words.today.nothingLeft}>
      <p>
        {data === undefined || data.people === 0
          ? words.today.quietDay
          : words.today.achieved(data.people, data.minutes)}
      </p>
    </Empty>
  );
}
