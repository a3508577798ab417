import { IconEye, IconEyeOff, IconMenu2 } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { toggleVeil, useVeiled } from '../app/privacy.ts';
import type { Session } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { PaletteButton } from './palette-button.tsx';
import { ScheduleAge } from './schedule-age.tsx';
import { UserMenu } from './user-menu.tsx';

export function TopBar({
  session,
  search,
  menuOpen,
  setMenuOpen,
}: {
  readonly session: Session;
  readonly search: RefObject<HTMLButtonElement | null>;
  readonly menuOpen: boolean;
  readonly setMenuOpen: (open: boolean) => void;
}) {
  const words = useWords();
  const veiled = useVeiled();
  return (
    <header className="top-bar">
      <button
        type="button"
        className="bar-button menu-button"
        aria-expanded={menuOpen}
        aria-controls="places"
        onClick={() => setMenuOpen(!menuOpen)}
      >
        <IconMenu2 size={20} aria-hidden="true" /> {words.shell.menu}
      </button>
      <strong className="practice-name">
        <bdi>{session.practice?.name}</bdi>
      </strong>
      <PaletteButton session={session} place={search} />
      <div className="bar-end">
        <ScheduleAge />
        <button
          type="button"
          className="bar-button"
          aria-pressed={veiled}
          aria-label={words.shell.veil}
          title={`${words.shell.veil} (Ctrl+Shift+P)`}
          onClick={toggleVeil}
        >
          {veiled ? <IconEyeOff size={20} aria-hidden="true" /> : <IconEye size={20} aria-hidden="true" />}
        </button>
        <UserMenu session={session} />
      </div>
    </header>
  );
}
