import type { ReactNode } from 'react';
import './table-scroll.css';

/** A table that may be wider than a phone: it scrolls by itself, also from the keyboard. */
export function TableScroll({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable without a pointer
    <section className="table-scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
