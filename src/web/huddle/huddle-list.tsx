import { IconCheck, IconLock } from '@tabler/icons-react';
import { type KeyboardEvent, type RefObject, useEffect } from 'react';
import { inLanguage } from '../../kit/words.ts';
import { useFormats } from '../app/format.ts';
import { useLanguage } from '../app/words.ts';
import { Note, PatientName } from '../parts/patient-name.tsx';
import { useComing, useVisitFacts } from './huddle-facts.tsx';
import type { HuddleVisit } from './huddle-queries.ts';
import { useHuddleWords } from './huddle-words.ts';

/** What to remember, each with its date, and what we promised. */
export function Remember({ visit }: { readonly visit: HuddleVisit }) {
  const words = useHuddleWords();
  const formats = useFormats();
  return (
    <span className="huddle-remember">
      {visit.todo === null ? null : (
        <span className="huddle-todo">
          <span className="chip">{words.todo}</span> <Note>{visit.todo}</Note>
        </span>
      )}
      {visit.matters.map(({ words: said, toldOn, locked }) => (
        <span key={said}>
          {locked ? (
            <span className="locked">
              <IconLock size={16} aria-hidden="true" /> {words.locked}:{' '}
            </span>
          ) : (
            <>
              <span className="chip">{words.remember}</span>{' '}
            </>
          )}
          <Note>{said}</Note> <span className="source">{formats.day(toldOn)}</span>
        </span>
      ))}
      {visit.promises.map(({ words: said, dueOn, late }) => (
        <span key={said}>
          <span className="chip">{words.promised}</span> <Note>{said}</Note>{' '}
          <span className={late ? 'source late' : 'source'}>
            {late ? words.late(formats.day(dueOn)) : words.due(formats.day(dueOn))}
          </span>
        </span>
      ))}
    </span>
  );
}

function Marks({ visit }: { readonly visit: HuddleVisit }) {
  const words = useHuddleWords();
  return (
    <>
      {visit.talkedAbout ? (
        <span className="mark">
          <IconCheck size={14} aria-hidden="true" /> {words.talked}
        </span>
      ) : null}
      {visit.leaving.finished === null ? null : (
        <span className="mark">
          <IconCheck size={14} aria-hidden="true" /> {words.leftWell}
        </span>
      )}
    </>
  );
}

/**
 * The visits by time; each with what the team should have in mind. A listbox without controls in its rows, as the list
 * of Today: what can be done stands in the pane.
 */
export function HuddleList({
  visits,
  selected,
  place,
  select,
  onKeyDown,
}: {
  readonly visits: readonly HuddleVisit[];
  readonly selected: string | undefined;
  readonly place: RefObject<HTMLDivElement | null>;
  readonly select: (index: number, open: boolean) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}) {
  const words = useHuddleWords();
  const formats = useFormats();
  const facts = useVisitFacts();
  const coming = useComing();
  const language = useLanguage();
  useEffect(() => {
    if (selected !== undefined)
      document.getElementById(`visit-${selected}`)?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <div
      ref={place}
      className="huddle-list"
      role="listbox"
      tabIndex={0}
      aria-label={words.list}
      aria-activedescendant={selected === undefined ? undefined : `visit-${selected}`}
      onKeyDown={onKeyDown}
    >
      {visits.map((visit, index) => (
        // The listbox has the focus and the keys.
        // biome-ignore lint/a11y/useKeyWithClickEvents: see above
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        <div
          key={visit.id}
          id={`visit-${visit.id}`}
          className="huddle-visit"
          role="option"
          aria-selected={visit.id === selected}
          onClick={() => select(index, true)}
        >
          <time dateTime={visit.startsAt}>{formats.time(visit.startsAt)}</time>
          <span>
            <span className="huddle-line-of">
              <PatientName name={visit.patientName} />{' '}
              {coming(visit) === undefined ? null : <span className="chip">{coming(visit)}</span>}{' '}
              <Marks visit={visit} />
            </span>
            <span className="dim huddle-line-of">{facts(visit).join(' · ')}</span>
            {visit.mayBeMissed === null ? null : (
              <span className="huddle-missed">{inLanguage(visit.mayBeMissed, [language, 'en'])?.text}</span>
            )}
          </span>
          <Remember visit={visit} />
        </div>
      ))}
    </div>
  );
}
