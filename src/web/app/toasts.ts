import { createStore, useStore } from './store.ts';

export interface Toast {
  readonly id: number;
  readonly words: string;
  /** Offered as a button and as `z` while the toast stands. */
  readonly undo?: (() => void) | undefined;
  readonly kind: 'plain' | 'problem';
}

/** How long an undo is offered on the spot; afterwards the Done tab has it. */
export const toastMilliseconds = 10_000;
const mostToasts = 3;

const toasts = createStore<readonly Toast[]>([]);
let last = 0;

export function showToast(words: string, options: Partial<Pick<Toast, 'undo' | 'kind'>> = {}): number {
  last += 1;
  const toast: Toast = { id: last, words, kind: options.kind ?? 'plain', undo: options.undo };
  toasts.set((now) => [...now, toast].slice(-mostToasts));
  return toast.id;
}

export function closeToast(id: number): void {
  toasts.set((now) => now.filter((toast) => toast.id !== id));
}

export function useToasts(): readonly Toast[] {
  return useStore(toasts);
}
