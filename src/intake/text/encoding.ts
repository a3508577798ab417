import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { detect } from 'chardet';
import iconv from 'iconv-lite';

/** What a first pass over a file's bytes tells. */
export interface FileBytes {
  readonly encoding: string;
  readonly bytes: number;
  /** SHA-256 of the content. */
  readonly hash: Buffer;
}

// The detector sees at most this much, from where the first letter beyond ASCII stands.
const sampleBytes = 65_536;

/**
 * Finds a file's encoding: its mark, else UTF-16 by its zero bytes, else UTF-8 when every byte of the file
 * is, else what the letters look like. The whole file is read for it (and for its hash): a first page in
 * plain ASCII says nothing about a name on the last.
 */
export async function inspectBytes(path: string): Promise<FileBytes> {
  const hash = createHash('sha256');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let head: Buffer | undefined;
  let foreign: Buffer | undefined;
  let isUtf8 = true;
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 262_144 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    head ??= chunk.subarray(0, 4096);
    if (!isUtf8) continue;
    try {
      utf8.decode(chunk, { stream: true });
    } catch {
      isUtf8 = false;
      const at = Math.max(0, chunk.findIndex((byte) => byte > 127) - 1024);
      foreign = chunk.subarray(at, at + sampleBytes);
    }
  }
  const digest = hash.digest();
  return { encoding: nameEncoding(head ?? Buffer.alloc(0), isUtf8, foreign), bytes, hash: digest };
}

function nameEncoding(head: Buffer, isUtf8: boolean, foreign: Buffer | undefined): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i += 1) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const half = head.length / 2;
  const [even = 0, odd = 0] = zeros;
  // Zeros on both sides are no letters of two bytes, but a line of nothing, and it costs itself alone.
  if (odd > half * 0.5 && even < half * 0.5) return 'utf-16le';
  if (even > half * 0.5 && odd < half * 0.5) return 'utf-16be';
  if (isUtf8) return 'utf-8';
  const words = foreign === undefined ? Buffer.alloc(0) : foreignWords(foreign);
  const guess = words.length === 0 ? null : detect(words);
  // What has zeros in it was told above.
  if (guess === null || guess.startsWith('UTF-') || !iconv.encodingExists(guess)) return 'windows-1252';
  return sisterOf(guess.toLowerCase(), words);
}

/**
 * The words of a sample that hold a letter beyond ASCII, with a space between. A list of ids, days and addresses of which
 * only the names are Russian or Japanese looks like English otherwise.
 */
function foreignWords(sample: Buffer): Buffer {
  const words: Buffer[] = [];
  let start = 0;
  let isForeign = false;
  for (let at = 0; at <= sample.length; at += 1) {
    const byte = sample[at] ?? 32;
    if (byte > 127) isForeign = true;
    // Letters of two-byte sets have second halves from `@` on; digits, signs and spaces below it end a word.
    if (byte >= 64) continue;
    if (isForeign) words.push(sample.subarray(start, at), Buffer.of(32));
    start = at + 1;
    isForeign = false;
  }
  return Buffer.concat(words);
}

// Detectors say the norm where Windows has a set of its own with more letters, which is what programs write.
const windowsSisters: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  'iso-8859-7': 'windows-1253',
  'iso-8859-8': 'windows-1255',
  'iso-8859-9': 'windows-1254',
};

/** Of a norm and its sister the one in which the words have fewer signs in them that are no letters. */
function sisterOf(norm: string, words: Buffer): string {
  const sister = Object.hasOwn(windowsSisters, norm) ? windowsSisters[norm] : undefined;
  if (sister === undefined) return norm;
  const signs = (encoding: string): number =>
    iconv.decode(words, encoding).replace(/[\p{L}\p{M}\p{ASCII}]/gu, '').length;
  return signs(norm) < signs(sister) ? norm : sister;
}

/** The text of a file in pieces of at most 64 KiB of bytes, without its mark. */
export async function* readText(path: string, encoding: string): AsyncGenerator<string> {
  const bytes = createReadStream(path, { highWaterMark: 65_536 }) as AsyncIterable<Buffer>;
  if (encoding === 'utf-8') {
    const decoder = new TextDecoder('utf-8');
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
    return;
  }
  const decoder = iconv.getDecoder(encoding);
  let first = true;
  for await (const chunk of bytes) {
    const text = decoder.write(chunk);
    yield first && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    if (text !== '') first = false;
  }
  yield decoder.end() ?? '';
}
