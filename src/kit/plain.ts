/** A text as one types it: without case and accents, so that `cumpleanos` finds `Cumpleaños`. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
