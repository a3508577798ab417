import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { useWords } from '../app/words.ts';
import { DayPicker } from './day-picker.tsx';
import type { TodayList } from './today-queries.ts';
import type { TodaySearch } from './today-search.ts';

/** The minutes of the day: what they are filled with. */
function MinutesBar({ minutes }: { readonly minutes: TodayList['minutes'] }) {
  const words = useWords();
  const of = (part: number): string => `${Math.min(100, (100 * part) / Math.max(1, minutes.available))}%`;
  return (
    <span
      className="minutes-bar"
      role="img"
      aria-label={words.today.minutesBar(minutes.done, minutes.planned, minutes.available)}
    >
      <span className="done" style={{ inlineSize: of(minutes.done) }} />
      <span className="planned" style={{ inlineSize: of(minutes.planned) }} />
    </span>
  );
}

export function TodayHeader({
  list,
  left,
  search,
  fiveMinutes,
  showKeys,
}: {
  readonly list: TodayList;
  /** Acts that are still open here. */
  readonly left: number;
  readonly search: TodaySearch;
  readonly fiveMinutes: () => void;
  readonly showKeys: () => void;
}) {
  const words = useWords();
  const formats = useFormats();
  const navigate = useNavigate();
  const held = Object.values(list.heldCounts).reduce((sum, one) => sum + one.count, 0);
  const isWhatIf = list.whatIf || search.minutes !== undefined;
  return (
    <header className="today-header">
      <h1>{list.whatIf ? words.today.otherDay : words.places.today}</h1>
      <p className="day">{formats.day(list.asOf)}</p>
      <p className="sum">
        <span>{words.today.acts(left)}</span>
        <MinutesBar minutes={list.minutes} />
        <span>{words.today.minutes(list.minutes.planned, list.minutes.available)}</span>
        {held === 0 ? null : (
          <button
            type="button"
            className="link"
            onClick={() => void navigate({ to: '/today', search: { ...search, tab: 'held' } })}
          >
            {words.today.heldBack(formats.number(held))}
          </button>
        )}
      </p>
      <div className="tools">
        {isWhatIf ? null : (
          <Button variant="default" size="compact-sm" onClick={fiveMinutes}>
            {words.today.fiveMinutes}
          </Button>
        )}
        <DayPicker search={search} list={list} />
        <Button variant="default" size="compact-sm" onClick={showKeys} aria-label={words.keys.title}>
          ?
        </Button>
      </div>
    </header>
  );
}
