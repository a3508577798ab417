import { Button } from '@mantine/core';
import { useState } from 'react';
import { openLayer } from '../app/layers.ts';
import { preferences } from '../app/preferences.ts';
import { type KeyHint, useRooms } from '../app/registry.ts';
import type { Session } from '../app/session.ts';
import { useStore } from '../app/store.ts';
import { useWords } from '../app/words.ts';
import { Dialog } from '../parts/dialog.tsx';
import { fits } from '../parts/fits.ts';
import { placesOf } from './places.ts';
import { useShellWords } from './shell-words.ts';

/** The keys that work on this screen and in this moment, to look through. */
export function KeySheet({ session }: { readonly session: Session }) {
  const words = useShellWords();
  const app = useWords();
  const { singleKeys } = useStore(preferences);
  const { keys } = useRooms();
  const [wanted, setWanted] = useState('');
  const close = () => openLayer(undefined);
  const everywhere: readonly KeyHint[] = [
    { keys: 'Ctrl K', meaning: words.keys.palette },
    { keys: 'Ctrl Z', meaning: words.keys.undo },
    { keys: 'Ctrl Enter', meaning: words.keys.save },
    { keys: 'Ctrl Shift P', meaning: app.keys.veil },
    { keys: 'Esc', meaning: app.keys.escape },
    { keys: '?', meaning: app.keys.sheet, single: true },
    { keys: '/', meaning: words.keys.search, single: true },
    ...placesOf(session).map((place) => ({
      keys: `G ${place.key.toUpperCase()}`,
      meaning: words.keys.goTo(app.places[place.word]),
      single: true,
    })),
  ];
  const shown = [...keys, ...everywhere].filter(
    (hint) => (singleKeys || hint.single !== true) && fits(`${hint.keys} ${hint.meaning}`, wanted),
  );
  return (
    <Dialog title={app.keys.title} onClose={close}>
      <p className="dim">{singleKeys ? words.keys.explained : app.keys.off}</p>
      <input
        type="search"
        aria-label={app.keys.search_}
        placeholder={app.keys.search_}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      {shown.length === 0 ? <p role="status">{words.keys.none}</p> : null}
      <dl className="keys">
        {shown.map((hint) => (
          <div key={`${hint.keys} ${hint.meaning}`}>
            <dt>
              <kbd>{hint.keys}</kbd>
            </dt>
            <dd>{hint.meaning}</dd>
          </div>
        ))}
      </dl>
      <div className="buttons">
        <Button variant="default" onClick={close}>
          {app.common.close}
        </Button>
      </div>
    </Dialog>
  );
}
