import { useId } from 'react';
import { dayNumber, localDate } from '../../kit/local-date.ts';
import { useFormats } from '../app/format.ts';
import { useSession } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import type { Patient } from './patient-queries.ts';

const width = 600;
const height = 44;
const margin = 8;
const kept = new Set(['seen', 'left']);

/** The visits along time: filled where they took place, hollow where they did not or are still to come. */
export function VisitStrip({
  visits,
  dueOn,
}: {
  readonly visits: Patient['visits'];
  readonly dueOn: string | undefined;
}) {
  const words = useWords();
  const formats = useFormats();
  const today = useSession()?.today;
  const titleId = useId();
  const days = visits.map((visit) => visit.day).sort();
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined || today === undefined) return null;
  const marks = [last, today, ...(dueOn === undefined ? [] : [dueOn])].map((day) =>
    dayNumber(localDate(day)),
  );
  const from = dayNumber(localDate(first));
  const to = Math.max(...marks, from + 1);
  const x = (day: string): number =>
    margin + ((width - 2 * margin) * (dayNumber(localDate(day)) - from)) / (to - from);
  const count = visits.filter((visit) => kept.has(visit.status)).length;
  const title =
    words.patient.strip(count, formats.day(first), formats.day(last)) +
    (dueOn === undefined ? '' : `; ${words.patient.stripDue(formats.day(dueOn))}`);
  return (
    <figure style={{ margin: 0 }}>
      <svg
        className="strip-chart"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-labelledby={titleId}
        preserveAspectRatio="none"
      >
        <title id={titleId}>{title}</title>
        <line x1={margin} x2={width - margin} y1={22} y2={22} />
        <line x1={x(today)} x2={x(today)} y1={12} y2={32} strokeDasharray="2 2" />
        {dueOn === undefined ? null : <line className="due" x1={x(dueOn)} x2={x(dueOn)} y1={10} y2={34} />}
        {visits.map((visit) => (
          <circle
            key={visit.id}
            className={kept.has(visit.status) ? '' : 'not-kept'}
            cx={x(visit.day)}
            cy={22}
            r={5}
          />
        ))}
      </svg>
      <figcaption className="dim">{title}</figcaption>
    </figure>
  );
}
