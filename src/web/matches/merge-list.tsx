import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { useWords } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { Region } from '../parts/region.tsx';
import { mergesQuery } from './match-queries.ts';

/** What was merged, and the way back. */
export function MergeList({
  mayDecide,
  undo,
}: {
  readonly mayDecide: boolean;
  readonly undo: (mergeId: string) => void;
}) {
  const words = useWords();
  const formats = useFormats();
  const query = useQuery(mergesQuery);
  return (
    <section>
      <h2>{words.matches.merged}</h2>
      <Region query={query} rows={3}>
        {({ merges }) =>
          merges.length === 0 ? (
            <p className="dim">{words.matches.noneMerged}</p>
          ) : (
            <ul className="simple-list">
              {merges.map((merge) => (
                <li key={merge.id}>
                  <Link to="/patients/$patientId" params={{ patientId: merge.patientId }}>
                    <PatientName name={merge.name} />
                  </Link>{' '}
                  <span className="source">
                    {words.matches.mergedLine(formats.moment(merge.at), merge.by ?? words.matches.byItself)}
                  </span>{' '}
                  {merge.undoneAt !== null ? <span className="dim">{words.matches.undone}</span> : null}
                  {merge.undoneAt === null && mayDecide ? (
                    <Button size="compact-sm" variant="subtle" onClick={() => undo(merge.id)}>
                      {words.matches.undo}
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </Region>
    </section>
  );
}
