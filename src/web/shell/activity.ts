import { atWork } from '../app/api.ts';

// When somebody last touched a page of ours in this browser, in any of its tabs: one tab must not lock the others away
// from somebody who works in them. Nothing is said but that.
let touchedAt = Date.now();
const channel =
  typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('keepwell.activity');
const tellEveryMilliseconds = 5000;
// A request this soon after a touch is somebody's; any later it is the page's own.
const byHandMilliseconds = 30_000;
let toldAt = 0;

export function touched(): void {
  touchedAt = Date.now();
  if (touchedAt - toldAt < tellEveryMilliseconds) return;
  toldAt = touchedAt;
  channel?.postMessage('touched');
}

export function untouchedFor(): number {
  return Date.now() - touchedAt;
}

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

/** Begins to watch. @returns what ends it */
export function watchActivity(): () => void {
  touched();
  atWork.now = () => untouchedFor() < byHandMilliseconds;
  const heard = () => {
    touchedAt = Date.now();
  };
  channel?.addEventListener('message', heard);
  for (const sign of signs) window.addEventListener(sign, touched, { passive: true });
  return () => {
    atWork.now = () => true;
    channel?.removeEventListener('message', heard);
    for (const sign of signs) window.removeEventListener(sign, touched);
  };
}
