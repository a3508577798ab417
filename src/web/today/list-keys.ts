import type { KeyboardEvent } from 'react';

export type ListCommand =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'open'
  | 'done'
  | 'no_answer'
  | 'later'
  | 'not_appropriate'
  | 'undo'
  | 'copy'
  | 'patient'
  | 'sheet';

const always: Readonly<Record<string, ListCommand>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  Enter: 'open',
};

/** The keys without a modifier; each has a button as well. */
export const singleKeys: Readonly<Record<string, ListCommand>> = {
  j: 'next',
  k: 'previous',
  d: 'done',
  n: 'no_answer',
  l: 'later',
  s: 'not_appropriate',
  z: 'undo',
  c: 'copy',
  o: 'patient',
  '?': 'sheet',
};

/** What a key on the list asks for; nothing with Ctrl, Alt or Meta, which belong to the browser and to typing. */
export function commandOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>,
  withSingleKeys: boolean,
): ListCommand | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  return always[event.key] ?? (withSingleKeys ? singleKeys[event.key.toLowerCase()] : undefined);
}
