import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { inLanguage } from '../../kit/words.ts';
import { ask } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { useLanguage } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { Empty, Region } from '../parts/region.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import { useTitle } from '../parts/use-title.ts';
import { useDriftWords } from './drift-words.ts';
import './drift.css';

type Drift = Reply<'listDrift'>;
type Line = Drift['patients'][number];
type Status = Line['status'];

function driftQuery(status: Status | undefined) {
  return queryOptions({
    queryKey: ['patients', 'drifting', status ?? 'all'],
    queryFn: ({ signal }) => ask('listDrift', { query: status === undefined ? {} : { status } }, signal),
  });
}

/** Who is late against their own rhythm, the call that is worth most first. */
export function DriftScreen() {
  const words = useDriftWords();
  const [status, setStatus] = useState<Status>();
  // While another list is fetched, the last one stays.
  const query = useQuery({ ...driftQuery(status), placeholderData: keepPreviousData });
  useTitle(words.title);
  return (
    <div className="page drift">
      <h1>{words.title}</h1>
      <p className="dim">{words.lead}</p>
      <Region query={query}>
        {(drift) =>
          drift.asOf === null ? (
            <Empty title={words.notScored}>
              <p>{words.notScoredExplained}</p>
              <p>
                <Link to="/imports">{words.toImport}</Link>
              </p>
            </Empty>
          ) : drift.counts.drifting + drift.counts.overdue === 0 ? (
            <Empty title={words.none}>
              <p>{words.noneExplained}</p>
            </Empty>
          ) : (
            <List drift={drift} status={status} setStatus={setStatus} />
          )
        }
      </Region>
    </div>
  );
}

function List({
  drift,
  status,
  setStatus,
}: {
  readonly drift: Drift;
  readonly status: Status | undefined;
  readonly setStatus: (status: Status | undefined) => void;
}) {
  const words = useDriftWords();
  const formats = useFormats();
  const { counts, patients } = drift;
  const n = formats.number;
  const choices = [
    { status: undefined, said: words.all(n(counts.drifting + counts.overdue)) },
    { status: 'drifting' as const, said: words.drifting(n(counts.drifting)) },
    { status: 'overdue' as const, said: words.overdue(n(counts.overdue)) },
  ];
  const shown = status === undefined ? counts.drifting + counts.overdue : counts[status];
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons in a row, no form */}
      <div className="drift-filter" role="group" aria-label={words.title}>
        {choices.map((choice) => (
          <button
            key={choice.said}
            type="button"
            className="quiet"
            aria-pressed={status === choice.status}
            onClick={() => setStatus(choice.status)}
          >
            {choice.said}
          </button>
        ))}
      </div>
      <TableScroll label={words.title}>
        <table className="drift-table">
          <thead>
            <tr>
              {[words.patient, words.service, words.last, words.silent, words.comes].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {patients.map((line) => (
              <Row key={line.patientId} line={line} />
            ))}
          </tbody>
        </table>
      </TableScroll>
      <p className="dim">
        {patients.length < shown ? words.first(n(patients.length)) : ''}{' '}
        {words.asOf(formats.day(drift.asOf ?? ''))}
      </p>
    </>
  );
}

function Row({ line }: { readonly line: Line }) {
  const words = useDriftWords();
  const formats = useFormats();
  const language = useLanguage();
  const { usualGap, overduePercentile, pVisit } = line;
  const n = formats.number;
  const hundredth = (share: number): string => n(Math.round(100 * share));
  return (
    <tr>
      <th scope="row">
        <Link to="/patients/$patientId" params={{ patientId: line.patientId }}>
          <PatientName name={line.patientName} />
        </Link>{' '}
        <span className="chip">{words.state[line.status]}</span>
      </th>
      <td>{inLanguage(line.service, [language])?.text ?? ''}</td>
      <td>{formats.day(line.lastDay)}</td>
      <td>
        {words.days(line.silentDays)}
        {usualGap === null ? null : (
          <span className="dim drift-usual">
            {usualGap.n === 0
              ? words.usualOfService(n(Math.round(usualGap.value)))
              : words.usual(n(Math.round(usualGap.value)), usualGap.n, hundredth(overduePercentile ?? 0))}
          </span>
        )}
      </td>
      <td>
        {pVisit === null
          ? '–'
          : words.chance(hundredth(pVisit.value), hundredth(pVisit.low), hundredth(pVisit.high))}
      </td>
    </tr>
  );
}
