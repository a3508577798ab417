import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { useWords } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { searchQuery } from './search-query.ts';
import './find-patient.css';

/** A patient that was chosen; name and year are for the screen alone. */
export interface ChosenPatient {
  readonly id: string;
  readonly name: string;
  readonly birthYear: number | null;
}

type Hit = Reply<'searchPatients'>['patients'][number];

const pauseMilliseconds = 150;
const mostHits = 6;

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

interface Choice {
  readonly words: FindWords;
  readonly chosen: ChosenPatient | undefined;
  readonly choose: (patient: ChosenPatient | undefined) => void;
}

/** A patient that is searched for by name or number, and then stands there until another is wanted. */
export function FindPatient({ words, chosen, choose }: Choice) {
  const { patients } = useWords();
  // Whoever chose another by key goes on in the field that comes back.
  const [again, setAgain] = useState(false);
  if (chosen === undefined) return <Find words={words} choose={choose} again={again} />;
  return (
    <p className="find-patient">
      {words.chosen} <PatientName name={chosen.name} />{' '}
      {chosen.birthYear === null ? null : (
        <span className="dim">{patients.born(String(chosen.birthYear))} </span>
      )}
      <button
        type="button"
        className="quiet small"
        // The line that was pressed is gone.
        // biome-ignore lint/a11y/noAutofocus: it stands where the focus was
        autoFocus
        onClick={() => {
          setAgain(true);
          choose(undefined);
        }}
      >
        {words.other}
      </button>
    </p>
  );
}

function Find({ words, choose, again }: Pick<Choice, 'words' | 'choose'> & { readonly again: boolean }) {
  const { patients: say, shell } = useWords();
  const [text, setText] = useState('');
  const typed = text.trim();
  const [asked] = useDebouncedValue(typed, pauseMilliseconds);
  const query = useQuery({ ...searchQuery(asked), enabled: asked !== '' });
  const found = query.data?.patients ?? [];
  const isCurrent = asked === typed && query.isSuccess && !query.isPlaceholderData;
  const take = ({ id, name, birthYear }: Hit) => choose({ id, name, birthYear });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    // It is the search that was meant, not the form around it.
    event.preventDefault();
    const [only, second] = found;
    if (isCurrent && only !== undefined && second === undefined) take(only);
  };
  const left = query.data?.more === true || found.length > mostHits;
  const said = query.isError
    ? shell.searchFailed
    : query.isSuccess && found.length === 0
      ? words.nobody
      : left
        ? say.moreFit
        : '';
  return (
    <div className="find-patient">
      <TextInput
        label={words.label}
        placeholder={words.placeholder}
        autoComplete="off"
        spellCheck={false}
        autoFocus={again}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {typed === '' || asked === '' ? null : (
        <div className="find-patient-hits">
          <ul>
            {found.slice(0, mostHits).map((patient) => (
              <li key={patient.id}>
                <button type="button" className="quiet wide" onClick={() => take(patient)}>
                  <Line patient={patient} />
                </button>
              </li>
            ))}
          </ul>
          <p className="dim" role="status">
            {said}
          </p>
        </div>
      )}
    </div>
  );
}

/** Two of one name are told apart by the year of birth and the last visit. */
function Line({ patient: { name, birthYear, lastVisit } }: { readonly patient: Hit }) {
  const { patients } = useWords();
  const formats = useFormats();
  const known = [
    birthYear === null ? '' : patients.born(String(birthYear)),
    lastVisit === null ? '' : patients.lastVisit(formats.day(lastVisit)),
  ].filter((part) => part !== '');
  return (
    <>
      <PatientName name={name} />{' '}
      {known.length === 0 ? null : <span className="dim">{known.join(' · ')}</span>}
    </>
  );
}
