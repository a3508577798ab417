import { useEffect } from 'react';
import { createStore, useStore } from './store.ts';

const idleMilliseconds = 2 * 60_000;

const veiled = createStore(false);

/** Names as initials, notes blurred: for a desk that others can look at. */
export function useVeiled(): boolean {
  return useStore(veiled);
}

export function toggleVeil(): void {
  veiled.set((now) => !now);
}

/** `Maria Ortiz` as `M. O.` */
export function initialsOf(name: string): string {
  return name
    .split(/[\s-]+/)
    .filter((part) => part !== '')
    .map((part) => `${Array.from(part)[0]?.toUpperCase() ?? ''}.`)
    .join(' ');
}

/** Ctrl+Shift+P, and by itself after two minutes in which nobody touched anything. */
export function useVeilKeys(): void {
  const on = useVeiled();
  useEffect(() => {
    document.documentElement.toggleAttribute('data-veiled', on);
  }, [on]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let set = 0;
    const again = () => {
      // A moving pointer says so sixty times a second; one timer a second is enough.
      const now = Date.now();
      if (now - set < 1000) return;
      set = now;
      clearTimeout(timer);
      timer = setTimeout(() => veiled.set(true), idleMilliseconds);
    };
    const onKey = (event: KeyboardEvent) => {
      again();
      if (!event.ctrlKey || !event.shiftKey || event.altKey || event.key.toLowerCase() !== 'p') return;
      event.preventDefault();
      toggleVeil();
    };
    again();
    window.addEventListener('keydown', onKey);
    window.addEventListener('pointermove', again);
    window.addEventListener('pointerdown', again);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('pointermove', again);
      window.removeEventListener('pointerdown', again);
    };
  }, []);
}
