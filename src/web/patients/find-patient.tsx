import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { searchQuery } from './search-query.ts';

/** A patient that was chosen; the name is for the screen alone. */
export interface ChosenPatient {
  readonly id: string;
  readonly name: string;
}

const mostHits = 5;

interface FindWords {
  /** Over the field. */
  readonly label: string;
  readonly placeholder: string;
  /** Before the name of whoever was chosen. */
  readonly chosen: string;
  /** Takes the choice back. */
  readonly other: string;
  readonly nobody: string;
}

/** A patient that is searched for by name or number, and then stands there until another is wanted. */
export function FindPatient({
  words,
  chosen,
  choose,
}: {
  readonly words: FindWords;
  readonly chosen: ChosenPatient | undefined;
  readonly choose: (patient: ChosenPatient | undefined) => void;
}) {
  const { patients } = useWords();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 150);
  const { data } = useQuery({ ...searchQuery(asked), enabled: asked !== '' });
  if (chosen !== undefined) {
    return (
      <p>
        {words.chosen} <PatientName name={chosen.name} />{' '}
        <button type="button" className="quiet small" onClick={() => choose(undefined)}>
          {words.other}
        </button>
      </p>
    );
  }
  return (
    <div>
      <TextInput
        label={words.label}
        placeholder={words.placeholder}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {asked === '' ? null : (
        <ul>
          {(data?.patients ?? []).slice(0, mostHits).map((patient) => (
            <li key={patient.id}>
              <button
                type="button"
                className="quiet wide"
                onClick={() => {
                  setText('');
                  choose({ id: patient.id, name: patient.name });
                }}
              >
                <PatientName name={patient.name} />
                {patient.birthYear === null ? null : (
                  <span className="dim">{patients.born(String(patient.birthYear))}</span>
                )}
              </button>
            </li>
          ))}
          {data?.patients.length === 0 ? <li className="dim">{words.nobody}</li> : null}
        </ul>
      )}
    </div>
  );
}
