import { type KeyboardEvent, type RefObject, useEffect } from 'react';
import type { Problem } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import { useSession } from '../app/session.ts';
import { useWords, wordFor } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { useProblemWords } from '../parts/problem-message.tsx';
import type { Act } from './today-queries.ts';

function When({ act, today }: { readonly act: Act; readonly today: string }) {
  const words = useWords();
  const formats = useFormats();
  const isToday = useSession()?.today === today;
  const now = Date.now();
  const late = act.deadline !== null && Date.parse(act.deadline) < now;
  const waits = act.notBefore !== null && Date.parse(act.notBefore) > now;
  const when = waits
    ? words.today.from(formats.moment(act.notBefore ?? ''))
    : act.deadline !== null
      ? late
        ? words.today.lateSince(formats.moment(act.deadline))
        : words.today.by(formats.moment(act.deadline))
      : act.dueTo <= today
        ? isToday
          ? words.today.today
          : formats.day(today)
        : words.today.by(formats.day(act.dueTo));
  return (
    <span className="when">
      <span className={late ? 'late' : ''}>{when}</span>
      <span className="dim">{words.common.minutes(act.minutes)}</span>
    </span>
  );
}

function Why({ act, problem }: { readonly act: Act; readonly problem: Problem | undefined }) {
  const words = useWords();
  const formats = useFormats();
  const say = useProblemWords();
  if (problem !== undefined) return <span className="why late">{say(problem)}</span>;
  const [first] = act.whyNow;
  if (first === undefined) return <span className="why" />;
  return (
    <span className="why">
      <bdi className="note told">{first.fact}</bdi>{' '}
      <span className="source">
        ({wordFor(words.sources, first.source)}, {formats.day(first.date)})
      </span>
    </span>
  );
}

/**
 * The acts of the day. Rows are plain elements, because kit components cost five times as much, and hold no controls:
 * as a listbox it has one place in the Tab order, and screen readers hand our keys through.
 */
export function ActList({
  acts,
  today,
  selected,
  problems,
  place,
  select,
  onKeyDown,
}: {
  readonly acts: readonly Act[];
  readonly today: string;
  readonly selected: string | undefined;
  readonly problems: ReadonlyMap<string, Problem>;
  readonly place: RefObject<HTMLDivElement | null>;
  readonly select: (index: number, open: boolean) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}) {
  const words = useWords();
  const isThere = acts.some((act) => act.id === selected);
  useEffect(() => {
    if (selected !== undefined)
      document.getElementById(`act-${selected}`)?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <div
      ref={place}
      className="acts"
      role="listbox"
      tabIndex={0}
      aria-label={words.today.list}
      aria-activedescendant={isThere ? `act-${selected}` : undefined}
      onKeyDown={onKeyDown}
    >
      {acts.map((act, index) => (
        // The listbox has the focus and the keys.
        // biome-ignore lint/a11y/useKeyWithClickEvents: see above
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        <div
          key={act.id}
          id={`act-${act.id}`}
          className="act"
          role="option"
          aria-selected={act.id === selected}
          onClick={() => select(index, true)}
        >
          <span className="kind">{wordFor(words.kinds, act.kind)}</span>
          <span className="what">
            <span className="headline">
              <PatientName name={act.patientName} /> <span>{act.title}</span>
            </span>
            <Why act={act} problem={problems.get(act.id)} />
          </span>
          <When act={act} today={today} />
        </div>
      ))}
    </div>
  );
}
