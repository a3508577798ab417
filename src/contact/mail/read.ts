import iconv from 'iconv-lite';
import { htmlToText } from './html.ts';

/** The most of a mail that is looked at; the rest are attachments. */
export const mailAtMost = 500_000;
const deepest = 6;
const mostParts = 60;
const mostHeaders = 500;

/** What is taken out of a stranger's mail; everything else of it is forgotten. */
export interface ReadMail {
  /** By small name; the first of each counts. Unfolded, not decoded. */
  readonly headers: ReadonlyMap<string, string>;
  /** Words of the first part that is text, plain before HTML. */
  readonly text: string;
  readonly attachments: number;
  /** Bodies of the parts of a report (RFC 3464, 5965): their kinds and texts. */
  readonly reports: readonly { readonly kind: string; readonly text: string }[];
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** @param text of latin1: a sign a byte, so that no charset is guessed before it is known */
function split(text: string): Part {
  const at = /\r?\n\r?\n/.exec(text);
  const head =
    text.startsWith('\n') || text.startsWith('\r\n') ? '' : at === null ? text : text.slice(0, at.index);
  const body = at === null ? '' : text.slice(at.index + at[0].length);
  const headers = new Map<string, string>();
  const lines = head
    .replace(/\r\n/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split('\n');
  for (const line of lines.slice(0, mostHeaders)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && /^[a-z0-9-]{1,60}$/.test(name) && !headers.has(name))
      headers.set(
        name,
        line
          .slice(colon + 1)
          .trim()
          .slice(0, 4000),
      );
  }
  return { headers, body };
}

function kindOf({ headers }: Part): { readonly kind: string; readonly parameters: string } {
  const [kind = '', ...rest] = (headers.get('content-type') ?? 'text/plain').split(';');
  return { kind: kind.trim().toLowerCase(), parameters: rest.join(';') };
}

function parameter(parameters: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|;)\\s*${name}\\s*=\\s*(?:"([^"]{1,200})"|([^\\s;"]{1,200}))`, 'i').exec(
    parameters,
  );
  return found?.[1] ?? found?.[2];
}

function bytesOf({ headers, body }: Part): Buffer {
  const encoding = (headers.get('content-transfer-encoding') ?? '').toLowerCase();
  if (encoding === 'base64') return Buffer.from(body.replace(/[^A-Za-z0-9+/]/g, ''), 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1');
  const plain = body
    // What stands before the sign is said, what stands behind it is not (RFC 2045 6.7). It begins with the sign: a run of
    // spaces that ends in none would be looked through from each of them.
    .replace(/=[ \t]*\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}

function wordsOf(part: Part): string {
  const named = parameter(kindOf(part).parameters, 'charset') ?? 'utf-8';
  // A charset that nobody knows is read as the one that most are, and what does not fit becomes a mark.
  return iconv.decode(bytesOf(part), iconv.encodingExists(named) ? named : 'utf-8');
}

interface Found {
  plain: string | undefined;
  html: string | undefined;
  attachments: number;
  parts: number;
  readonly reports: { kind: string; text: string }[];
}

function walk(part: Part, depth: number, found: Found): void {
  found.parts += 1;
  if (found.parts > mostParts || depth > deepest) return;
  const { kind, parameters } = kindOf(part);
  if (kind.startsWith('multipart/')) {
    const boundary = parameter(parameters, 'boundary');
    if (boundary === undefined) return;
    const pieces = `\n${part.body}`.split(`\n--${boundary}`).slice(1, mostParts + 2);
    for (const piece of pieces) {
      if (piece.startsWith('--')) break;
      walk(split(piece.replace(/^[ \t]*\r?\n/, '')), depth + 1, found);
    }
    return;
  }
  const isAttached = /^\s*attachment/i.test(part.headers.get('content-disposition') ?? '');
  if (/^message\/|^text\/rfc822-headers$/.test(kind)) found.reports.push({ kind, text: wordsOf(part) });
  else if (isAttached || !/^text\/(?:plain|html)$/.test(kind)) found.attachments += 1;
  else if (kind === 'text/plain') found.plain ??= wordsOf(part);
  else found.html ??= htmlToText(wordsOf(part));
}

/** Reads a mail as far as we need it. Never throws, whatever it holds. @cost linear in at most half a megabyte */
export function readMail(raw: Buffer): ReadMail {
  const whole = split(raw.subarray(0, mailAtMost).toString('latin1'));
  const found: Found = { plain: undefined, html: undefined, attachments: 0, parts: 0, reports: [] };
  walk(whole, 0, found);
  const text = (found.plain?.trim() || found.html || '').replace(/\r\n?/g, '\n');
  return { headers: whole.headers, text, attachments: found.attachments, reports: found.reports };
}
