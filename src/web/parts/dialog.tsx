import { type ReactNode, useEffect, useId, useRef } from 'react';

/**
 * A modal dialog by the browser's own means: the page behind is inert, focus stays in and goes back afterwards.
 * @param onClose absent: it cannot be closed but by what it asks for
 */
export function Dialog({
  title,
  onClose,
  className,
  children,
}: {
  readonly title: string;
  readonly onClose?: (() => void) | undefined;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const place = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = place.current;
    if (dialog === null || dialog.open) return;
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={place}
      className={`dialog ${className ?? ''}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  );
}
