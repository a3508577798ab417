import { useFormats } from '../app/format.ts';
import { useWords, wordFor } from '../app/words.ts';
import { Note } from '../parts/patient-name.tsx';
import type { Patient } from './patient-queries.ts';

/** What courses of visits were about, where it is known. */
export function Episodes({ patient }: { readonly patient: Patient }) {
  const words = useWords();
  const formats = useFormats();
  if (patient.episodes.length === 0) return null;
  return (
    <section>
      <h2>{words.patient.episodes}</h2>
      <ul className="simple-list">
        {patient.episodes.map((episode) => (
          <li key={episode.id}>
            <Note>{episode.problem ?? words.patient.episodes}</Note>
            <span className="source">
              {wordFor(words.patient.solved, episode.solved)}, {formats.day(episode.from)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
