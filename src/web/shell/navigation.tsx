import { Link } from '@tanstack/react-router';
import type { Session } from '../app/session.ts';
import { useWords } from '../app/words.ts';

const places = [
  { to: '/today', verb: 'today.read', word: 'today' },
  { to: '/patients', verb: 'patients.search', word: 'patients' },
  { to: '/matches', verb: 'matches.read', word: 'matches' },
  { to: '/imports', verb: 'imports.read', word: 'imports' },
  { to: '/plan', verb: 'plan.read', word: 'plan' },
  { to: '/settings', verb: 'practice.read', word: 'practice' },
  { to: '/audit', verb: 'audit.read', word: 'audit' },
] as const;

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
        {places
          .filter((place) => session.verbs.includes(place.verb))
          .map((place) => (
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
