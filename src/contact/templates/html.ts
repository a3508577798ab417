import { type FieldName, fieldOf, fillFields, oneLine } from './fields.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

export interface HtmlParts {
  readonly language: string;
  readonly preheader: string;
  readonly body: string;
  /** The practice's name, postal address, and why this came; each a line. */
  readonly footer: readonly string[];
  /** What to call a link, by field. */
  readonly linkWords: Readonly<Partial<Record<FieldName, string>>>;
  readonly unsubscribe: { readonly words: string; readonly address: string } | undefined;
}

type Values = Readonly<Partial<Record<FieldName, string>>>;

const button =
  'display:inline-block;padding:12px 20px;border-radius:6px;background:#1f5f8b;color:#ffffff;text-decoration:none;font-weight:600';

// A line of nothing but a link is a button; within a line it is a link. Only our own addresses come here.
function linkHtml(address: string, words: string, style = ''): string {
  return `<a href="${escapeHtml(address)}"${style === '' ? '' : ` style="${style}"`}>${escapeHtml(words)}</a>`;
}

function lineHtml(line: string, values: Values, parts: HtmlParts): string {
  const alone = /^\{(\w+)\}$/.exec(line.trim())?.[1];
  const spell =
    (style: string) =>
    (value: string, field: FieldName): string =>
      fieldOf(field).link === undefined
        ? escapeHtml(oneLine(value)).replaceAll('\n', '<br>')
        : linkHtml(value, parts.linkWords[field] ?? value, style);
  return fillFields(escapeHtml(line), values, spell(alone === undefined ? '' : button));
}

function blockHtml(block: string, values: Values, parts: HtmlParts): string {
  const lines = block.split('\n');
  if (lines.every((line) => line.startsWith('- '))) {
    const items = lines.map((line) => `<li>${lineHtml(line.slice(2), values, parts)}</li>`).join('');
    return `<ul style="margin:0 0 16px;padding-inline-start:20px">${items}</ul>`;
  }
  if (lines.length === 1 && block.startsWith('# ')) {
    return `<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${lineHtml(block.slice(2), values, parts)}</h1>`;
  }
  const text = lines.map((line) => lineHtml(line, values, parts)).join('<br>');
  return text.replaceAll('<br>', '').trim() === '' ? '' : `<p style="margin:0 0 16px">${text}</p>`;
}

const rightToLeft = ['ar', 'he', 'fa', 'ur'];

/**
 * An e-mail that reads well on a phone and in an old mail program: one table of 600 px at most, styles on the elements,
 * no picture, no pixel, nothing fetched. Values are escaped; braces survive the escaping of the words around them.
 */
export function writeHtml(parts: HtmlParts, values: Values): string {
  const direction = rightToLeft.includes(parts.language.split('-')[0] ?? '') ? 'rtl' : 'ltr';
  const blocks = parts.body
    .split(/\n{2,}/)
    .map((block) => blockHtml(block.trim(), values, parts))
    .join('');
  const preheader = escapeHtml(oneLine(fillFields(parts.preheader, values)));
  const footer = parts.footer
    .filter((line) => line !== '')
    .map((line) => escapeHtml(oneLine(line)))
    .join('<br>');
  const unsubscribe =
    parts.unsubscribe === undefined
      ? ''
      : `<br>${linkHtml(parts.unsubscribe.address, parts.unsubscribe.words, 'color:#555555')}`;
  return `<!doctype html><html lang="${escapeHtml(parts.language)}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head><body style="margin:0;padding:0;background:#f4f5f6"><div style="display:none;max-height:0;overflow:hidden">${preheader}</div><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:16px 8px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border-radius:8px"><tr><td style="padding:24px;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;color:#1d2429">${blocks}</td></tr><tr><td style="padding:16px 24px;border-top:1px solid #dddddd;font:13px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;color:#555555">${footer}${unsubscribe}</td></tr></table></td></tr></table></body></html>`;
}
