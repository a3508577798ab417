import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormats } from '../app/format.ts';
import { useWords } from '../app/words.ts';
import type { TodayList } from './today-queries.ts';
import { type TodaySearch, type TodayTab, todayTabs } from './today-search.ts';

/** Which acts are shown, and what lies beyond the day. */
export function TodayTabs({
  list,
  search,
  tab,
  mine,
  everyone,
  tools,
}: {
  readonly list: TodayList;
  readonly search: TodaySearch;
  readonly tab: TodayTab;
  readonly mine: number;
  readonly everyone: number;
  readonly tools: ReactNode;
}) {
  const words = useWords();
  const formats = useFormats();
  const navigate = useNavigate();
  const held = Object.values(list.heldCounts).reduce((sum, one) => sum + one.count, 0);
  const counts = { mine, everyone, done: list.doneToday, held };
  const { patients, minutes } = list.backlog;
  const backlog = words.today.backlog(
    formats.number(patients),
    formats.number(Math.max(1, Math.round(minutes / 60))),
  );
  return (
    <div className="today-tabs">
      <nav className="tabs" aria-label={words.today.tabs}>
        {todayTabs.map((one) => (
          <button
            key={one}
            type="button"
            aria-current={one === tab ? 'true' : undefined}
            onClick={() => void navigate({ to: '/today', search: { ...search, tab: one } })}
          >
            {words.today.tabNames[one]} <span className="count">{formats.number(counts[one])}</span>
          </button>
        ))}
      </nav>
      {patients === 0 ? null : (
        <p className="backlog dim" title={backlog}>
          {backlog}
        </p>
      )}
      {tools}
    </div>
  );
}
