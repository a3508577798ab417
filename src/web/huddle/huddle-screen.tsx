import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useFormats } from '../app/format.ts';
import { preferences } from '../app/preferences.ts';
import { useRoom } from '../app/registry.ts';
import { useSession } from '../app/session.ts';
import { isCovered, isTyping } from '../app/typing.ts';
import { useWords } from '../app/words.ts';
import { Empty, Region } from '../parts/region.tsx';
import { useChange } from '../parts/use-change.ts';
import { useTitle } from '../parts/use-title.ts';
import { type Paper, usePrintSettings } from '../print/print-settings.ts';
import { ClinicianFilter, cliniciansOf, HuddleHead } from './huddle-head.tsx';
import { HuddleList } from './huddle-list.tsx';
import { HuddlePane } from './huddle-pane.tsx';
import { type Huddle, huddleQuery } from './huddle-queries.ts';
import { dayAfter } from './huddle-search.ts';
import { HuddleSheet } from './huddle-sheet.tsx';
import { useHuddleWords } from './huddle-words.ts';
import { MyCards } from './my-cards.tsx';
import './huddle.css';

/** The visits of a day, as the team talks them over before it begins, and as the patients leave. */
export function HuddleScreen() {
  const words = useWords();
  const { asOf } = useSearch({ from: '/desk/huddle' });
  const query = useQuery(huddleQuery(asOf));
  useTitle(words.places.huddle);
  return (
    <div className="page huddle">
      <Region query={query} rows={10}>
        {(huddle) => <Desk key={huddle.day} huddle={huddle} />}
      </Region>
    </div>
  );
}

/** Keys of this screen wherever the focus is; off with the single keys. */
function useKeys(act: (key: string) => boolean): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
      if (!preferences.get().singleKeys || isTyping(event.target) || isCovered()) return;
      if (latest.current(event.key.toLowerCase())) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

