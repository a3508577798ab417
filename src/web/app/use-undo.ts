import { useQueryClient } from '@tanstack/react-query';
import { useProblemWords } from '../parts/problem-message.tsx';
import { deskWordsNow } from '../today/desk-words.ts';
import { undoDeed, undoNewest } from './undo-stack.ts';

/** The one undo of all screens: the newest thing, or one deed. */
export function useUndo(): { readonly newest: () => void; readonly deed: (id: string) => void } {
  const client = useQueryClient();
  const say = useProblemWords();
  const said = () => {
    const { takenBack, nothingToUndo } = deskWordsNow();
    return { takenBack, nothing: nothingToUndo, say };
  };
  return {
    newest: () => void undoNewest(client, said()),
    deed: (id) => void undoDeed(client, id, said()),
  };
}
