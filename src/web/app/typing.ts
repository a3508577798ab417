/** Whether a key pressed there is part of what somebody writes. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

/** Whether a dialog stands over the page: then the keys of the page are not meant. */
export function isCovered(): boolean {
  return document.querySelector('dialog[open]') !== null;
}
