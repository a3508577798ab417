import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useWords } from '../app/words.ts';
import { Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { TodayDesk } from './today-desk.tsx';
import { todayQuery } from './today-queries.ts';

/** The acts of the day: the heart of the desk. */
export function TodayScreen() {
  const words = useWords();
  const search = useSearch({ from: '/desk/today' });
  const query = useQuery(todayQuery(search));
  useTitle(words.places.today);
  return (
    <Region query={query} rows={12}>
      {(list) => (
        <TodayDesk
          key={`${search.asOf ?? ''} ${search.minutes ?? ''}`}
          list={list}
          readAt={query.dataUpdatedAt}
          search={search}
        />
      )}
    </Region>
  );
}
