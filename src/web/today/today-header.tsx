import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { useWords, wordFor } from '../app/words.ts';
import { DayPicker } from './day-picker.tsx';
import { useDeskWords } from './desk-words.ts';
import type { Act, TodayList } from './today-queries.ts';
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
  kinds,
  search,
  fiveMinutes,
  showKeys,
  cards,
  print,
}: {
  readonly list: TodayList;
  /** Acts that are still open here. */
  readonly left: number;
  /** The kinds of acts that there are. */
  readonly kinds: readonly string[];
  readonly search: TodaySearch;
  readonly fiveMinutes: () => void;
  readonly showKeys: () => void;
  /** Acts in view that go by post. */
  readonly cards: readonly Act[];
  readonly print: (acts: readonly Act[]) => void;
}) {
  const words = useWords();
  const desk = useDeskWords();
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
        {kinds.length < 2 && search.kind === undefined ? null : (
          <select
            aria-label={desk.type}
            className="chip"
            value={search.kind ?? ''}
            onChange={(event) => {
              const { kind: _, ...rest } = search;
              const kind = event.target.value;
              void navigate({ to: '/today', search: kind === '' ? rest : { ...rest, kind } });
            }}
          >
            <option value="">{`${desk.type}: ${desk.allTypes}`}</option>
            {[...new Set([...kinds, ...(search.kind === undefined ? [] : [search.kind])])].map((kind) => (
              <option key={kind} value={kind}>
                {wordFor(words.kinds, kind)}
              </option>
            ))}
          </select>
        )}
        {isWhatIf ? null : (
          <Button variant="default" size="compact-sm" onClick={fiveMinutes}>
            {words.today.fiveMinutes}
          </Button>
        )}
        {cards.length === 0 ? null : (
          <Button variant="default" size="compact-sm" onClick={() => print(cards)}>
            {desk.printCards(formats.number(cards.length))}
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
