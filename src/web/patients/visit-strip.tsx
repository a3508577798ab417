import type { Look } from '../../charts/chart.ts';
import { type Strip, strip } from '../../charts/strip.ts';
import { dayNumber, localDate } from '../../kit/local-date.ts';
import { useFormats } from '../app/format.ts';
import { useSession } from '../app/session.ts';
import { useWords, wordFor } from '../app/words.ts';
import { ChartFigure } from '../charts/chart-figure.tsx';
import type { Patient, Rhythm } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';

const kept = new Set(['seen', 'left']);
const numberOf = (day: string): number => dayNumber(localDate(day));

/** The visits along time: filled where they took place, hollow where they did not or are still to come. */
export function VisitStrip({
  visits,
  visitCount,
  rhythm,
}: {
  readonly visits: Patient['visits'];
  /** Of all, where only the newest are here. */
  readonly visitCount: number;
  readonly rhythm: Pick<Rhythm, 'dueOn' | 'dueFrom' | 'dueTo'> | undefined;
}) {
  const words = useWords();
  const page = usePatientWords().page;
  const formats = useFormats();
  const today = useSession()?.today;
  const days = visits.map((visit) => visit.day).sort();
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined || today === undefined) return null;
  const count = visits.filter((visit) => kept.has(visit.status)).length;
  const dueWords = rhythm === undefined ? undefined : words.patient.stripDue(formats.day(rhythm.dueOn));
  const sentence =
    (visits.length < visitCount
      ? page.lastVisits(
          formats.number(visits.length),
          formats.number(visitCount),
          formats.day(first),
          formats.day(last),
        )
      : words.patient.strip(count, formats.day(first), formats.day(last))) +
    (dueWords === undefined ? '' : `; ${dueWords}`);
  const data: Strip = {
    marks: visits.map((visit) => ({
      day: numberOf(visit.day),
      kept: kept.has(visit.status),
      cells: [formats.day(visit.day), wordFor(words.patient.visitStatuses, visit.status)],
    })),
    today: { day: numberOf(today), said: `${words.places.today}: ${formats.day(today)}` },
    ...(rhythm === undefined
      ? {}
      : {
          due: {
            from: numberOf(rhythm.dueFrom ?? rhythm.dueOn),
            to: numberOf(rhythm.dueTo ?? rhythm.dueOn),
            said: dueWords ?? '',
          },
        }),
    ticks: yearTicks(first, [last, today, rhythm?.dueTo ?? today].toSorted().at(-1) ?? last),
    heads: [words.patient.day, words.patient.visitStatus],
  };
  return (
    <ChartFigure sentence={sentence} draw={(look: Look) => strip(data, look)}>
      <p className="dim strip-legend">{page.legend}</p>
    </ChartFigure>
  );
}

function yearTicks(from: string, to: string): Strip['ticks'] {
  const first = Number(from.slice(0, 4)) + 1;
  const years = Math.max(0, Number(to.slice(0, 4)) - first + 1);
  return Array.from({ length: years }, (_, i) => ({
    day: numberOf(`${first + i}-01-01`),
    label: String(first + i),
  }));
}
