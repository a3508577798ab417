import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { useWords, wordFor } from '../app/words.ts';
import { Note, PatientName } from '../parts/patient-name.tsx';
import { Empty, Region } from '../parts/region.tsx';
import { useDeskWords } from './desk-words.ts';
import { type Act, doneQuery } from './today-queries.ts';

/** What was answered today; anything that still can be is taken back here, also after a reload. */
export function DoneTab({ undo }: { readonly undo: (outcomeId: string, act: Act) => void }) {
  const words = useWords();
  const desk = useDeskWords();
  const formats = useFormats();
  const mayAct = useMay('today.act');
  const query = useQuery(doneQuery);
  return (
    <Region query={query}>
      {({ done, people, minutes }) =>
        done.length === 0 ? (
          <Empty title={words.today.noneDone}>
            <p>{desk.doneExplained}</p>
            <p>
              <Link to="/today" search={{ tab: 'everyone' }}>
                {desk.toTheActs}
              </Link>
            </p>
          </Empty>
        ) : (
          <div className="scroll">
            {people === 0 ? null : <p className="dim">{words.today.achieved(people, minutes)}</p>}
            <ul className="lines">
              {done.map((one) => (
                <li key={one.outcomeId}>
                  <span className="at">{formats.time(one.at)}</span>
                  <span className="what">
                    <span className="headline">
                      <Link to="/patients/$patientId" params={{ patientId: one.act.patientId }}>
                        <PatientName name={one.act.patientName} />
                      </Link>{' '}
                      {one.act.title}
                    </span>
                    <span className="why">
                      {wordFor(words.outcomes.names, one.outcome)}
                      {one.reason === null ? null : (
                        <>
                          {': '}
                          <Note>{one.reason}</Note>
                        </>
                      )}{' '}
                      <span className="source">{one.by}</span>
                    </span>
                  </span>
                  {one.canUndo && mayAct ? (
                    <Button variant="default" size="compact-sm" onClick={() => undo(one.outcomeId, one.act)}>
                      {words.common.undo}
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
          </div>
        )
      }
    </Region>
  );
}
