import iconv from 'iconv-lite';
import type { Delimiters } from './er7.ts';

/**
 * Resolves the escape sequences of a text: the five delimiters, line breaks, bytes in hexadecimal. Changes
 * of type face and of character set within a text are dropped; what is no sequence stays as it is, because
 * many senders write a lone backslash.
 */
export function unescapeText(text: string, delimiters: Delimiters, charset: string): string {
  const sign = delimiters.escape;
  if (sign === '' || !text.includes(sign)) return text;
  let result = '';
  let at = 0;
  while (at < text.length) {
    const begin = text.indexOf(sign, at);
    if (begin < 0) break;
    const end = text.indexOf(sign, begin + 1);
    if (end < 0) break;
    const meant = meaningOf(text.slice(begin + 1, end), delimiters, charset);
    result += text.slice(at, begin) + (meant ?? sign);
    at = meant === undefined ? begin + 1 : end + 1;
  }
  return result + text.slice(at);
}

function meaningOf(sequence: string, delimiters: Delimiters, charset: string): string | undefined {
  switch (sequence) {
    case 'F':
      return delimiters.field;
    case 'S':
      return delimiters.component;
    case 'R':
      return delimiters.repetition;
    case 'E':
      return delimiters.escape;
    case 'T':
      return delimiters.subcomponent;
    case 'P':
      return '#';
    case 'H':
    case 'N':
      return '';
    default:
  }
  if (/^\.(?:br|sp[+-]?\d{0,3}|ce)$/.test(sequence)) return '\n';
  if (/^\.(?:fi|nf|(?:in|ti|sk)[+-]?\d{1,3})$/.test(sequence)) return '';
  if (/^X(?:[0-9A-Fa-f]{2}){1,500}$/.test(sequence)) return bytesText(sequence.slice(1), charset);
  if (/^[CM](?:[0-9A-Fa-f]{2}){1,3}$/.test(sequence)) return '';
  return /^Z[^\r\n]{0,100}$/.test(sequence) ? '' : undefined;
}

function bytesText(hex: string, charset: string): string {
  const bytes = Buffer.from(hex, 'hex');
  return iconv.encodingExists(charset) ? iconv.decode(bytes, charset) : bytes.toString('latin1');
}
