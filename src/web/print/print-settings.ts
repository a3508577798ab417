import { createStore, useStore } from '../app/store.ts';
import type { Nudge } from './lay-out.ts';
import { isPostcard, stocks } from './stocks.ts';

export type Paper = 'a4' | 'letter';

/** Millimetres. */
export const papers = { a4: { width: 210, height: 297 }, letter: { width: 215.9, height: 279.4 } } as const;

export interface PrintSettings {
  readonly label: string;
  readonly card: string;
  readonly postcard: string;
  readonly paper: Paper;
  /** By sheet. */
  readonly nudges: Readonly<Record<string, Nudge>>;
}

const place = 'keepwell.print';

function idOf(kept: unknown, kind: 'label' | 'card', first: string): string {
  return stocks.some((stock) => stock.id === kept && stock.kind === kind) ? (kept as string) : first;
}

function nudgesOf(kept: unknown): Record<string, Nudge> {
  const nudges: Record<string, Nudge> = {};
  for (const { id } of stocks) {
    const nudge = (kept as Record<string, Nudge> | undefined)?.[id];
    if (Number.isFinite(nudge?.x) && Number.isFinite(nudge?.y))
      nudges[id] = { x: nudge?.x ?? 0, y: nudge?.y ?? 0 };
  }
  return nudges;
}

function readSettings(): PrintSettings {
  // Where paper is measured in inches, labels are too.
  const isLetter = /-(US|CA|MX|PH)$/.test(navigator.language);
  let kept: Partial<PrintSettings> = {};
  try {
    kept = JSON.parse(localStorage.getItem(place) ?? '{}') ?? {};
  } catch {
    // Nothing that can be read is nothing.
  }
  return {
    label: idOf(kept.label, 'label', isLetter ? '5160' : 'l7160'),
    card: idOf(kept.card, 'card', isLetter ? '5389' : 'a6'),
    postcard: stocks.some((stock) => stock.id === kept.postcard && isPostcard(stock))
      ? (kept.postcard as string)
      : isLetter
        ? '5389'
        : 'a6-flat',
    paper: kept.paper === 'a4' || kept.paper === 'letter' ? kept.paper : isLetter ? 'letter' : 'a4',
    nudges: nudgesOf(kept.nudges),
  };
}

const settings = createStore<PrintSettings>(readSettings());

/** Which sheets lie in this printer, and by how much it is off; kept in this browser, and nothing of patients with it. */
export function usePrintSettings(): readonly [PrintSettings, (change: Partial<PrintSettings>) => void] {
  const now = useStore(settings);
  return [
    now,
    (change) => {
      const next = { ...settings.get(), ...change };
      settings.set(next);
      try {
        localStorage.setItem(place, JSON.stringify(next));
      } catch {
        // A browser that keeps nothing: the choice holds until the page is closed.
      }
    },
  ];
}
