import { useFormats } from '../app/format.ts';
import { useWords, wordFor } from '../app/words.ts';
import type { Patient } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';

/** What the gate held back of late, each with its reason: the answer to "why did I hear nothing?". */
export function NotSent({ patient }: { readonly patient: Patient }) {
  const words = useWords();
  const page = usePatientWords().page;
  const formats = useFormats();
  return (
    <section className="band not-sent" aria-label={page.notSent.heading}>
      <h2>{page.notSent.heading}</h2>
      {patient.notSent.length === 0 ? (
        <p className="dim">{page.notSent.nothing}</p>
      ) : (
        <ul>
          {patient.notSent.map((one) => (
            <li key={one.id}>
              <time dateTime={one.day}>{formats.day(one.day)}</time> {one.title},{' '}
              {wordFor(words.channels, one.channel)}: {one.words}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
