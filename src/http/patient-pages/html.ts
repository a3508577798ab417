// Patients' names and words come from everywhere: whatever is put into a page is text unless it was made here.

/** Text that is markup already. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | false | null | undefined | readonly Part[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};
// Controls have no place in a page; those that turn text round could make one word look like another.
const unseen = /(?![\t\n])\p{Cc}|\p{Bidi_Control}|\ufeff/gu;

/** A text as it may stand between tags and within quoted attributes. */
export function escaped(text: string): string {
  return text.replace(unseen, '').replace(/[&<>"'`]/g, (sign) => escapes[sign] ?? '');
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  if ('html' in part) return part.html;
  return part.map(render).join('');
}

/** Markup with values; every value is escaped, but markup that was made so itself. Attributes have to be quoted. */
export function html(pieces: TemplateStringsArray, ...values: readonly Part[]): Html {
  const text = pieces.map((piece, at) => (at === 0 ? piece : render(values[at - 1]) + piece)).join('');
  // Indentation of the source is no part of the page.
  return { html: text.replace(/\n\s*/g, '\n') };
}
