import { Button } from '@mantine/core';
import { useFormats } from '../app/format.ts';
import { useWords } from '../app/words.ts';
import type { Huddle, HuddleVisit } from './huddle-queries.ts';
import { useHuddleWords } from './huddle-words.ts';

/** The day, what kind of day it is, and the ways to another one. */
export function HuddleHead({
  huddle,
  visits,
  isToday,
  step,
  toToday,
  print,
}: {
  readonly huddle: Huddle;
  readonly visits: readonly HuddleVisit[];
  readonly isToday: boolean;
  readonly step: (days: -1 | 1) => void;
  readonly toToday: () => void;
  readonly print: () => void;
}) {
  const words = useHuddleWords();
  const app = useWords();
  const formats = useFormats();
  const firsts = visits.filter((visit) => visit.isFirst).length;
  const returning = visits.filter(({ longAway }) => longAway).length;
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
          <Button variant="default" size="compact-sm" onClick={() => step(-1)}>
            {words.before}
          </Button>
          {isToday ? null : (
            <Button variant="default" size="compact-sm" onClick={toToday}>
              {words.today}
            </Button>
          )}
          <Button variant="default" size="compact-sm" onClick={() => step(1)}>
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
    </>
  );
}

export interface Clinician {
  readonly id: string;
  readonly name: string;
  readonly visits: number;
}

export function cliniciansOf(huddle: Huddle, nobody: string): readonly Clinician[] {
  const counts = new Map<string, Clinician>();
  for (const { clinician } of huddle.visits) {
    const { id, name } = clinician ?? { id: '', name: nobody };
    counts.set(id, { id, name, visits: (counts.get(id)?.visits ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** One clinician, or everybody; nothing where there is but one. */
export function ClinicianFilter({
  clinicians,
  all,
  chosen,
  choose,
}: {
  readonly clinicians: readonly Clinician[];
  /** Visits of all of them. */
  readonly all: number;
  readonly chosen: string | undefined;
  readonly choose: (id: string | undefined) => void;
}) {
  const words = useHuddleWords();
  if (clinicians.length < 2) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons in a row, no form
    <div className="huddle-filter" role="group" aria-label={words.clinicians}>
      <button
        type="button"
        className="quiet"
        aria-pressed={chosen === undefined}
        onClick={() => choose(undefined)}
      >
        {words.all} ({all})
      </button>
      {clinicians.map(({ id, name, visits: count }, index) => (
        <button
          key={id}
          type="button"
          className="quiet"
          aria-pressed={chosen === id}
          onClick={() => choose(id)}
        >
          {index < 9 ? <kbd>{index + 1}</kbd> : null} <bdi>{name}</bdi> ({count})
        </button>
      ))}
    </div>
  );
}
