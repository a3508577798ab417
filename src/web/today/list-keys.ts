import type { KeyboardEvent } from 'react';

export type ListCommand =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'extend_next'
  | 'extend_previous'
  | 'unfold'
  | 'fold'
  | 'open'
  | 'done'
  | 'no_answer'
  | 'later'
  | 'not_appropriate'
  | 'edit'
  | 'assign'
  | 'mark'
  | 'undo'
  | 'copy'
  | 'patient'
  | 'print';

const always: Readonly<Record<string, ListCommand>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  ArrowRight: 'unfold',
  ArrowLeft: 'fold',
  Home: 'first',
  End: 'last',
  Enter: 'open',
};

const withShift: Readonly<Record<string, ListCommand>> = {
  ArrowDown: 'extend_next',
  ArrowUp: 'extend_previous',
};

/** The keys without a modifier; each has a button as well. */
export const singleKeys: Readonly<Record<string, ListCommand>> = {
  j: 'next',
  k: 'previous',
  d: 'done',
  n: 'no_answer',
  l: 'later',
  s: 'not_appropriate',
  e: 'edit',
  a: 'assign',
  x: 'mark',
  z: 'undo',
  c: 'copy',
  o: 'patient',
  p: 'print',
};

/** What a key on the list asks for; nothing with Ctrl, Alt or Meta, which belong to the browser and to typing. */
export function commandOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>,
  withSingleKeys: boolean,
): ListCommand | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  const shifted = event.shiftKey ? withShift[event.key] : undefined;
  return shifted ?? always[event.key] ?? (withSingleKeys ? singleKeys[event.key.toLowerCase()] : undefined);
}
