import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { preferences } from '../app/preferences.ts';
import { rememberPatient } from '../app/recents.ts';
import { useRoom } from '../app/registry.ts';
import { useMay } from '../app/session.ts';
import { useStore } from '../app/store.ts';
import { useWords } from '../app/words.ts';
import { Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { Envelope } from './envelope.tsx';
import { Episodes } from './episodes.tsx';
import { ErasePatient } from './erase-patient.tsx';
import { HandActForm } from './hand-act-form.tsx';
import { Household } from './household.tsx';
import { MergedBanner } from './merged-banner.tsx';
import { NextAct } from './next-act.tsx';
import { NoteForm } from './note-form.tsx';
import { PageLinks } from './page-links.tsx';
import { PatientHead } from './patient-head.tsx';
import { type Filter, filters, type Patient, patientQuery } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';
import { Promises } from './promises.tsx';
import { Rhythms } from './rhythms.tsx';
import { SeenBy } from './seen-by.tsx';
import { Signed } from './signed.tsx';
import { Timeline } from './timeline.tsx';
import { TrailBar, useTrail } from './trail-bar.tsx';
import { WhatMatters } from './what-matters.tsx';
import { Wishes } from './wishes.tsx';
import './patients.css';
import './patient.css';

type Open = 'note' | 'matters' | 'act';

function Page({ patient, asked }: { readonly patient: Patient; readonly asked: string }) {
  const words = useWords();
  const page = usePatientWords().page;
  const { singleKeys } = useStore(preferences);
  const seesRhythms = useMay('loyalty.read');
  const mayNote = useMay('notes.change');
  const mayAct = useMay('today.act');
  const mayChange = useMay('patients.change');
  const along = useTrail(asked);
  const [open, setOpen] = useState<Open>();
  const [only, setOnly] = useState<Filter>('all');
  const place = useRef<HTMLElement>(null);
  const isAlong = along !== undefined;
  // Going along a list by keys, the keys go on working.
  useEffect(() => {
    if (isAlong) place.current?.focus({ preventScroll: true });
  }, [isAlong]);
  const close = () => {
    setOpen(undefined);
    place.current?.focus({ preventScroll: true });
  };
  const keys: Readonly<Record<string, (() => void) | undefined>> = {
    n: mayNote ? () => setOpen('note') : undefined,
    m: mayChange ? () => setOpen('matters') : undefined,
    a: mayAct ? () => setOpen('act') : undefined,
    f: () => setOnly((now) => filters[(filters.indexOf(now) + 1) % filters.length] ?? 'all'),
    '[': along?.previous === undefined ? undefined : () => void along.previous?.(),
    ']': along?.next === undefined ? undefined : () => void along.next?.(),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Only while the timeline itself has the focus: whoever types, or is on a button, types.
    if (!singleKeys || event.target !== place.current) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const act = keys[event.key.toLowerCase()];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  const single = (name: string, meaning: string, may: boolean) =>
    may ? [{ keys: name, meaning, single: true }] : [];
  useRoom({
    keys: [
      ...single('N', page.addNote, mayNote),
      ...single('M', words.patient.whatMatters, mayChange),
      ...single('A', page.addAct, mayAct),
      ...single('F', page.keyFilter, true),
      ...single('[ ]', page.keyAlong, isAlong),
    ],
    actions: [
      ...(mayNote ? [{ id: 'note', words: page.addNote, run: () => setOpen('note') }] : []),
      ...(mayAct ? [{ id: 'act', words: page.addAct, run: () => setOpen('act') }] : []),
    ],
  });
  const key = (name: string) => (singleKeys ? <kbd>{name}</kbd> : null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the timeline, which has the focus
    <div className="page patient-page" onKeyDown={onKeyDown}>
      <div className="patient-bar">
        <TrailBar along={along} withKeys={singleKeys} />
        <div className="patient-actions">
          {mayNote ? (
            <Button size="compact-md" rightSection={key('N')} onClick={() => setOpen('note')}>
              {page.addNote}
            </Button>
          ) : null}
          {mayAct ? (
            <Button
              size="compact-md"
              variant="default"
              rightSection={key('A')}
              onClick={() => setOpen('act')}
            >
              {page.addAct}
            </Button>
          ) : null}
        </div>
      </div>
      <PatientHead patient={patient} />
      <MergedBanner patient={patient} />
      <div className="patient-columns">
        <div className="patient-who">
          <Rhythms patient={patient} sees={seesRhythms} />
          <WhatMatters
            patient={patient}
            adding={open === 'matters'}
            setAdding={(adding) => (adding ? setOpen('matters') : close())}
            withKeys={singleKeys}
          />
          <Promises patient={patient} />
        </div>
        <div className="patient-along">
          <NextAct patient={patient} />
          <Timeline patientId={patient.id} only={only} setOnly={setOnly} place={place} withKeys={singleKeys}>
            {open === 'note' ? <NoteForm patientId={patient.id} close={close} /> : null}
          </Timeline>
        </div>
        <div className="patient-more">
          <Household patient={patient} />
          <Episodes patient={patient} />
          <Wishes patient={patient} />
          <Envelope patient={patient} />
          <Signed patientId={patient.id} />
          <PageLinks patient={patient} />
          <SeenBy patientId={patient.id} />
        </div>
      </div>
      <ErasePatient patientId={patient.id} />
      {open === 'act' ? <HandActForm patientId={patient.id} close={close} /> : null}
    </div>
  );
}

/** One patient: what may be done now, how they come, what matters, what was promised, and all that happened. */
export function PatientScreen() {
  const words = useWords();
  const { patientId } = useParams({ from: '/desk/patients/$patientId' });
  const query = useQuery(patientQuery(patientId));
  useTitle(words.patient.title);
  const known = query.data;
  useEffect(() => {
    if (known !== undefined) rememberPatient(known);
  }, [known]);
  return (
    <Region query={query}>{(patient) => <Page key={patientId} patient={patient} asked={patientId} />}</Region>
  );
}
