import iconv from 'iconv-lite';
import type { ReadMail } from './read.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const ownId = new RegExp(`<(keepwell\\.${uuid})@`, 'i');
const ownToken = new RegExp(`\\+(${uuid})@`, 'i');

/** The message of ours that a mail names as what it answers, newest first; undefined: none. */
export function referenceOf({ headers }: ReadMail): string | undefined {
  for (const name of ['in-reply-to', 'references']) {
    const ids = (headers.get(name) ?? '').split(/\s+/).reverse();
    for (const id of ids) {
      const found = ownId.exec(id)?.[1];
      if (found !== undefined) return found.toLowerCase();
    }
  }
  for (const name of ['delivered-to', 'x-original-to', 'to', 'cc']) {
    const found = ownToken.exec(headers.get(name) ?? '')?.[1];
    if (found !== undefined) return `keepwell.${found.toLowerCase()}`;
  }
  return undefined;
}

const away =
  /^(?:re: |aw: |rv: )?(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response)|autoreply|out of (?:the )?office|away from|vacation|respuesta automatica|respuesta automática|fuera de (?:la )?oficina|ausente|undeliver|delivery status|mail delivery)/i;

/** Nobody wrote it: an answer of a machine (RFC 3834). */
export function isAutomatic(mail: ReadMail): boolean {
  const { headers } = mail;
  const submitted = (headers.get('auto-submitted') ?? 'no').toLowerCase();
  if (!submitted.startsWith('no')) return true;
  if (/^(?:bulk|junk|list|auto_reply)/i.test(headers.get('precedence') ?? '')) return true;
  for (const name of ['x-autoreply', 'x-autorespond', 'x-auto-response-suppress', 'list-id', 'feedback-id'])
    if (headers.has(name) && name !== 'x-auto-response-suppress') return true;
  if (
    /^(?:<>|.*mailer-daemon|.*postmaster@|.*no-?reply@)/i.test(
      headers.get('return-path') ?? headers.get('from') ?? '',
    )
  )
    return true;
  return away.test(subjectOf(mail));
}

/** The address that a mail says it is from, in small letters. Nobody vouches for it. */
export function senderOf({ headers }: ReadMail): string | undefined {
  const from = headers.get('from') ?? '';
  const found = /<([^<>\s]{3,254})>/.exec(from)?.[1] ?? /([^\s<>",]{1,200}@[^\s<>",]{1,200})/.exec(from)?.[1];
  return found?.toLowerCase();
}

function decodeWord(whole: string, charset: string, kind: string, text: string): string {
  if (!iconv.encodingExists(charset)) return whole;
  const bytes =
    kind.toLowerCase() === 'b'
      ? Buffer.from(text, 'base64')
      : Buffer.from(
          text
            .replaceAll('_', ' ')
            .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        );
  return iconv.decode(bytes, charset);
}

/** The subject as it was written (RFC 2047), without what is no text. */
export function subjectOf({ headers }: ReadMail): string {
  return (headers.get('subject') ?? '')
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?([\w-]{1,40})(?:\*[\w-]{1,20})?\?([bq])\?([^?\s]{0,400})\?=/gi, decodeWord)
    .replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '')
    .trim();
}

// Who wrote what is quoted, as mail programs say it in English and Spanish.
const introductions: readonly RegExp[] = [/^on\b.{4,200}\bwrote:\s*$/i, /^el\b.{4,200}\bescribi[oó]:\s*$/i];

// Where the quoted part begins, or what a person wrote ends: a line of its own.
const begins: readonly RegExp[] = [
  /^>/,
  /^-{2,}\s*(?:original message|forwarded message|mensaje original|mensaje reenviado)/i,
  /^_{10,}$/,
  ...introductions,
  /^(?:from|de):\s.{1,200}@/i,
  /^-- ?$/,
  /^(?:sent from my|enviado desde mi|get outlook for)\b/i,
];

// A quoted line so long goes on in the next one, where a program broke it and left the mark out.
const brokenFrom = 60;

/** What was written below or between quoted lines. Where a program marks none, nobody can tell them apart. */
function writtenBelow(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let quoted: string | undefined;
  let isBelow = false;
  for (const line of lines) {
    const text = line.trim();
    const isBroken = text !== '' && quoted !== undefined && quoted.length >= brokenFrom;
    quoted = text.startsWith('>') ? text : undefined;
    isBelow ||= quoted !== undefined;
    if (quoted !== undefined || isBroken || introductions.some((one) => one.test(text))) continue;
    if (begins.some((one) => one.test(text))) break;
    if (isBelow) kept.push(line);
  }
  return kept;
}

/** What the person wrote themselves, without what they quote, their signature and spare lines. At most 2,000 signs. */
export function ownWords(text: string): string {
  // "On …, Elm Street\nwrote:" is broken into two lines by some programs.
  const lines = text
    .replace(/^((?:on|el)\b.{4,200})\n(.{0,100}(?:wrote|escribi[oó]):\s*)$/gim, '$1 $2')
    .split('\n');
  const end = lines.findIndex((line) => begins.some((one) => one.test(line.trim())));
  const above = end === -1 ? lines : lines.slice(0, end);
  const isAbove = above.some((line) => line.trim() !== '');
  const kept = isAbove || end === -1 ? above : writtenBelow(lines.slice(end));
  return kept
    .join('\n')
    .replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, (sign) => (sign === '\n' ? sign : ''))
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, 2000);
}
