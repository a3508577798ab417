import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormats } from '../app/format.ts';
import { initialsOf, useVeiled } from '../app/privacy.ts';
import { useMay } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Note, PatientName } from '../parts/patient-name.tsx';
import { useChange } from '../parts/use-change.ts';
import { Origin } from './origin.tsx';
import type { Patient } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';
import { searchQuery } from './search-query.ts';

type Member = Patient['household'][number];

function useHouseholdChange(patient: Patient) {
  const words = usePatientWords().household;
  const change = useChange(['patients']);
  return {
    join: (other: string) =>
      change.run(
        'joinHousehold',
        { params: { patientId: patient.id }, body: { patientId: other } },
        words.joined,
      ),
    leave: (member: string) => change.run('leaveHousehold', { params: { patientId: member } }, words.left),
  };
}

function MemberLine({
  patient,
  member,
  mayChange,
}: {
  readonly patient: Patient;
  readonly member: Member;
  readonly mayChange: boolean;
}) {
  const words = usePatientWords().household;
  const formats = useFormats();
  const change = useHouseholdChange(patient);
  const facts = [
    member.nextVisit === null ? words.none : words.next(formats.day(member.nextVisit)),
    member.openActs === 0 ? '' : words.acts(member.openActs),
    member.confirmed ? words.confirmed : words.guarantor,
  ].filter((fact) => fact !== '');
  const shown = initialsWhenVeiled(useVeiled(), member.name);
  return (
    <li>
      <Link to="/patients/$patientId" params={{ patientId: member.id }}>
        <PatientName name={member.name} />
      </Link>
      <span className="source">{facts.join(', ')}</span>
      <Origin patientId={patient.id} fact={`household:${member.id}`} label={shown}>
        {(close) =>
          mayChange ? (
            <button
              type="button"
              className="quiet"
              aria-label={words.leaveLabel(shown)}
              onClick={() => {
                close();
                void change.leave(member.id);
              }}
            >
              {words.leave}
            </button>
          ) : null
        }
      </Origin>
    </li>
  );
}

function initialsWhenVeiled(veiled: boolean, name: string): string {
  return veiled ? initialsOf(name) : name;
}

const pauseMilliseconds = 150;
const mostFound = 5;

function AddMember({ patient }: { readonly patient: Patient }) {
  const words = usePatientWords().household;
  const veiled = useVeiled();
  const change = useHouseholdChange(patient);
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), pauseMilliseconds);
  const query = useQuery({ ...searchQuery(asked), enabled: asked !== '' });
  const known = new Set([patient.id, ...patient.household.map((one) => one.id)]);
  const found = (asked === '' ? [] : (query.data?.patients ?? [])).filter((one) => !known.has(one.id));
  return (
    <div className="add-member">
      <TextInput
        label={words.find}
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul className="simple-list">
        {found.slice(0, mostFound).map((one) => (
          <li key={one.id}>
            <PatientName name={one.name} /> <span className="source">{one.birthYear ?? ''}</span>
            <button
              type="button"
              className="quiet small"
              aria-label={words.add(initialsWhenVeiled(veiled, one.name))}
              onClick={() => void change.join(one.id).then((joined) => joined && setText(''))}
            >
              {words.join}
            </button>
          </li>
        ))}
      </ul>
      <p className="dim" role="status">
        {asked !== '' && query.isSuccess && found.length === 0 ? words.nobody : ''}
      </p>
    </div>
  );
}

/** Household with what is ahead of each, related persons, and the numbers that other systems have for the patient. */
export function Household({ patient }: { readonly patient: Patient }) {
  const words = useWords();
  const room = usePatientWords();
  const own = room.household;
  const veiled = useVeiled();
  const mayChange = useMay('patients.change');
  const change = useHouseholdChange(patient);
  const { household, relatedPersons, identifiers, sameAddress } = patient;
  return (
    <section>
      <h2>{words.patient.household}</h2>
      {household.length + relatedPersons.length === 0 ? (
        <p className="dim">{words.patient.nobodyElse}</p>
      ) : null}
      <ul className="simple-list">
        {household.map((member) => (
          <MemberLine key={member.id} patient={patient} member={member} mayChange={mayChange} />
        ))}
        {relatedPersons.map((person) => (
          <li key={`${person.name} ${person.relationship}`}>
            <PatientName name={person.name} /> <span className="source">{person.relationship}</span>
          </li>
        ))}
        {mayChange
          ? sameAddress.map((other) => (
              <li key={other.id}>
                <Note>{own.sameAddress(initialsWhenVeiled(veiled, other.name))}</Note>
                <button
                  type="button"
                  className="quiet small"
                  aria-label={own.joinLabel(initialsWhenVeiled(veiled, other.name))}
                  onClick={() => void change.join(other.id)}
                >
                  {own.join}
                </button>
              </li>
            ))
          : null}
      </ul>
      {mayChange ? <AddMember patient={patient} /> : null}
      {identifiers.length === 0 ? null : (
        <div className="dim identifiers">
          {words.patient.identifiers}:{' '}
          {identifiers.map((one) => (
            <span key={`${one.system} ${one.value}`}>
              <Note>{`${one.value} (${one.system})`}</Note>
              <Origin
                patientId={patient.id}
                fact={`identifier:${one.system} ${one.value}`}
                label={`${words.patient.identifiers} ${one.system}`}
              >
                {() => <p className="dim">{room.origin.elsewhere}</p>}
              </Origin>
            </span>
          ))}
        </div>
      )}
    </section>
  );
}
