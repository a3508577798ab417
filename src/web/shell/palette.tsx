import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useFormats } from '../app/format.ts';
import { openLayer } from '../app/layers.ts';
import { leaveTrail } from '../app/patient-trail.ts';
import { useRecents } from '../app/recents.ts';
import type { Session } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Dialog } from '../parts/dialog.tsx';
import { fits } from '../parts/fits.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { searchQuery, searchText } from '../patients/search-query.ts';
import { type PaletteItem, useActItems, useActionItems, usePlaceItems } from './palette-items.ts';
import { useShellWords } from './shell-words.ts';

// Two keys that fall together ask once; anything longer would be waited for (150 ms from a key to the first hit).
const pauseMilliseconds = 20;
const mostPatients = 8;
const mostActs = 4;

interface Line extends PaletteItem {
  readonly detail?: string;
}

interface Group {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly Line[];
}

function usePatients(session: Session, typed: string) {
  const words = useWords();
  const navigate = useNavigate();
  const formats = useFormats();
  const recents = useRecents();
  const [asked] = useDebouncedValue(typed, pauseMilliseconds);
  const may = session.verbs.includes('patients.search');
  const query = useQuery({ ...searchQuery(asked), enabled: may && asked !== '' });
  const found = typed === '' ? [] : (query.data?.patients ?? []).slice(0, mostPatients);
  const goTo = (patientId: string) => {
    // Whoever was found beside this one is one key away on the patient's page.
    if (typed !== '') {
      leaveTrail(
        'search',
        found.map((patient) => patient.id),
      );
    }
    void navigate({ to: '/patients/$patientId', params: { patientId } });
  };
  const line = (id: string, name: string, detail: string): Line => ({
    id: `hit-${id}`,
    words: '',
    name,
    detail,
    run: () => goTo(id),
  });
  return {
    may,
    isWaiting:
      may &&
      typed !== '' &&
      !query.isError &&
      (asked !== typed || query.isPlaceholderData || query.isLoading),
    failed: query.isError && typed !== '',
    more: query.data?.more === true || (query.data?.patients.length ?? 0) > mostPatients,
    recents: recents.map(({ id, name }) => line(id, name, '')),
    found: found.map((patient) =>
      line(
        patient.id,
        patient.name,
        [
          patient.birthYear === null ? '' : words.patients.born(String(patient.birthYear)),
          patient.lastVisit === null ? '' : words.patients.lastVisit(formats.day(patient.lastVisit)),
        ]
          .filter((part) => part !== '')
          .join(' · '),
      ),
    ),
  };
}

function useGroups(session: Session, typed: string) {
  const words = useShellWords();
  const navigate = useNavigate();
  const patients = usePatients(session, typed);
  const places = usePlaceItems(session);
  const actions = useActionItems(session);
  const acts = useActItems();
  const fitting = (items: readonly PaletteItem[]) =>
    items.filter((item) => fits(`${item.words} ${item.name ?? ''}`, typed));
  const all: Line = {
    id: 'all-patients',
    words: words.palette.allPatients(typed),
    run: () => {
      searchText.set(typed);
      void navigate({ to: '/patients' });
    },
  };
  const { palette } = words;
  const groups: readonly Group[] = [
    typed === ''
      ? { id: 'recents', title: palette.recents, lines: patients.recents }
      : {
          id: 'patients',
          title: palette.patients,
          lines: [...patients.found, ...(patients.more && patients.found.length > 0 ? [all] : [])],
        },
    { id: 'acts', title: palette.acts, lines: typed === '' ? [] : fitting(acts).slice(0, mostActs) },
    { id: 'places', title: palette.places, lines: fitting(places) },
    { id: 'actions', title: palette.actions, lines: fitting(actions) },
  ];
  return { groups: groups.filter((group) => group.lines.length > 0), patients };
}

function Lines({
  groups,
  active,
  choose,
}: {
  readonly groups: readonly Group[];
  readonly active: string | undefined;
  readonly choose: (line: Line) => void;
}): ReactNode {
  const words = useShellWords();
  return (
    <div id="search-results" className="palette-lines" role="listbox" aria-label={words.palette.results}>
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox
        <div key={group.id} role="group" aria-labelledby={`palette-${group.id}`}>
          <h3 id={`palette-${group.id}`} role="presentation">
            {group.title}
          </h3>
          {group.lines.map((line) => (
            // The keys are handled by the combobox, which keeps the focus.
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            <div
              key={line.id}
              id={line.id}
              role="option"
              aria-selected={line.id === active}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(line)}
            >
              {line.name === undefined ? <span>{line.words}</span> : <PatientName name={line.name} />}
              {line.name === undefined ? null : (
                <span className="dim">{line.detail === undefined ? line.words : line.detail}</span>
              )}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

/** Everything that can be found or done, from one field: patients, today's acts, places, actions. */
export function Palette({ session }: { readonly session: Session }) {
  const words = useShellWords();
  const app = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [moved, setMoved] = useState<string>();
  // Enter before the patients came means the first of them, not whatever stood first meanwhile.
  const [wantsFirst, setWantsFirst] = useState(false);
  const typed = text.trim();
  const { groups, patients } = useGroups(session, typed);
  const lines = groups.flatMap((group) => group.lines);
  const active = lines.find((line) => line.id === moved) ?? lines[0];
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    if (active !== undefined) document.getElementById(active.id)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const choose = (line: Line) => {
    // Closed first, so that what is opened may take the focus or open another layer.
    openLayer(undefined);
    setTimeout(line.run);
  };
  const first = useRef(choose);
  first.current = choose;
  useEffect(() => {
    if (!wantsFirst || patients.isWaiting) return;
    setWantsFirst(false);
    if (lines[0] !== undefined) first.current(lines[0]);
  });
  const move = (step: number) => {
    if (active === undefined) return;
    const at = lines.indexOf(active) + step;
    setMoved(lines[(at + lines.length) % lines.length]?.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter') {
      if (patients.isWaiting && moved === undefined) setWantsFirst(true);
      else if (active !== undefined) choose(active);
    } else return;
    event.preventDefault();
  };
  const label = patients.may ? words.palette.open : words.palette.openWithoutPatients;
  return (
    <Dialog title={words.palette.title} className="palette" onClose={() => openLayer(undefined)}>
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded={lines.length > 0}
        aria-controls="search-results"
        aria-autocomplete="list"
        aria-activedescendant={active?.id}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setMoved(undefined);
          setWantsFirst(false);
        }}
        onKeyDown={onKeyDown}
      />
      <Lines groups={groups} active={active?.id} choose={choose} />
      <p className="dim" role="status">
        {patients.failed
          ? app.shell.searchFailed
          : patients.isWaiting
            ? words.palette.looking
            : lines.length === 0
              ? words.palette.nothing
              : typed === ''
                ? ''
                : words.palette.found(lines.length)}
      </p>
      <p className="palette-foot dim" aria-hidden="true">
        {words.palette.foot}
      </p>
    </Dialog>
  );
}
