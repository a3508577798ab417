import { type ReactNode, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';

/** What the printer gets: outside of the page that is seen, without menus, on sheets of the size that was chosen. */
export function PrintRoot({
  page,
  margin,
  children,
}: {
  /** Millimetres. */
  readonly page: { readonly width: number; readonly height: number };
  readonly margin: number;
  readonly children: ReactNode;
}) {
  const [place, setPlace] = useState<HTMLElement>();
  useEffect(() => {
    const element = document.createElement('div');
    element.className = 'print-root';
    element.setAttribute('aria-hidden', 'true');
    document.body.append(element);
    setPlace(element);
    return () => element.remove();
  }, []);
  if (place === undefined) return null;
  return createPortal(
    <>
      <style>{`@page { size: ${page.width}mm ${page.height}mm; margin: ${margin}mm }`}</style>
      {children}
    </>,
    place,
  );
}
