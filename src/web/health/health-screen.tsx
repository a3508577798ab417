import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import { useWords } from '../app/words.ts';
import { Region } from '../parts/region.tsx';
import { useChange } from '../parts/use-change.ts';
import { useTitle } from '../parts/use-title.ts';
import { type Finding, findingsOf } from './findings.ts';
import { useHealthWords } from './health-words.ts';
import { Said } from './said.tsx';
import './health.css';

const everyHalfMinute = 30_000;

/** How the installation stands, part by part, with what to do where it is not well. */
export function HealthScreen() {
  const app = useWords();
  const words = useHealthWords();
  const formats = useFormats();
  const query = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => ask('describeHealth', {}, signal),
    refetchInterval: everyHalfMinute,
  });
  useTitle(app.places.health);
  return (
    <div className="page health">
      <h1>{app.places.health}</h1>
      <p className="dim">{words.lead}</p>
      <Region query={query} rows={10}>
        {(health) => {
          const findings = findingsOf(health, words, formats);
          const care = findings.filter(({ toDo }) => toDo !== undefined);
          return (
            <>
              <p role="status">
                <strong>{care.length === 0 ? words.allWell : words.needCare(care.length)}</strong>{' '}
                <span className="dim">{words.read(formats.moment(health.now))}</span>{' '}
                <button type="button" className="link" onClick={() => void query.refetch()}>
                  {words.again}
                </button>
              </p>
              <ul className="findings">
                {[...care, ...findings.filter(({ toDo }) => toDo === undefined)].map((finding) => (
                  <Line key={finding.id} finding={finding} />
                ))}
              </ul>
            </>
          );
        }}
      </Region>
    </div>
  );
}

function Line({ finding }: { readonly finding: Finding }) {
  const words = useHealthWords();
  const change = useChange(['health']);
  const { part, state, toDo, retry } = finding;
  const tryAgain = async (task: string) => {
    await change.run('retryJobs', { body: { task } }, words.retried);
  };
  return (
    <li data-care={toDo !== undefined}>
      <span className="finding-mark">
        {toDo === undefined ? (
          <IconCheck size={18} aria-hidden="true" />
        ) : (
          <IconAlertTriangle size={18} aria-hidden="true" />
        )}
        <span className="sr-only">{toDo === undefined ? words.well : words.care}</span>
      </span>
      <div>
        <h2>{part}</h2>
        <p>
          <bdi>
            <Said words={state} />
          </bdi>
        </p>
        {toDo === undefined ? null : (
          <p className="finding-to-do">
            {words.toDo}: <Said words={toDo} />
          </p>
        )}
      </div>
      {retry === undefined ? null : (
        <Button
          variant="default"
          size="compact-sm"
          loading={change.busy}
          onClick={() => void tryAgain(retry)}
        >
          {words.retry}
        </Button>
      )}
    </li>
  );
}
