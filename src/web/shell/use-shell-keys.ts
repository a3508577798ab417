import { useEffect, useRef } from 'react';
import { useUndo } from '../app/use-undo.ts';

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

/** Ctrl+Z takes back the newest thing on any screen, Ctrl+Enter saves the form one is in. In a field, Ctrl+Z is the browser's. */
export function useShellKeys(): void {
  const undo = useUndo();
  const act = useRef<(event: KeyboardEvent) => void>(() => {});
  act.current = (event) => {
    const meant = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!meant || event.defaultPrevented || event.isComposing) return;
    if (event.key.toLowerCase() === 'z' && !isTyping(event.target)) {
      event.preventDefault();
      undo.newest();
    } else if (event.key === 'Enter' && event.target instanceof Element) {
      const form = event.target.closest('form');
      if (form === null) return;
      event.preventDefault();
      form.requestSubmit();
    }
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => act.current(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
