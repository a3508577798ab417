import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { useWords, wordFor } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { Empty, Region } from '../parts/region.tsx';
import { useDeskWords } from './desk-words.ts';
import { heldQuery, type TodayList } from './today-queries.ts';
import type { TodaySearch } from './today-search.ts';

/** What is not on the list today, and why. */
export function HeldTab({ list, search }: { readonly list: TodayList; readonly search: TodaySearch }) {
  const words = useWords();
  const desk = useDeskWords();
  const formats = useFormats();
  const query = useQuery(heldQuery(search));
  const counts = Object.entries(list.heldCounts).sort(([, a], [, b]) => b.count - a.count);
  if (counts.length === 0) {
    return (
      <Empty title={words.today.noneHeld}>
        <p>{desk.heldExplained}</p>
        <p>
          <Link to="/today" search={{ tab: 'everyone' }}>
            {desk.toTheActs}
          </Link>
        </p>
      </Empty>
    );
  }
  return (
    <div className="scroll">
      <ul className="held-counts">
        {counts.map(([code, { count }]) => (
          <li key={code}>
            <strong>{formats.number(count)}</strong> {wordFor(words.held, code)}
          </li>
        ))}
      </ul>
      <Region query={query}>
        {({ heldBack }) => (
          <ul className="lines">
            {heldBack.map((held) => (
              <li key={`${held.patientId} ${held.kind} ${held.code}`}>
                <span className="kind">{wordFor(words.kinds, held.kind)}</span>
                <span className="what">
                  <span className="headline">
                    <Link to="/patients/$patientId" params={{ patientId: held.patientId }}>
                      <PatientName name={held.patientName} />
                    </Link>
                  </span>
                  <span className="why">{held.reason}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Region>
    </div>
  );
}
