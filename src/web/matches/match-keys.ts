export type MatchCommand = 'next' | 'previous' | 'same' | 'different' | 'undo';

const always: Readonly<Record<string, MatchCommand>> = { ArrowDown: 'next', ArrowUp: 'previous' };

const single: Readonly<Record<string, MatchCommand>> = {
  j: 'next',
  k: 'previous',
  s: 'same',
  d: 'different',
  z: 'undo',
};

/** What a key asks for; nothing while somebody types, or with Ctrl, Alt or Meta. Each key has a button as well. */
export function matchCommandOf(event: KeyboardEvent, withSingleKeys: boolean): MatchCommand | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  const { target } = event;
  if (target instanceof HTMLElement && target.closest('input, textarea, select, dialog') !== null) {
    return undefined;
  }
  return always[event.key] ?? (withSingleKeys ? single[event.key.toLowerCase()] : undefined);
}
