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
  // Indentation of the source is no part of the page; what was put in stays as it is.
  const text = pieces.map((piece, at) => {
    const plain = piece.replace(/\n\s+/g, '\n');
    return at === 0 ? plain : render(values[at - 1]) + plain;
  });
  return { html: text.join('') };
}
