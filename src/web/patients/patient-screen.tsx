import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { rememberPatient } from '../app/recents.ts';
import { useRoom } from '../app/registry.ts';
import { useMay } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { ErasePatient } from './erase-patient.tsx';
import { MergedBanner } from './merged-banner.tsx';
import { PatientHead } from './patient-head.tsx';
import { ActHistory, Episodes, People, VisitTable } from './patient-history.tsx';
import { patientQuery } from './patient-queries.ts';
import { Promises } from './promises.tsx';
import { Rhythms } from './rhythms.tsx';
import { noteFieldId, WhatMatters } from './what-matters.tsx';
import { Wishes } from './wishes.tsx';
import './patients.css';

/** One patient: what may be done now, how they come, what matters, what was promised. */
export function PatientScreen() {
  const words = useWords();
  const { patientId } = useParams({ from: '/desk/patients/$patientId' });
  const query = useQuery(patientQuery(patientId));
  const seesRhythms = useMay('loyalty.read');
  useTitle(words.patient.title);
  const known = query.data;
  const mayChange = useMay('patients.change') && known !== undefined;
  useRoom({
    actions: mayChange
      ? [
          {
            id: 'note',
            words: words.patient.addNote,
            run: () => document.getElementById(noteFieldId)?.focus(),
          },
        ]
      : [],
  });
  useEffect(() => {
    if (known !== undefined) rememberPatient(known);
  }, [known]);
  return (
    <Region query={query}>
      {(patient) => (
        <div className="page">
          <PatientHead patient={patient} />
          <MergedBanner patient={patient} />
          <div className="patient-columns">
            <div>
              <Rhythms patient={patient} sees={seesRhythms} />
              <WhatMatters patient={patient} />
              <Promises patient={patient} />
              <People patient={patient} />
            </div>
            <div>
              <ActHistory patient={patient} />
              <Episodes patient={patient} />
              <Wishes patient={patient} />
            </div>
          </div>
          <div className="patient-wide">
            <VisitTable patient={patient} />
          </div>
          <ErasePatient patientId={patient.id} />
        </div>
      )}
    </Region>
  );
}
