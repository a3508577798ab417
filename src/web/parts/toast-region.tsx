import { useEffect, useState } from 'react';
import { closeToast, type Toast, toastMilliseconds, useToasts } from '../app/toasts.ts';
import { useWords } from '../app/words.ts';

function ToastCard({ toast }: { readonly toast: Toast }) {
  const words = useWords();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => closeToast(toast.id), toastMilliseconds);
    return () => clearTimeout(timer);
  }, [toast.id, held]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a pointer or focus on it only stops its clock
    <div
      className={`toast ${toast.kind}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <bdi className="note">{toast.words}</bdi>
      {toast.undo === undefined ? null : (
        <button
          type="button"
          className="quiet"
          onClick={() => {
            closeToast(toast.id);
            toast.undo?.();
          }}
        >
          {words.common.undo}
        </button>
      )}
      <button
        type="button"
        className="quiet icon"
        aria-label={words.common.close}
        onClick={() => closeToast(toast.id)}
      >
        ×
      </button>
    </div>
  );
}

/** Stands from the beginning: the first toast must not be the one that pays for mounting a live region. */
export function ToastRegion() {
  const toasts = useToasts();
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}
