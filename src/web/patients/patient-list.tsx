import { Button, NativeSelect } from '@mantine/core';
import { queryOptions, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { leaveLongTrail } from '../app/patient-trail.ts';
import { useMay } from '../app/session.ts';
import { useWords, wordFor } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { Empty, Region } from '../parts/region.tsx';
import { type Column, VirtualRows } from '../parts/virtual-rows.tsx';
import { type ListedPatient, type ListedStatus, letterQuery, usePatientPages } from './patient-pages.ts';
import { usePatientWords } from './patient-words.ts';

const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

function useColumns(): readonly Column<ListedPatient>[] {
  const words = useWords();
  const formats = useFormats();
  return [
    {
      id: 'name',
      head: words.patients.name,
      width: 'minmax(180px, 3fr)',
      cell: (patient) => <PatientName name={patient.indexName} />,
    },
    {
      id: 'born',
      head: words.patients.bornIn,
      width: 'minmax(60px, 1fr)',
      cell: (patient) => patient.birthYear ?? '',
      spare: true,
    },
    {
      id: 'visit',
      head: words.patients.lastVisitHead,
      width: 'minmax(110px, 1fr)',
      cell: (patient) => (patient.lastVisit === null ? '' : formats.day(patient.lastVisit)),
    },
    {
      id: 'status',
      head: words.patients.status,
      width: 'minmax(110px, 1fr)',
      cell: (patient) => wordFor(words.statuses, patient.status),
      spare: true,
    },
  ];
}

/** Everybody, as long as the list may be. */
export function PatientList() {
  const list = usePatientWords().all;
  const words = useWords();
  const formats = useFormats();
  const [status, setStatus] = useState<ListedStatus>('active');
  const [jump, setJump] = useState<{ readonly row: number }>();
  const client = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  const columns = useColumns();
  const { first, rowAt, onRange, read } = usePatientPages(status);
  const goTo = async (letter: string) => {
    const found = await client.fetchQuery(letterQuery(status, letter)).catch(() => undefined);
    if (found !== undefined) setJump({ row: Math.min(found.from, Math.max(0, found.total - 1)) });
  };
  if (first === undefined) return null;
  return (
    <section aria-label={list.list}>
      <div className="list-bar">
        <NativeSelect
          aria-label={list.which}
          data={[
            ...(['active', 'prospective', 'exited'] as const).map((one) => ({
              value: one,
              label: wordFor(words.statuses, one),
            })),
            { value: 'all', label: list.everybody },
          ]}
          value={status}
          onChange={(event) => {
            setStatus(event.currentTarget.value as ListedStatus);
            setJump({ row: 0 });
          }}
        />
        <fieldset className="letters" aria-label={list.letters}>
          {letters.map((letter) => (
            <button
              key={letter}
              type="button"
              aria-label={list.letter(letter)}
              onClick={() => void goTo(letter)}
            >
              {letter}
            </button>
          ))}
        </fieldset>
      </div>
      <Region query={first as UseQueryResult<Reply<'listPatients'>>} rows={12}>
        {({ total }) =>
          total === 0 ? (
            <Nobody all={status === 'all'} showAll={() => setStatus('all')} />
          ) : (
            <>
              <p className="dim" role="status">
                {list.count(total, formats.number(total))}
              </p>
              <VirtualRows
                label={list.list}
                total={total}
                columns={columns}
                rowAt={rowAt}
                keyOf={(patient) => patient.id}
                onRange={onRange}
                scrollTo={jump}
                intend={({ id }) =>
                  void router.preloadRoute({ to: '/patients/$patientId', params: { patientId: id } })
                }
                open={({ id }, index) => {
                  leaveLongTrail('patients', total, { index, id }, read);
                  void navigate({ to: '/patients/$patientId', params: { patientId: id } });
                }}
              />
            </>
          )
        }
      </Region>
    </section>
  );
}

const anybodyQuery = queryOptions({
  queryKey: ['patients', 'anybody'],
  queryFn: async ({ signal }) => (await ask('listPatients', { query: { limit: 1 } }, signal)).total > 0,
});

function Nobody({ all, showAll }: { readonly all: boolean; readonly showAll: () => void }) {
  const words = usePatientWords().all;
  const mayImport = useMay('imports.change');
  // A practice without a single patient says so, whichever state is looked at.
  const anybody = useQuery(anybodyQuery).data;
  if (!all && anybody !== false) {
    return (
      <Empty title={words.nobodyOfThese}>
        <p>
          <Button variant="default" onClick={showAll}>
            {words.showAll}
          </Button>
        </p>
      </Empty>
    );
  }
  return (
    <Empty title={words.nobody}>
      <p>{words.nobodyExplained}</p>
      {mayImport ? (
        <p>
          <Link to="/imports/new">{words.importFiles}</Link>
        </p>
      ) : null}
    </Empty>
  );
}
