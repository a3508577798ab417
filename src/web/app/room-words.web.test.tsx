import { act, cleanup, render, screen } from '@testing-library/react';
import { Suspense, startTransition, useState, useSyncExternalStore } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Tree } from '../../words/bind.ts';
import { preferences } from './preferences.ts';
import { makeRoomWords } from './room-words.ts';

interface Words {
  readonly title: string;
}

afterEach(() => {
  cleanup();
  preferences.set({ ...preferences.get(), language: 'en' });
});

test('a room that waits for its words goes on where it stopped, whatever hooks follow', async () => {
  const faults = vi.fn();
  window.addEventListener('error', faults);
  const useRoomWords = makeRoomWords<Words>({ title: 'Plan' } as unknown as Tree, {
    es: () => Promise.resolve({ tree: { title: 'El plan' } as unknown as Tree }),
  });
  function Room() {
    const words = useRoomWords();
    const [step] = useState(1);
    const width = useSyncExternalStore(
      () => () => {},
      () => 390,
    );
    return <p>{`${words.title} ${step} ${width}`}</p>;
  }
  let enter: () => void = () => {};
  function House() {
    const [isIn, setIn] = useState(false);
    enter = () => startTransition(() => setIn(true));
    return <Suspense fallback="...">{isIn ? <Room /> : 'outside'}</Suspense>;
  }
  preferences.set({ ...preferences.get(), language: 'es' });
  render(<House />);
  await act(async () => enter());
  expect(await screen.findByText('El plan 1 390')).toBeTruthy();
  expect(faults).not.toHaveBeenCalled();
  window.removeEventListener('error', faults);
});
