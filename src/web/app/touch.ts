let touchedAt = Date.now();
const note = () => {
  touchedAt = Date.now();
};
for (const event of ['keydown', 'pointerdown', 'pointermove', 'wheel']) {
  window.addEventListener(event, note, { capture: true, passive: true });
}

/** Milliseconds since somebody last touched this page. */
export function untouchedFor(): number {
  return Date.now() - touchedAt;
}
