import { useFormats } from '../app/format.ts';
import { useWords } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { useDeskWords } from './desk-words.ts';
import type { Act } from './today-queries.ts';

const most = 3;

/** The acts that a clock runs for, the next first; a few, so that they are seen. */
export function ClockStrip({
  acts,
  open,
}: {
  readonly acts: readonly Act[];
  readonly open: (act: Act) => void;
}) {
  const words = useWords();
  const desk = useDeskWords();
  const formats = useFormats();
  const clocks = acts
    .filter((act) => act.deadline !== null)
    .toSorted((a, b) => Date.parse(a.deadline ?? '') - Date.parse(b.deadline ?? ''))
    .slice(0, most);
  if (clocks.length === 0) return null;
  return (
    <ul className="clocks" aria-label={desk.clocks}>
      {clocks.map((act) => {
        const isLate = Date.parse(act.deadline ?? '') < Date.now();
        const when = formats.moment(act.deadline ?? '');
        return (
          <li key={act.id}>
            <button type="button" className="quiet small" onClick={() => open(act)}>
              <span className={isLate ? 'late' : ''}>
                {isLate ? words.today.lateSince(when) : words.today.by(when)}
              </span>
              <PatientName name={act.patientName} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
