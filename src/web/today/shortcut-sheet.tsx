import { Button } from '@mantine/core';
import { useState } from 'react';
import { preferences } from '../app/preferences.ts';
import { useStore } from '../app/store.ts';
import { useWords } from '../app/words.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useDeskWords } from './desk-words.ts';

/** The keys that work on this screen, to look through. */
export function ShortcutSheet({ close }: { readonly close: () => void }) {
  const words = useWords();
  const desk = useDeskWords();
  const { singleKeys } = useStore(preferences);
  const [wanted, setWanted] = useState('');
  const all: readonly (readonly [string, string])[] = [
    ['↓ ↑', words.keys.move],
    ['Shift ↓ ↑', desk.keys.extend],
    ['→ ←', desk.keys.fold],
    ['Enter', words.keys.open],
    ['Ctrl Z', desk.keys.undoAll],
    ['Ctrl Enter', desk.keys.save],
    ['Ctrl K', words.keys.search],
    ['Ctrl Shift P', words.keys.veil],
    ['Esc', words.keys.escape],
    ...(singleKeys
      ? ([
          ['J K', words.keys.move],
          ['D', words.keys.done],
          ['N', words.keys.noAnswer],
          ['L', words.keys.later],
          ['1 2 3 4', desk.keys.ready],
          ['S', words.keys.notAppropriate],
          ['E', desk.keys.edit],
          ['A', desk.keys.assign],
          ['X', desk.keys.select],
          ['Z', words.keys.undo],
          ['C', words.keys.copy],
          ['O', words.keys.patient],
          ['P', desk.keys.print],
          ['?', words.keys.sheet],
        ] as const)
      : []),
  ];
  const shown = all.filter(([, meaning]) => meaning.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <Dialog title={words.keys.title} onClose={close}>
      <p className="dim">{singleKeys ? words.keys.onList : words.keys.off}</p>
      <input
        type="search"
        aria-label={words.keys.search_}
        placeholder={words.keys.search_}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      <dl className="keys">
        {shown.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <div className="buttons">
        <Button variant="default" onClick={close}>
          {words.common.close}
        </Button>
      </div>
    </Dialog>
  );
}
