import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PatientName } from '../parts/patient-name.tsx';
import { searchQuery } from '../patients/search-query.ts';
import { useTemplateWords } from './template-words.ts';

/** A patient that was chosen; the name is for the screen alone. */
export interface ChosenPatient {
  readonly id: string;
  readonly name: string;
}

const mostHits = 5;

/** Whom the preview is for: somebody made up, or a patient that is searched for. */
export function PreviewPatient({
  chosen,
  choose,
}: {
  readonly chosen: ChosenPatient | undefined;
  readonly choose: (patient: ChosenPatient | undefined) => void;
}) {
  const words = useTemplateWords();
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
        label={words.forPatient}
        placeholder={words.find}
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
              </button>
            </li>
          ))}
          {data?.patients.length === 0 ? <li className="dim">{words.noPatient}</li> : null}
        </ul>
      )}
    </div>
  );
}
