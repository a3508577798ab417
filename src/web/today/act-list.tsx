import { type KeyboardEvent, memo, type RefObject, useEffect } from 'react';
import type { Problem } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import { useSession } from '../app/session.ts';
import { useWords, wordFor } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { useProblemWords } from '../parts/problem-message.tsx';
import { useDeskWords } from './desk-words.ts';
import { useWhoIsOn } from './presence-mark.tsx';
import type { Row } from './rows.ts';
import type { Act } from './today-queries.ts';

function When({ act, today, now }: { readonly act: Act; readonly today: string; readonly now: number }) {
  const words = useWords();
  const formats = useFormats();
  const isToday = useSession()?.today === today;
  const late = act.deadline !== null && Date.parse(act.deadline) < now;
  const waits = act.notBefore !== null && Date.parse(act.notBefore) > now;
  const when = waits
    ? words.today.from(formats.moment(act.notBefore ?? ''))
    : act.deadline !== null
      ? late
        ? words.today.lateSince(formats.moment(act.deadline))
        : words.today.by(formats.moment(act.deadline))
      : act.dueTo <= today
        ? isToday
          ? words.today.today
          : formats.day(today)
        : words.today.by(formats.day(act.dueTo));
  return (
    <span className="when">
      <span className={late ? 'late' : ''}>{when}</span>
      <span className="dim">{words.common.minutes(act.minutes)}</span>
    </span>
  );
}

function Why({ act, problem }: { readonly act: Act; readonly problem: Problem | undefined }) {
  const words = useWords();
  const formats = useFormats();
  const say = useProblemWords();
  if (problem !== undefined) return <span className="why late">{say(problem)}</span>;
  const [first] = act.whyNow;
  if (first === undefined) return <span className="why" />;
  return (
    <span className="why">
      <bdi className="note told">{first.fact}</bdi>{' '}
      <span className="source">
        ({wordFor(words.sources, first.source)}, {formats.day(first.date)})
      </span>
    </span>
  );
}

/** What else the row says: who is on it, whose it is, and whether to look into the schedule first. */
function Marks({
  act,
  isOn,
  checkFirst,
}: {
  readonly act: Act;
  readonly isOn: string | undefined;
  readonly checkFirst: boolean;
}) {
  const desk = useDeskWords();
  const me = useSession()?.staffMemberId;
  return (
    <>
      {isOn === undefined ? null : (
        <span className="mark on">
          <bdi>{isOn}</bdi>
        </span>
      )}
      {act.assignedTo === null || act.assignedTo.id === me ? null : (
        <span className="mark">
          <bdi>{desk.assignedTo(act.assignedTo.name)}</bdi>
        </span>
      )}
      {checkFirst ? <span className="mark on">{desk.checkFirst}</span> : null}
    </>
  );
}

function GroupLine({ group }: { readonly group: Extract<Row, { kind: 'group' }> }) {
  const words = useWords();
  const desk = useDeskWords();
  const [first] = group.acts;
  return (
    <>
      <span className="kind">{wordFor(words.kinds, first?.kind ?? '')}</span>
      <span className="what">
        <span className="headline">
          <span aria-hidden="true">{group.isOpen ? '▾' : '▸'}</span>{' '}
          <span className="name">
            {desk.group(
              group.acts.length,
              group.acts.reduce((sum, act) => sum + act.minutes, 0),
            )}
          </span>{' '}
          {first?.title}
        </span>
        <span className="why">{group.isOpen ? desk.groupClose : desk.groupOpen}</span>
      </span>
    </>
  );
}

interface Line {
  readonly act: Act;
  readonly isOn: string | undefined;
  readonly checkFirst: boolean;
  readonly problem: Problem | undefined;
  readonly today: string;
  readonly now: number;
}

/** Drawn anew only when something of it changed: a key moves the cursor, and that is no news for eighty lines. */
const ActLine = memo(function ActLine({ act, isOn, checkFirst, problem, today, now }: Line) {
  const words = useWords();
  return (
    <>
      <span className="kind">{wordFor(words.kinds, act.kind)}</span>
      <span className="what">
        <span className="headline">
          <PatientName name={act.patientName} /> <span>{act.title}</span>{' '}
          <Marks act={act} isOn={isOn} checkFirst={checkFirst} />
        </span>
        <Why act={act} problem={problem} />
      </span>
      <When act={act} today={today} now={now} />
    </>
  );
});

const minute = 60_000;

/**
 * The acts of the day. Rows are plain elements, because kit components cost five times as much, and hold no controls:
 * as a listbox it has one place in the Tab order, and screen readers hand our keys through.
 */
export function ActList({
  rows,
  today,
  selected,
  marked,
  checkFirst,
  problems,
  place,
  select,
  onKeyDown,
}: {
  readonly rows: readonly Row[];
  readonly today: string;
  readonly selected: string | undefined;
  /** Acts that were picked out, several at once. */
  readonly marked: ReadonlySet<string>;
  readonly checkFirst: ReadonlySet<string>;
  readonly problems: ReadonlyMap<string, Problem>;
  readonly place: RefObject<HTMLDivElement | null>;
  readonly select: (index: number, open: boolean) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}) {
  const words = useWords();
  const whoIsOn = useWhoIsOn();
  // Whether something is late is seen to the minute.
  const now = Math.floor(Date.now() / minute) * minute;
  const isThere = rows.some((row) => row.id === selected);
  useEffect(() => {
    if (selected !== undefined)
      document.getElementById(`act-${selected}`)?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <div
      ref={place}
      className="acts"
      role="listbox"
      tabIndex={0}
      aria-label={words.today.list}
      aria-activedescendant={isThere ? `act-${selected}` : undefined}
      onKeyDown={onKeyDown}
    >
      {rows.map((row, index) => (
        // The listbox has the focus and the keys.
        // biome-ignore lint/a11y/useKeyWithClickEvents: see above
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        <div
          key={row.id}
          id={`act-${row.id}`}
          className={row.kind === 'act' && row.group !== undefined ? 'act inner' : 'act'}
          role="option"
          aria-selected={row.id === selected}
          {...(marked.size === 0 || row.kind === 'group' ? {} : { 'aria-checked': marked.has(row.id) })}
          onClick={() => select(index, true)}
        >
          {row.kind === 'group' ? (
            <GroupLine group={row} />
          ) : (
            <ActLine
              act={row.act}
              isOn={whoIsOn(row.id)}
              checkFirst={checkFirst.has(row.id)}
              problem={problems.get(row.id)}
              today={today}
              now={now}
            />
          )}
        </div>
      ))}
    </div>
  );
}
