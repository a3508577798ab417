import { Button, Kbd } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { call } from '../app/api.ts';
import { preferences } from '../app/preferences.ts';
import { useRoom } from '../app/registry.ts';
import { useMay } from '../app/session.ts';
import { useStore } from '../app/store.ts';
import { showToast } from '../app/toasts.ts';
import { sayDone } from '../app/undo-stack.ts';
import { useUndo } from '../app/use-undo.ts';
import { useWords } from '../app/words.ts';
import { useProblemWords } from '../parts/problem-message.tsx';
import { Empty, Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { matchCommandOf } from './match-keys.ts';
import { matchesQuery, type PossibleMatch } from './match-queries.ts';
import { MatchTable } from './match-table.tsx';
import { MergeList } from './merge-list.tsx';
import '../patients/patients.css';
import './matches.css';

/** Pairs who may be one patient: looked at one by one, side by side, and answered with a key. */
export function MatchesScreen() {
  const words = useWords();
  useTitle(words.places.matches);
  const query = useQuery(matchesQuery);
  const mayDecide = useMay('matches.decide');
  const undoMerge = useUndoMerge();
  return (
    <div className="page">
      <h1>{words.places.matches}</h1>
      <p className="dim">{words.matches.explained}</p>
      <Region query={query}>
        {({ matches, total }) =>
          matches.length === 0 ? (
            <Empty title={words.matches.none}>
              <p>{words.matches.noneExplained}</p>
            </Empty>
          ) : (
            <Desk matches={matches} total={total} mayDecide={mayDecide} undoMerge={undoMerge} />
          )
        }
      </Region>
      <MergeList mayDecide={mayDecide} undo={undoMerge} />
    </div>
  );
}

function useUndoMerge(): (mergeId: string) => void {
  const words = useWords();
  const say = useProblemWords();
  const client = useQueryClient();
  return (mergeId) => {
    void call('undoMerge', { params: { mergeId } }).then(async (answer) => {
      if (answer.ok) showToast(words.matches.saidUndone);
      else showToast(say(answer.problem), { kind: 'problem' });
      await client.invalidateQueries();
    });
  };
}

function Desk({
  matches,
  total,
  mayDecide,
  undoMerge,
}: {
  readonly matches: readonly PossibleMatch[];
  readonly total: number;
  readonly mayDecide: boolean;
  readonly undoMerge: (mergeId: string) => void;
}) {
  const words = useWords();
  const say = useProblemWords();
  const client = useQueryClient();
  const { singleKeys } = useStore(preferences);
  const [wanted, setWanted] = useState(0);
  const [busy, setBusy] = useState(false);
  const stack = useUndo();
  const index = Math.min(wanted, matches.length - 1);
  const match = matches[index];
  const single = (keys: string, meaning: string) => ({ keys, meaning, single: true });
  useRoom({
    keys: [
      { keys: '↓ ↑', meaning: `${words.matches.next} · ${words.matches.previous}` },
      single('J K', `${words.matches.next} · ${words.matches.previous}`),
      ...(mayDecide
        ? [
            single('S', words.matches.same),
            single('D', words.matches.different),
            single('Z', words.common.undo),
          ]
        : []),
    ],
  });

  const decide = async (verdict: 'same' | 'different'): Promise<void> => {
    if (match === undefined || busy || !mayDecide) return;
    const params = { matchId: match.id };
    setBusy(true);
    const answer = await call('decidePossibleMatch', { params, body: { verdict } });
    setBusy(false);
    if (!answer.ok) {
      showToast(say(answer.problem), { kind: 'problem' });
      return;
    }
    const { mergeId } = answer.value;
    const takeBack = async (): Promise<void> => {
      await call('decidePossibleMatch', { params, body: { verdict: 'undecided' } });
      await client.invalidateQueries({ queryKey: ['matches'] });
    };
    sayDone(verdict === 'same' ? words.matches.saidSame : words.matches.saidDifferent, () =>
      mergeId === null ? void takeBack() : undoMerge(mergeId),
    );
    await client.invalidateQueries();
  };

  const act = useRef<(event: KeyboardEvent) => void>(() => {});
  act.current = (event) => {
    const command = matchCommandOf(event, singleKeys);
    if (command === undefined) return;
    event.preventDefault();
    if (command === 'next') setWanted(Math.min(index + 1, matches.length - 1));
    else if (command === 'previous') setWanted(Math.max(0, index - 1));
    else if (command === 'undo') stack.newest();
    else void decide(command);
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => act.current(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  if (match === undefined) return null;
  return (
    <section aria-label={words.matches.comparison}>
      <p role="status">{words.matches.place(index + 1, total, Math.floor(match.score * 100))}</p>
      <MatchTable key={match.id} match={match} />
      <p className="save-row">
        {mayDecide ? (
          <>
            <Button disabled={busy} onClick={() => void decide('same')} rightSection={<Kbd>s</Kbd>}>
              {words.matches.same}
            </Button>
            <Button
              disabled={busy}
              variant="default"
              onClick={() => void decide('different')}
              rightSection={<Kbd>d</Kbd>}
            >
              {words.matches.different}
            </Button>
          </>
        ) : (
          <span className="dim">{words.matches.notYours}</span>
        )}
        <Button
          variant="subtle"
          disabled={index === 0}
          onClick={() => setWanted(index - 1)}
          rightSection={<Kbd>k</Kbd>}
        >
          {words.matches.previous}
        </Button>
        <Button
          variant="subtle"
          disabled={index === matches.length - 1}
          onClick={() => setWanted(index + 1)}
          rightSection={<Kbd>j</Kbd>}
        >
          {words.matches.next}
        </Button>
      </p>
    </section>
  );
}
