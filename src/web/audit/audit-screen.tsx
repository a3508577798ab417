import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { ask } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { showToast } from '../app/toasts.ts';
import { useWords, wordFor } from '../app/words.ts';
import { useProblemWords } from '../parts/problem-message.tsx';
import { Empty, Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { type Column, VirtualRows } from '../parts/virtual-rows.tsx';
import type { ChosenPatient } from '../patients/find-patient.tsx';
import { type AuditFilter, AuditFilters } from './audit-filters.tsx';
import { useAuditWords } from './audit-words.ts';
import { deedKey } from './deed-keys.ts';
import { takeAlong } from './take-along.ts';
import './audit.css';

type Event = Reply<'searchAudit'>['events'][number];

// Asked for before the end comes into sight.
const rowsAhead = 30;

function useColumns(): readonly Column<Event>[] {
  const words = useAuditWords();
  const formats = useFormats();
  return [
    { id: 'at', head: words.at, width: '132px', cell: ({ at }) => formats.moment(at) },
    {
      id: 'who',
      head: words.person,
      width: 'minmax(96px, 1fr)',
      cell: ({ who }) => <bdi>{who ?? words.system}</bdi>,
      spare: true,
    },
    {
      id: 'action',
      head: words.action,
      width: 'minmax(180px, 2fr)',
      cell: ({ action, who }) => (
        <>
          <span className="audit-narrow">
            <bdi>{who ?? words.system}</bdi>:{' '}
          </span>
          <span>{wordFor(words.deeds, deedKey(action))}</span>
        </>
      ),
    },
    {
      id: 'result',
      head: words.result,
      width: 'minmax(110px, 1fr)',
      cell: ({ result }) =>
        result === 'ok' ? (
          words.done
        ) : (
          <span className="late">{words.refusedAs(result.replaceAll('_', ' '))}</span>
        ),
      spare: true,
    },
    {
      id: 'patients',
      head: words.patients,
      width: '72px',
      cell: ({ patients }) => (patients === 0 ? '' : formats.number(patients)),
      spare: true,
    },
    { id: 'network', head: words.network, width: '120px', cell: ({ network }) => network, spare: true },
    {
      id: 'reference',
      head: words.reference,
      width: '84px',
      cell: ({ requestId }) => <code title={requestId}>{requestId.slice(0, 8)}</code>,
      spare: true,
    },
  ];
}

/** Who did what, looked through by person, deed, result, patient and period. Looking at it is on the record too. */
export function AuditScreen() {
  const app = useWords();
  const words = useAuditWords();
  const say = useProblemWords();
  const [filter, setFilter] = useState<AuditFilter>({});
  const [patient, setPatient] = useState<ChosenPatient>();
  useTitle(app.places.audit);
  const query = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      ask('searchAudit', { body: { ...filter, ...(pageParam === '' ? {} : { before: pageParam }) } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ events, more }) => (more ? events.at(-1)?.id : undefined),
    select: ({ pages }) => pages.flatMap((page) => page.events),
    // Who was looked for does not stay longer than it is shown.
    gcTime: 30_000,
  });
  const change = (next: Partial<AuditFilter>) =>
    setFilter((now) =>
      Object.fromEntries(Object.entries({ ...now, ...next }).filter(([, value]) => value !== undefined)),
    );
  const choosePatient = (chosen: ChosenPatient | undefined) => {
    setPatient(chosen);
    change({ patientId: chosen?.id });
  };
  const clear = () => {
    setPatient(undefined);
    setFilter({});
  };
  const save = async () => {
    const problem = await takeAlong(filter);
    showToast(
      problem === undefined ? words.exported : say(problem),
      problem === undefined ? {} : { kind: 'problem' },
    );
  };
  return (
    <div className="page audit">
      <h1>{app.places.audit}</h1>
      <p className="dim">{words.explained}</p>
      <AuditFilters
        filter={filter}
        change={change}
        patient={patient}
        choosePatient={choosePatient}
        clear={clear}
      />
      <Region query={query} rows={12}>
        {(events) =>
          events.length === 0 ? (
            <Empty title={Object.keys(filter).length === 0 ? words.none : words.noneFit}>
              {Object.keys(filter).length === 0 ? null : (
                <Button variant="default" onClick={clear}>
                  {words.clear}
                </Button>
              )}
            </Empty>
          ) : (
            <>
              <Events events={events} query={query} />
              <p className="audit-foot">
                <span className="dim" role="status">
                  {words.shown(events.length)}; {query.hasNextPage ? words.more : words.end}
                </span>
                <Button variant="default" size="compact-sm" onClick={() => void save()}>
                  {words.export}
                </Button>
              </p>
            </>
          )
        }
      </Region>
    </div>
  );
}

function Events({
  events,
  query,
}: {
  readonly events: readonly Event[];
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
}) {
  const app = useWords();
  const columns = useColumns();
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const wants = hasNextPage && !isFetchingNextPage;
  const onRange = useCallback(
    (_: number, last: number) => {
      if (wants && last >= events.length - rowsAhead) fetchNextPage();
    },
    [wants, events.length, fetchNextPage],
  );
  const rowAt = useMemo(() => (index: number) => events[index], [events]);
  return (
    <VirtualRows
      label={app.places.audit}
      total={events.length}
      columns={columns}
      rowAt={rowAt}
      keyOf={({ id }) => id}
      onRange={onRange}
      open={() => {}}
    />
  );
}
