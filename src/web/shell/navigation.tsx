import { Link } from '@tanstack/react-router';
import type { Session } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { placesOf } from './places.ts';

/** The places that the roles of the person lead to. */
export function Navigation({
  session,
  open,
  close,
}: {
  readonly session: Session;
  readonly open: boolean;
  readonly close: () => void;
}) {
  const words = useWords();
  return (
    <nav id="places" className="places" data-open={open} aria-label={words.shell.places}>
      <ul>
        {placesOf(session).map((place) => (
          <li key={place.to}>
            <Link to={place.to} onClick={close}>
              {words.places[place.word]}
            </Link>
          </li>
        ))}
      </ul>
      <p className="wordmark">Keepwell</p>
    </nav>
  );
}
