import { useEffect, useRef } from 'react';
import { createStore, useStore } from './store.ts';

/** A key that works on the screen at hand, for the sheet of keys. */
export interface KeyHint {
  /** As it is printed on the keyboard: `Shift ↓ ↑`. */
  readonly keys: string;
  readonly meaning: string;
  /** Works only while single keys are switched on. */
  readonly single?: boolean;
}

/** Something that the screen at hand can do, for the palette. */
export interface RoomAction {
  readonly id: string;
  readonly words: string;
  readonly run: () => void;
}

interface Room {
  readonly keys: readonly KeyHint[];
  readonly actions: readonly RoomAction[];
}

const rooms = createStore<readonly Room[]>([]);

/** A room says what can be done in it while it stands; the shell neither knows rooms nor asks them. */
export function useRoom({ keys = [], actions = [] }: Partial<Room>): void {
  const latest = useRef(actions);
  latest.current = actions;
  const spelled = JSON.stringify([keys, actions.map(({ id, words }) => [id, words])]);
  // What an action does is looked up when it is done; the room is entered anew only when it says something else.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const room: Room = {
      keys,
      actions: actions.map(({ id, words }) => ({
        id,
        words,
        run: () => latest.current.find((one) => one.id === id)?.run(),
      })),
    };
    rooms.set((now) => [...now, room]);
    return () => rooms.set((now) => now.filter((one) => one !== room));
  }, [spelled]);
}

export function useRooms(): Room {
  const all = useStore(rooms);
  return { keys: all.flatMap((room) => room.keys), actions: all.flatMap((room) => room.actions) };
}
