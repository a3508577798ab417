import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Empty, Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { promisesQuery } from './promise-queries.ts';
import { PromiseRates } from './promise-rates.tsx';
import { readPromiseSearch } from './promise-search.ts';
import { PromiseTable } from './promise-table.tsx';
import { usePromisesWords } from './promises-words.ts';
import './promises.css';

/** What we said we would do: the oldest that is owed first. */
export function PromisesScreen() {
  const words = usePromisesWords();
  const navigate = useNavigate();
  const { which = 'everyone' } = useSearch({ from: '/desk/promises' });
  const all = useQuery(promisesQuery('everyone'));
  // While another list is fetched, the last one stays.
  const query = useQuery({ ...promisesQuery(which), placeholderData: keepPreviousData });
  useTitle(words.title);
  const tabs = [
    { which: 'everyone' as const, said: words.everyone(all.data?.owed ?? 0) },
    { which: 'mine' as const, said: words.mine },
    { which: 'settled' as const, said: words.settled },
  ];
  return (
    <div className="page">
      <h1>{words.title}</h1>
      <p className="dim">{words.lead}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons in a row, no form */}
      <div className="promise-tabs" role="group" aria-label={words.which}>
        {tabs.map((tab) => (
          <button
            key={tab.which}
            type="button"
            className="quiet"
            aria-pressed={tab.which === which}
            onClick={() => void navigate({ to: '/promises', search: readPromiseSearch(tab) })}
          >
            {tab.said}
          </button>
        ))}
      </div>
      <Region query={query}>
        {({ promises, late }) =>
          promises.length > 0 ? (
            <>
              {which === 'settled' ? null : <p>{words.late(late)}</p>}
              <PromiseTable lines={promises} />
            </>
          ) : which === 'settled' ? (
            <Empty title={words.noneSettled} />
          ) : (
            <Empty title={words.nothing}>
              <p>{words.nothingExplained}</p>
            </Empty>
          )
        }
      </Region>
      <PromiseRates />
    </div>
  );
}
