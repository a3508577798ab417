import { detect } from 'chardet';
import iconv from 'iconv-lite';
import { done, type Outcome, refuse } from '../../kit/outcome.ts';
import { told } from '../../words/told.ts';
import type { Unreadable } from './er7.ts';

export interface DecodedMessage {
  readonly text: string;
  readonly charset: string;
  /** True when the bytes are not in the character set that MSH-18 names. */
  readonly contradicts: boolean;
}

/** HL7 table 0211, squeezed, to the names that decoders know. Latin-1 is read as its superset, as in tables. */
const charsets: Readonly<Record<string, string>> = {
  ASCII: 'us-ascii',
  '88591': 'windows-1252',
  '88592': 'iso-8859-2',
  '88593': 'iso-8859-3',
  '88594': 'iso-8859-4',
  '88595': 'iso-8859-5',
  '88596': 'iso-8859-6',
  '88597': 'iso-8859-7',
  '88598': 'iso-8859-8',
  '88599': 'iso-8859-9',
  '885915': 'iso-8859-15',
  ISOIR6: 'us-ascii',
  ISOIR14: 'iso-2022-jp',
  ISOIR87: 'iso-2022-jp',
  ISOIR159: 'iso-2022-jp',
  GB180302000: 'gb18030',
  KSX1001: 'euc-kr',
  BIG5: 'big5',
  UNICODE: 'utf-8',
  UNICODEUTF8: 'utf-8',
  UTF8: 'utf-8',
};

/**
 * Decodes one message as its MSH-18 says. Only a message that says nothing, or whose bytes contradict what
 * it says, is looked at: UTF-8 when all of it is, else what the letters look like.
 * @param known the character set, where the file has told it (UTF-16 files come here as UTF-8)
 */
export function decodeMessage(bytes: Buffer, known?: string): Outcome<DecodedMessage, Unreadable> {
  if (known !== undefined) return done({ text: decode(bytes, known), charset: known, contradicts: false });
  const named = namedCharset(bytes);
  if (named === '') return done({ ...looksLike(bytes), contradicts: false });
  const charset = charsetOf(named);
  if (charset === undefined) {
    return refuse('unreadable', told.hl7.charset);
  }
  if (charset === 'us-ascii' && !bytes.some((byte) => byte > 127)) {
    return done({ text: bytes.toString('latin1'), charset: 'windows-1252', contradicts: false });
  }
  if (charset === 'us-ascii' || (charset === 'utf-8' && !isUtf8(bytes))) {
    return done({ ...looksLike(bytes), contradicts: true });
  }
  return done({ text: decode(bytes, charset), charset, contradicts: false });
}

// The header is ASCII up to MSH-18 in every character set but UTF-16, which the file tells.
function namedCharset(bytes: Buffer): string {
  const head = bytes.subarray(0, 4096).toString('latin1');
  const header = /MSH([^\w\s])[^\r\n]*/.exec(head);
  if (header === null) return '';
  const [line, sign = '|'] = header;
  const signs = line.slice(4).split(sign, 1)[0] ?? '';
  const field = line.split(sign, 18)[17] ?? '';
  const repetition = signs.charAt(1);
  return (repetition === '' ? field : (field.split(repetition, 1)[0] ?? '')).trim();
}

function charsetOf(name: string): string | undefined {
  const squeezed = name.toUpperCase().replace(/[^A-Z0-9]/g, '');
  if (Object.hasOwn(charsets, squeezed)) return charsets[squeezed];
  const plain = name.toLowerCase().trim();
  if (/^iso-?8859-1$|^latin-?1$/.test(plain)) return 'windows-1252';
  // UTF-16 within a message of single bytes is what a sender's form says, not what it sends.
  if (/^(?:unicode )?u(?:tf-?16|cs-?2)/.test(plain)) return 'utf-8';
  return /^[\w-]{2,40}$/.test(plain) && iconv.encodingExists(plain) ? plain : undefined;
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const sampleBytes = 65_536;

function looksLike(bytes: Buffer): { readonly text: string; readonly charset: string } {
  if (isUtf8(bytes)) return { text: decode(bytes, 'utf-8'), charset: 'utf-8' };
  const at = Math.max(0, bytes.findIndex((byte) => byte > 127) - 1024);
  const guess = detect(bytes.subarray(at, at + sampleBytes));
  const usable =
    guess !== null && guess !== 'ISO-8859-1' && !/^utf|^iso-2022/i.test(guess) && iconv.encodingExists(guess);
  const charset = usable ? guess.toLowerCase() : 'windows-1252';
  return { text: decode(bytes, charset), charset };
}

function decode(bytes: Buffer, charset: string): string {
  // Of the two decoders only this one knows the Japanese set with shifts.
  if (charset === 'iso-2022-jp' || charset === 'utf-8') return new TextDecoder(charset).decode(bytes);
  return iconv.decode(bytes, charset);
}
