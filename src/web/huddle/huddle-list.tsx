import { IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { inLanguage } from '../../kit/words.ts';
import { useFormats } from '../app/format.ts';
import { useLanguage } from '../app/words.ts';
import { Note, PatientName } from '../parts/patient-name.tsx';
import { useComing, useVisitFacts } from './huddle-facts.tsx';
import type { HuddleVisit } from './huddle-queries.ts';
import { useHuddleWords } from './huddle-words.ts';

function Remember({ visit }: { readonly visit: HuddleVisit }) {
  const words = useHuddleWords();
  const formats = useFormats();
  if (visit.matters.length === 0 && visit.promises.length === 0) return null;
  return (
    <ul className="huddle-remember">
      {visit.matters.map(({ words: said, toldOn, locked }) => (
        <li key={said}>
          {locked ? (
            <>
              <span className="locked">
                <IconLock size={16} aria-hidden="true" /> {words.locked}:
              </span>{' '}
            </>
          ) : null}
          <Note>{said}</Note> <span className="source">{formats.day(toldOn)}</span>
        </li>
      ))}
      {visit.promises.map(({ words: said, dueOn, late }) => (
        <li key={said}>
          <span className="chip">{words.promised}</span> <Note>{said}</Note>{' '}
          <span className={late ? 'source late' : 'source'}>
            {late ? words.late(formats.day(dueOn)) : words.due(formats.day(dueOn))}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The visits by time; each with what the team should have in mind. */
export function HuddleList({ visits }: { readonly visits: readonly HuddleVisit[] }) {
  const formats = useFormats();
  const facts = useVisitFacts();
  const coming = useComing();
  const language = useLanguage();
  return (
    <ol className="huddle-list">
      {visits.map((visit) => (
        <li key={visit.id} className="huddle-visit">
          <time dateTime={visit.startsAt}>{formats.time(visit.startsAt)}</time>
          <div>
            <p>
              <Link to="/patients/$patientId" params={{ patientId: visit.patientId }}>
                <PatientName name={visit.patientName} />
              </Link>{' '}
              {coming(visit) === undefined ? null : <span className="chip">{coming(visit)}</span>}
            </p>
            <p className="dim">{facts(visit).join(' · ')}</p>
            {visit.mayBeMissed === null ? null : (
              <p className="huddle-missed">{inLanguage(visit.mayBeMissed, [language, 'en'])?.text}</p>
            )}
          </div>
          <Remember visit={visit} />
        </li>
      ))}
    </ol>
  );
}
