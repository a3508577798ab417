import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMay } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Empty } from '../parts/region.tsx';
import { useDeskWords } from './desk-words.ts';
import { doneQuery, type TodayList } from './today-queries.ts';
import type { TodaySearch } from './today-search.ts';

/** No acts: because there is no schedule yet, because all is done, or because of the filter. */
export function TodayEmpty({
  list,
  open,
  ofTab,
  search,
}: {
  readonly list: TodayList;
  /** Acts that are open for anybody, and those of this tab, whatever their type. */
  readonly open: number;
  readonly ofTab: number;
  readonly search: TodaySearch;
}) {
  const words = useWords();
  const desk = useDeskWords();
  const navigate = useNavigate();
  const mayImport = useMay('imports.change');
  const { data } = useQuery({ ...doneQuery, enabled: open === 0 && list.doneToday > 0 });
  if (ofTab > 0) {
    const { kind: _, ...rest } = search;
    return (
      <Empty title={desk.noneOfType(ofTab)}>
        <p>
          <Button onClick={() => void navigate({ to: '/today', search: rest })}>{desk.clearFilter}</Button>
        </p>
      </Empty>
    );
  }
  if (open > 0) {
    return (
      <Empty title={words.today.noneMine(open)}>
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
        {mayImport ? (
          <p>
            <Button onClick={() => void navigate({ to: '/imports/new' })}>{desk.importFiles}</Button>
          </p>
        ) : (
          <p>
            {words.today.firstRunImport} <code>keepwell import</code>
          </p>
        )}
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
      <p>
        <Link to="/progress">{desk.howItGoes}</Link>
      </p>
    </Empty>
  );
}
