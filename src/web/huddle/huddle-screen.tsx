import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useFormats } from '../app/format.ts';
import { preferences } from '../app/preferences.ts';
import { useRoom } from '../app/registry.ts';
import { useSession } from '../app/session.ts';
import { isCovered, isTyping } from '../app/typing.ts';
import { useWords } from '../app/words.ts';
import { Empty, Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { type Paper, usePrintSettings } from '../print/print-settings.ts';
import { longAwayMonths } from './huddle-facts.tsx';
import { HuddleList } from './huddle-list.tsx';
import { type Huddle, huddleQuery } from './huddle-queries.ts';
import { dayAfter } from './huddle-search.ts';
import { HuddleSheet } from './huddle-sheet.tsx';
import { useHuddleWords } from './huddle-words.ts';
import './huddle.css';

/** The visits of a day, as the team talks them over before it begins. */
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

interface Clinician {
  readonly id: string;
  readonly name: string;
  readonly visits: number;
}

function cliniciansOf(huddle: Huddle, nobody: string): readonly Clinician[] {
  const counts = new Map<string, Clinician>();
  for (const { clinician } of huddle.visits) {
    const { id, name } = clinician ?? { id: '', name: nobody };
    counts.set(id, { id, name, visits: (counts.get(id)?.visits ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** Keys of this screen alone, which has no list that could hold them; off with the single keys. */
function useKeys(act: (key: string) => boolean): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
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
  const app = useWords();
  const formats = useFormats();
  const session = useSession();
  const navigate = useNavigate();
  const [clinician, setClinician] = useState<string>();
  const [initials, setInitials] = useState(false);
  const [settings, change] = usePrintSettings();
  const clinicians = cliniciansOf(huddle, words.nobody);
  const visits =
    clinician === undefined
      ? huddle.visits
      : huddle.visits.filter((visit) => (visit.clinician?.id ?? '') === clinician);
  const isToday = huddle.day === session?.today;
  const goTo = (day: string) =>
    void navigate({ to: '/huddle', search: day === session?.today ? {} : { asOf: day } });
  const print = () => window.print();
  useRoom({
    keys: [
      { keys: '1 … 9', meaning: words.keys.clinician, single: true },
      { keys: 'P', meaning: words.keys.print, single: true },
      { keys: '[ ]', meaning: words.keys.day, single: true },
    ],
    actions: [
      { id: 'print-huddle', words: words.keys.print, run: print },
      { id: 'day-before', words: words.before, run: () => goTo(dayAfter(huddle.day, -1)) },
      { id: 'day-after', words: words.after, run: () => goTo(dayAfter(huddle.day, 1)) },
    ],
  });
  useKeys((key) => {
    if (key === 'p') print();
    else if (key === '[' || key === ']') goTo(dayAfter(huddle.day, key === '[' ? -1 : 1));
    else if (key === '0') setClinician(undefined);
    else if (/^[1-9]$/.test(key)) {
      const chosen = clinicians[Number(key) - 1];
      if (chosen === undefined) return false;
      setClinician(chosen.id);
    } else return false;
    return true;
  });
  const firsts = visits.filter((visit) => visit.isFirst).length;
  const returning = visits.filter(({ monthsAway }) => (monthsAway ?? 0) >= longAwayMonths).length;
  return (
    <>
      <header className="huddle-head">
        <h1>{app.places.huddle}</h1>
        <p className="dim">{formats.longDay(huddle.day)}</p>
        <p>
          {[
            words.visits(visits.length),
            ...(firsts > 0 ? [words.firsts(firsts)] : []),
            ...(returning > 0 ? [words.returning(returning)] : []),
          ].join(' · ')}
        </p>
        <div className="huddle-tools">
          <Button variant="default" size="compact-sm" onClick={() => goTo(dayAfter(huddle.day, -1))}>
            {words.before}
          </Button>
          {isToday ? null : (
            <Button variant="default" size="compact-sm" onClick={() => goTo(session?.today ?? huddle.day)}>
              {words.today}
            </Button>
          )}
          <Button variant="default" size="compact-sm" onClick={() => goTo(dayAfter(huddle.day, 1))}>
            {words.after}
          </Button>
          <Button size="compact-sm" onClick={print} disabled={visits.length === 0}>
            {words.print}
          </Button>
        </div>
      </header>
      {huddle.scheduleIsStale && huddle.scheduleAsOf !== null ? (
        <p className="strip stale">{words.stale(formats.moment(huddle.scheduleAsOf))}</p>
      ) : null}
      {clinicians.length < 2 ? null : (
        // biome-ignore lint/a11y/useSemanticElements: buttons in a row, no form
        <div className="huddle-filter" role="group" aria-label={words.clinicians}>
          <button
            type="button"
            className="quiet"
            aria-pressed={clinician === undefined}
            onClick={() => setClinician(undefined)}
          >
            {words.all} ({huddle.visits.length})
          </button>
          {clinicians.map(({ id, name, visits: count }, index) => (
            <button
              key={id}
              type="button"
              className="quiet"
              aria-pressed={clinician === id}
              onClick={() => setClinician(id)}
            >
              {index < 9 ? <kbd>{index + 1}</kbd> : null} <bdi>{name}</bdi> ({count})
            </button>
          ))}
        </div>
      )}
      {visits.length > 0 ? (
        <>
          <HuddleList visits={visits} />
          {huddle.missedVisits === null || huddle.missedVisits === 'told' ? null : (
            <p className="dim huddle-cannot-tell">{words.cannotTell[huddle.missedVisits]}</p>
          )}
          <div className="huddle-paper">
            <NativeSelect
              label={words.paper}
              value={settings.paper}
              onChange={(event) => change({ paper: event.currentTarget.value as Paper })}
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
    </>
  );
}
