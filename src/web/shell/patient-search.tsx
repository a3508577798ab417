import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import { useFormats } from '../app/format.ts';
import { leaveTrail } from '../app/patient-trail.ts';
import { useWords } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { searchQuery, searchText } from '../patients/search-query.ts';

// Longer than between two keys of a quick typist, shorter than anybody waits for.
const pauseMilliseconds = 120;
// What can be taken in at a glance; the Patients page shows more.
const mostShown = 8;

/** Ctrl+K or Cmd+K from anywhere. */
function useSearchKey(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (
        !(event.ctrlKey || event.metaKey) ||
        event.altKey ||
        event.shiftKey ||
        event.key.toLowerCase() !== 'k'
      )
        return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [input]);
}

/** Finds a patient by the beginning of a name, number or telephone, from every screen. */
export function PatientSearch({ input }: { readonly input: RefObject<HTMLInputElement | null> }) {
  const words = useWords();
  const formats = useFormats();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const [asked] = useDebouncedValue(text.trim(), pauseMilliseconds);
  const { data, isError } = useQuery({ ...searchQuery(asked), enabled: asked !== '' && open });
  useSearchKey(input);
  const found = (data?.patients ?? []).slice(0, mostShown);
  const shown = open && asked !== '' && (data !== undefined || isError);

  const goTo = (patientId: string) => {
    leaveTrail(
      'search',
      found.map((patient) => patient.id),
    );
    setOpen(false);
    setText('');
    void navigate({ to: '/patients/$patientId', params: { patientId } });
  };
  const showAll = () => {
    searchText.set(text.trim());
    setOpen(false);
    void navigate({ to: '/patients' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Escape') {
      if (open) setOpen(false);
      else setText('');
    } else if (event.key === 'Enter') {
      const chosen = shown ? found[at] : undefined;
      if (chosen !== undefined) goTo(chosen.id);
      else if (text.trim() !== '') showAll();
    } else return;
    event.preventDefault();
  };

  return (
    <search className="patient-search">
      <IconSearch size={18} aria-hidden="true" />
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={words.shell.search}
        aria-expanded={shown && found.length > 0}
        aria-controls="search-results"
        aria-autocomplete="list"
        aria-activedescendant={shown && found[at] !== undefined ? `hit-${found[at].id}` : undefined}
        placeholder={words.shell.search}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      <span className="key" aria-hidden="true">
        Ctrl K
      </span>
      <div className="hits" hidden={!shown}>
        <div id="search-results" role="listbox" aria-label={words.shell.searchResults}>
          {found.map((patient, index) => (
            // The keys are handled by the combobox, which keeps the focus.
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            <div
              key={patient.id}
              id={`hit-${patient.id}`}
              role="option"
              aria-selected={index === at}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => goTo(patient.id)}
            >
              <PatientName name={patient.name} />
              <span className="dim">
                {[
                  patient.birthYear === null ? '' : words.patients.born(String(patient.birthYear)),
                  patient.lastVisit === null ? '' : words.patients.lastVisit(formats.day(patient.lastVisit)),
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </span>
            </div>
          ))}
        </div>
        <p className="dim" role="status">
          {isError
            ? words.shell.searchFailed
            : found.length === 0
              ? words.shell.nobodyFound
              : data?.more || (data?.patients.length ?? 0) > mostShown
                ? words.shell.moreFound
                : words.shell.searchKeys}
        </p>
      </div>
    </search>
  );
}
