import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { Disclosure } from '../parts/disclosure.tsx';
import { Note } from '../parts/patient-name.tsx';
import { Region } from '../parts/region.tsx';
import { originsQuery } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';

type OriginOf = Reply<'readOrigins'>['origins'][number];

function Said({ origin }: { readonly origin: OriginOf | undefined }) {
  const words = usePatientWords().origin;
  const formats = useFormats();
  if (origin === undefined) return <p>{words.unknown}</p>;
  const { from, name, who, at, changedAt } = origin;
  const source =
    from === 'unknown'
      ? words.unknown
      : from === 'staff'
        ? words.staff(who ?? '')
        : [words[from](name ?? '?'), who === null ? '' : words.broughtBy(who)]
            .filter((part) => part !== '')
            .join(', ');
  return (
    <>
      <p>
        <Note>{source}</Note>
      </p>
      {at === null ? null : <p className="dim">{words.recorded(formats.moment(at))}</p>}
      {changedAt === null ? null : <p className="dim">{words.changed(formats.moment(changedAt))}</p>}
    </>
  );
}

const edgePixels = 8;

/** Keeps a panel beside its button within the window, wherever on the page the button stands. */
function useWithinWindow() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const panel = place.current?.closest<HTMLElement>('.panel');
    if (!panel) return;
    const shift = () => {
      panel.style.translate = '';
      const { left, right } = panel.getBoundingClientRect();
      const over = right - (document.documentElement.clientWidth - edgePixels);
      const by = over > 0 ? -over : Math.max(0, edgePixels - left);
      panel.style.translate = by === 0 ? '' : `${by}px`;
    };
    shift();
    if (typeof ResizeObserver === 'undefined') return;
    // What it says comes a moment later, and is wider.
    const watch = new ResizeObserver(shift);
    watch.observe(panel);
    return () => watch.disconnect();
  }, []);
  return place;
}

function Body({ patientId, fact }: { readonly patientId: string; readonly fact: string }) {
  const query = useQuery(originsQuery(patientId));
  const place = useWithinWindow();
  return (
    <div ref={place}>
      <Region query={query} rows={1}>
        {({ origins }) => <Said origin={origins.find((one) => one.fact === fact)} />}
      </Region>
    </div>
  );
}

/** A small button beside a fact: who recorded it, when and from where, and what can be done when it is wrong. */
export function Origin({
  patientId,
  fact,
  label,
  children,
}: {
  readonly patientId: string;
  /** As `readOrigins` names it. */
  readonly fact: string;
  /** What the fact is, for the button's name. */
  readonly label: string;
  /** What can be done about it. */
  readonly children?: (close: () => void) => ReactNode;
}) {
  const words = usePatientWords().origin;
  return (
    <Disclosure
      className="origin"
      label={words.open(label)}
      face={<IconInfoCircle size={16} aria-hidden="true" />}
    >
      {(close) => (
        <>
          <Body patientId={patientId} fact={fact} />
          {children?.(close)}
        </>
      )}
    </Disclosure>
  );
}
