import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { leaveTrail } from '../app/patient-trail.ts';
import { useRoom } from '../app/registry.ts';
import { useStore } from '../app/store.ts';
import { useWords, wordFor } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { Empty, Region } from '../parts/region.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import { useTitle } from '../parts/use-title.ts';
import { PatientList } from './patient-list.tsx';
import { searchQuery, searchText } from './search-query.ts';
import './patients.css';

const pauseMilliseconds = 150;

function Found({ patients, more }: Reply<'searchPatients'>) {
  const words = useWords();
  const formats = useFormats();
  const leave = () =>
    leaveTrail(
      'search',
      patients.map((patient) => patient.id),
    );
  if (patients.length === 0) {
    return (
      <Empty title={words.patients.none}>
        <p>{words.patients.noneExplained}</p>
      </Empty>
    );
  }
  return (
    <>
      <TableScroll label={words.places.patients}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.patients.name}</th>
              <th scope="col">{words.patients.bornIn}</th>
              <th scope="col">{words.patients.lastVisitHead}</th>
              <th scope="col">{words.patients.status}</th>
            </tr>
          </thead>
          <tbody>
            {patients.map((patient) => (
              <tr key={patient.id}>
                <th scope="row">
                  <Link to="/patients/$patientId" params={{ patientId: patient.id }} onClick={leave}>
                    <PatientName name={patient.name} />
                  </Link>
                </th>
                <td>{patient.birthYear ?? ''}</td>
                <td>{patient.lastVisit === null ? '' : formats.day(patient.lastVisit)}</td>
                <td>{wordFor(words.statuses, patient.status)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {more ? <p className="dim">{words.patients.more}</p> : null}
    </>
  );
}

/** Everybody, and a way to look somebody up; what is typed stays in memory. */
export function PatientsScreen() {
  const words = useWords();
  const text = useStore(searchText);
  const [asked] = useDebouncedValue(text.trim(), pauseMilliseconds);
  const query = useQuery({ ...searchQuery(asked), enabled: asked !== '' });
  useTitle(words.places.patients);
  useRoom({
    keys:
      asked === ''
        ? [
            { keys: '↓ ↑', meaning: words.keys.move },
            { keys: 'Enter', meaning: words.keys.patient },
          ]
        : [],
  });
  return (
    <div className="page">
      <h1>{words.places.patients}</h1>
      <TextInput
        className="field"
        label={words.patients.explained}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => searchText.set(event.currentTarget.value)}
      />
      {asked === '' ? <PatientList /> : <Region query={query}>{(data) => <Found {...data} />}</Region>}
    </div>
  );
}
