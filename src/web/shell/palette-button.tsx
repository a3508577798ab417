import { IconSearch } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { openLayer } from '../app/layers.ts';
import type { Session } from '../app/session.ts';
import { useShellWords } from './shell-words.ts';

/** The field of the top bar: looks like one, and opens the palette, so that there is one place to look and not two. */
export function PaletteButton({
  session,
  place,
}: {
  readonly session: Session;
  readonly place: RefObject<HTMLButtonElement | null>;
}) {
  const { palette } = useShellWords();
  const label = session.verbs.includes('patients.search') ? palette.open : palette.openWithoutPatients;
  return (
    <search className="patient-search">
      <button ref={place} type="button" aria-haspopup="dialog" onClick={() => openLayer('palette')}>
        <IconSearch size={18} aria-hidden="true" />
        <span>{label}</span>
        <span className="key" aria-hidden="true">
          Ctrl K
        </span>
      </button>
    </search>
  );
}
