import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { trail } from '../app/patient-trail.ts';
import { useStore } from '../app/store.ts';
import { usePatientWords } from './patient-words.ts';

/** Goes along the list that somebody came from. Undefined steps: there is none that way. */
export function useTrail(patientId: string) {
  const list = useStore(trail);
  const navigate = useNavigate();
  const index = list?.indexOf(patientId) ?? -1;
  if (list === undefined || index < 0) return undefined;
  const step = (by: 1 | -1) => {
    const wanted = index + by;
    if (wanted < 0 || wanted >= list.total) return undefined;
    return async () => {
      const id = await list.idAt(wanted).catch(() => undefined);
      if (id !== undefined) await navigate({ to: '/patients/$patientId', params: { patientId: id } });
    };
  };
  return { place: list.place, index, total: list.total, previous: step(-1), next: step(1) };
}

/** "Today, 3 of 11", and the patients before and after. */
export function TrailBar({
  along,
  withKeys,
}: {
  readonly along: ReturnType<typeof useTrail>;
  readonly withKeys: boolean;
}) {
  const words = usePatientWords().trail;
  const formats = useFormats();
  if (along === undefined) return null;
  const { place, index, total, previous, next } = along;
  return (
    <nav className="trail" aria-label={words.along}>
      <Link to={place === 'today' ? '/today' : '/patients'}>‹ {words.places[place]}</Link>{' '}
      <span className="dim">({words.of(formats.number(index + 1), formats.number(total))})</span>
      <button
        type="button"
        className="quiet small"
        disabled={previous === undefined}
        aria-label={words.previous}
        onClick={() => void previous?.()}
      >
        <IconChevronLeft size={16} aria-hidden="true" />
        {withKeys ? <kbd>[</kbd> : null}
      </button>
      <button
        type="button"
        className="quiet small"
        disabled={next === undefined}
        aria-label={words.next}
        onClick={() => void next?.()}
      >
        <IconChevronRight size={16} aria-hidden="true" />
        {withKeys ? <kbd>]</kbd> : null}
      </button>
    </nav>
  );
}
