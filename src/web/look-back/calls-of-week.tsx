import { Button } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { useRoom } from '../app/registry.ts';
import { useSession } from '../app/session.ts';
import { useWords, wordFor } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { Region } from '../parts/region.tsx';
import { PrintRoot } from '../print/print-root.tsx';
import { papers, usePrintSettings } from '../print/print-settings.ts';
import { usePrintWords } from '../print/print-words.ts';
import { useLookBackWords } from './look-back-words.ts';
import '../print/print.css';

type Call = Reply<'listCalls'>['calls'][number];

const callsQuery = queryOptions({
  queryKey: ['today', 'calls'],
  queryFn: ({ signal }) => ask('listCalls', {}, signal),
});

/** Whom to call this week, why, and what to say; on the screen and on paper. */
export function CallsOfWeek() {
  const words = useLookBackWords();
  const query = useQuery(callsQuery);
  return (
    <section>
      <h2>{words.calls}</h2>
      <Region query={query}>
        {({ calls }) => (calls.length === 0 ? <p>{words.noCalls}</p> : <Calls calls={calls} />)}
      </Region>
    </section>
  );
}

function Calls({ calls }: { readonly calls: readonly Call[] }) {
  const words = useLookBackWords();
  const print = () => window.print();
  useRoom({ actions: [{ id: 'print-calls', words: words.keys.print, run: print }] });
  return (
    <>
      <p className="dim">{words.callsExplained}</p>
      <p>
        <Button size="compact-sm" onClick={print}>
          {words.print}
        </Button>
      </p>
      <ol className="calls">
        {calls.map((call) => (
          <li key={call.act.id}>
            <h3>
              <Link to="/patients/$patientId" params={{ patientId: call.act.patientId }}>
                <PatientName name={call.act.patientName} />
              </Link>{' '}
              <small className="dim">
                <bdi className="note">{call.phone ?? words.noPhone}</bdi> · <Worth call={call} />
              </small>
            </h3>
            <Facts call={call} />
            <blockquote className="note" lang={call.act.language}>
              {call.act.script}
            </blockquote>
          </li>
        ))}
      </ol>
      <CallSheet calls={calls} />
    </>
  );
}

function Worth({ call }: { readonly call: Call }) {
  const words = useLookBackWords();
  const app = useWords();
  const { value, valueLow, valueHigh } = call.act;
  if (value === null) return <>{app.today.courtesy}</>;
  const inHundred = (share: number | null): number => Math.round(100 * (share ?? 0));
  return <>{words.worth(inHundred(value), inHundred(valueLow), inHundred(valueHigh))}</>;
}

function Facts({ call }: { readonly call: Call }) {
  const app = useWords();
  const formats = useFormats();
  return (
    <ul className="facts">
      {call.act.whyNow.map((why) => (
        <li key={`${why.fact} ${why.source}`}>
          <bdi className="note">{why.fact}</bdi>{' '}
          <span className="source">
            {wordFor(app.sources, why.source)}, {formats.day(why.date)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function CallSheet({ calls }: { readonly calls: readonly Call[] }) {
  const words = useLookBackWords();
  const print = usePrintWords();
  const formats = useFormats();
  const session = useSession();
  const [{ paper }] = usePrintSettings();
  return (
    <PrintRoot page={papers[paper]} margin={12}>
      <div className="flow call-sheet" data-paper={paper}>
        <h1>{words.calls}</h1>
        <ol>
          {calls.map((call) => (
            <li key={call.act.id}>
              <strong>
                <bdi>{call.act.patientName}</bdi>
              </strong>{' '}
              <bdi>{call.phone ?? words.noPhone}</bdi>
              <br />
              {call.act.whyNow.map(({ fact }) => fact).join('; ')}
              <br />
              <em lang={call.act.language}>{call.act.script}</em>
              <p>☐ {words.tick} __________</p>
            </li>
          ))}
        </ol>
        <p className="flow-foot">
          {print.footer(formats.time(new Date().toISOString()), session?.displayName ?? '')}
        </p>
      </div>
    </PrintRoot>
  );
}
