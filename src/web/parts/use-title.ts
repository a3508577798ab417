import { useEffect } from 'react';

/** The title of the tab: the kind of page, never a name; tabs are seen by others and kept by the browser. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Keepwell`;
  }, [title]);
}