function Desk({ huddle }: { readonly huddle: Huddle }) {
  const words = useHuddleWords();
  const formats = useFormats();
  const session = useSession();
  const navigate = useNavigate();
  const change = useChange(['huddle']);
  const [clinician, setClinician] = useState<string>();
  const [selected, setSelected] = useState<string>();
  const [paneOpen, setPaneOpen] = useState(false);
  const [initials, setInitials] = useState(false);
  const [settings, changeSettings] = usePrintSettings();
  const list = useRef<HTMLDivElement>(null);
  const form = useRef<HTMLFieldSetElement>(null);
  const remember = useRef<HTMLInputElement>(null);
  const clinicians = cliniciansOf(huddle, words.nobody);
  const visits =
    clinician === undefined
      ? huddle.visits
      : huddle.visits.filter((visit) => (visit.clinician?.id ?? '') === clinician);
  const found = visits.findIndex(({ id }) => id === selected);
  const at = Math.max(found, 0);
  const visit = visits[at];
  const isToday = huddle.day === session?.today;
  const goTo = (day: string) =>
    void navigate({ to: '/huddle', search: day === session?.today ? {} : { asOf: day } });
  const step = (days: -1 | 1) => goTo(dayAfter(huddle.day, days));
  const print = () => window.print();
  const select = (index: number, open = false) => {
    setSelected(visits[Math.min(Math.max(index, 0), visits.length - 1)]?.id);
    if (open) setPaneOpen(true);
  };
  const talk = () => {
    if (visit === undefined) return;
    const talked = !visit.talkedAbout;
    void change.run('talkAbout', { params: { visitId: visit.id }, body: { talked } });
  };
  const openForm = (where: 'items' | 'remember') => {
    setPaneOpen(true);
    // On a phone the pane stands only now.
    requestAnimationFrame(() => (where === 'items' ? form : remember).current?.focus());
  };
  const leave = (finished: boolean) => {
    setPaneOpen(false);
    if (finished) select(at + 1);
    requestAnimationFrame(() => list.current?.focus());
  };
  useRoom({
    keys: [
      { keys: '↑ ↓', meaning: words.list, single: false },
      { keys: 'Space', meaning: words.keys.talked, single: true },
      { keys: 'B', meaning: words.keys.leaving, single: true },
      { keys: 'M', meaning: words.keys.remember, single: true },
      { keys: '1 … 9', meaning: words.keys.clinician, single: true },
      { keys: 'P', meaning: words.keys.print, single: true },
      { keys: '[ ]', meaning: words.keys.day, single: true },
    ],
    actions: [
      { id: 'print-huddle', words: words.keys.print, run: print },
      { id: 'day-before', words: words.before, run: () => step(-1) },
      { id: 'day-after', words: words.after, run: () => step(1) },
    ],
  });
  useKeys((key) => {
    if (key === 'p') print();
    else if (key === '[' || key === ']') step(key === '[' ? -1 : 1);
    else if (key === '0') setClinician(undefined);
    else if (/^[1-9]$/.test(key)) {
      const chosen = clinicians[Number(key) - 1];
      if (chosen === undefined) return false;
      setClinician(chosen.id);
    } else return false;
    return true;
  });
  const onListKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: visits.length - 1,
    };
    const { singleKeys } = preferences.get();
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const to = moves[key] ?? (singleKeys ? { j: at + 1, k: at - 1 }[key] : undefined);
    if (to !== undefined) select(to);
    else if (key === 'Enter') openForm('items');
    else if (key === 'Escape') setPaneOpen(false);
    else if (key === ' ') talk();
    else if (singleKeys && key === 'b') openForm('items');
    else if (singleKeys && key === 'm') openForm('remember');
    else return;
    event.preventDefault();
  };
  return (
    <div data-pane-open={paneOpen}>
      <HuddleHead
        huddle={huddle}
        visits={visits}
        isToday={isToday}
        step={step}
        toToday={() => goTo(session?.today ?? huddle.day)}
        print={print}
      />
      <ClinicianFilter
        clinicians={clinicians}
        all={huddle.visits.length}
        chosen={clinician}
        choose={setClinician}
      />
      {visit !== undefined ? (
        <>
          <div className="huddle-desk">
            <HuddleList
              visits={visits}
              selected={visit.id}
              place={list}
              select={select}
              onKeyDown={onListKey}
            />
            <HuddlePane
              visit={visit}
              form={form}
              remember={remember}
              talk={talk}
              back={() => leave(false)}
              leave={leave}
            />
          </div>
          {huddle.missedVisits === null || huddle.missedVisits === 'told' ? null : (
            <p className="dim huddle-cannot-tell">{words.cannotTell[huddle.missedVisits]}</p>
          )}
        </>
      ) : huddle.visits.length > 0 ? (
        <Empty title={words.noneOfThis}>
          <Button variant="default" onClick={() => setClinician(undefined)}>
            {words.showAll}
          </Button>
        </Empty>
      ) : (
        <Empty title={isToday ? words.noneToday : words.none}>
          <p>{huddle.nextDay === null ? words.noNext : words.next(formats.longDay(huddle.nextDay))}</p>
          {huddle.nextDay === null ? null : (
            <Button onClick={() => goTo(huddle.nextDay ?? huddle.day)}>{words.goToNext}</Button>
          )}
        </Empty>
      )}
      <MyCards cards={huddle.cards} />
      {visits.length === 0 ? null : (
        <>
          <div className="huddle-paper">
            <NativeSelect
              label={words.paper}
              value={settings.paper}
              onChange={(event) => changeSettings({ paper: event.currentTarget.value as Paper })}
              data={[
                { value: 'a4', label: 'A4' },
                { value: 'letter', label: 'Letter' },
              ]}
            />
            <Checkbox
              label={words.initials}
              checked={initials}
              onChange={(event) => setInitials(event.currentTarget.checked)}
            />
          </div>
          <HuddleSheet huddle={huddle} visits={visits} paper={settings.paper} initials={initials} />
        </>
      )}
    </div>
  );
}
