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
  if ((zeros[1] ?? 0) > half * 0.5) return 'utf-16le';
  if ((zeros[0] ?? 0) > half * 0.5) return 'utf-16be';
  if (isUtf8) return 'utf-8';
  const guess = foreign === undefined ? null : detect(foreign);
  // Latin-1 is what detectors say of Windows-1252; the second has the first within it, and the quotes people
  // type.
  if (guess === null || guess === 'ISO-8859-1' || guess === 'UTF-8' || !iconv.encodingExists(guess)) {
    return 'windows-1252';
  }
  return guess.toLowerCase();
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
