import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { useWords, wordFor } from '../app/words.ts';
import { useDeskWords } from './desk-words.ts';
import type { Act } from './today-queries.ts';
import type { TodaySearch } from './today-search.ts';

/** Narrows the list to one kind of act, and takes the cards among them to paper. */
export function TodayTools({
  kinds,
  search,
  cards,
  print,
}: {
  /** The kinds of acts that there are. */
  readonly kinds: readonly string[];
  readonly search: TodaySearch;
  /** Acts in view that go by post. */
  readonly cards: readonly Act[];
  readonly print: (acts: readonly Act[]) => void;
}) {
  const words = useWords();
  const desk = useDeskWords();
  const formats = useFormats();
  const navigate = useNavigate();
  return (
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
      {cards.length === 0 ? null : (
        <Button variant="default" size="compact-sm" onClick={() => print(cards)}>
          {desk.printCards(formats.number(cards.length))}
        </Button>
      )}
    </div>
  );
}
