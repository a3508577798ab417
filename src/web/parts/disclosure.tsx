import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

/** A button that opens a small panel below itself; Escape, a press elsewhere or leaving it by Tab closes it. */
export function Disclosure({
  label,
  face,
  className,
  children,
}: {
  readonly label: string;
  readonly face: ReactNode;
  readonly className?: string;
  readonly children: (close: () => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panelId = useId();
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !place.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape from anything within closes the panel
    <div
      ref={place}
      className={`disclosure ${className ?? ''}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        // A dialog below it stays: Escape closes the top layer only.
        event.preventDefault();
        close();
      }}
    >
      <button
        ref={button}
        type="button"
        className="bar-button"
        aria-label={label}
        aria-expanded={open}
        aria-controls={open ? panelId : undefined}
        onClick={() => setOpen(!open)}
      >
        {face}
      </button>
      {open ? (
        <section id={panelId} className="panel" aria-label={label}>
          {children(close)}
        </section>
      ) : null}
    </div>
  );
}
