import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { openLayer } from '../app/layers.ts';
import { preferences } from '../app/preferences.ts';
import type { Session } from '../app/session.ts';
import { isCovered, isTyping } from '../app/typing.ts';
import { useUndo } from '../app/use-undo.ts';
import { placesOf } from './places.ts';

// Between `g` and its letter; whoever waits longer meant something else.
const secondKeyMilliseconds = 1500;

/**
 * The keys of every screen: Ctrl+K the palette, Ctrl+Z takes back the newest thing, Ctrl+Enter saves the form one is in;
 * and, while single keys are on, `?`, `/` and `g` with the letter of a place. In a field, Ctrl+Z is the browser's and
 * letters are letters. Nothing with Alt, which is for typing `ą` and `@` and for the menus of the browser.
 */
export function useShellKeys(session: Session | null | undefined): void {
  const undo = useUndo();
  const navigate = useNavigate();
  const act = useRef<(event: KeyboardEvent) => void>(() => {});
  const first = useRef<(event: KeyboardEvent) => void>(() => {});
  const goesUntil = useRef(0);
  const withControl = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    if (key === 'k' && !isCovered()) {
      event.preventDefault();
      openLayer('palette');
    } else if (key === 'z' && !isTyping(event.target)) {
      event.preventDefault();
      undo.newest();
    } else if (event.key === 'Enter' && event.target instanceof Element) {
      const form = event.target.closest('form');
      if (form === null) return;
      event.preventDefault();
      form.requestSubmit();
    }
  };
  const single = (event: KeyboardEvent) => {
    if (!preferences.get().singleKeys || isTyping(event.target) || isCovered()) return;
    const key = event.key.toLowerCase();
    const goes = event.timeStamp < goesUntil.current;
    goesUntil.current = 0;
    const place = goes ? placesOf(session).find((one) => one.key === key) : undefined;
    if (place !== undefined) void navigate({ to: place.to });
    else if (key === '?') openLayer('keys');
    else if (key === '/') openLayer('palette');
    else if (key === 'g') goesUntil.current = event.timeStamp + secondKeyMilliseconds;
    else return;
    // Before a list takes the same letter for its own: after `g`, `t` is the way to Today.
    event.preventDefault();
    event.stopPropagation();
  };
  act.current = (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.shiftKey) return;
    if (event.ctrlKey || event.metaKey) withControl(event);
  };
  first.current = (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || !session?.practice) return;
    single(event);
  };
  useEffect(() => {
    const early = (event: KeyboardEvent) => first.current(event);
    const late = (event: KeyboardEvent) => act.current(event);
    window.addEventListener('keydown', early, true);
    window.addEventListener('keydown', late);
    return () => {
      window.removeEventListener('keydown', early, true);
      window.removeEventListener('keydown', late);
    };
  }, []);
}
