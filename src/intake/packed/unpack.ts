import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { told } from '../../words/told.ts';
import { inspectArchive, type WorkbookProblem, writeSheet } from './workbook.ts';

/** A file as it can be read: itself, or what was unpacked from it. */
export interface ReadableFile {
  /** Where its plain content lies. */
  readonly readPath: string;
  /** Why it cannot be read, in words. */
  readonly problem?: string;
  /** What was taken of a workbook. */
  readonly sheet?: { readonly name: string; readonly left: readonly string[] };
}

const words: Readonly<Record<WorkbookProblem | 'bomb' | 'gzip' | 'old', string>> = {
  too_large: told.files.tooLarge,
  no_workbook: told.files.noWorkbook,
  damaged: told.files.damaged,
  locked: told.files.locked,
  bomb: told.files.bomb,
  gzip: told.files.gzip,
  old: told.files.old,
};

/** What gzip makes of tables of names and dates is a tenth; its most is a thousandth. */
const mostGrowth = 200;
const growthCountsFrom = 64 * 1024 * 1024;

/**
 * Unpacks what is packed, by what the files are and not by what they are called: gzip is streamed, a workbook gives
 * its fullest sheet. Plain files stay where they are.
 * @param scratch a folder of our own for what is unpacked; made when it is needed, removed by the caller
 */
export async function unpackFiles(
  paths: readonly string[],
  scratch: string,
): Promise<readonly ReadableFile[]> {
  const files: ReadableFile[] = [];
  for (const [position, path] of paths.entries()) files.push(await unpackOne(path, position, scratch));
  return files;
}

async function unpackOne(path: string, position: number, scratch: string): Promise<ReadableFile> {
  const head = await firstBytes(path);
  if (head.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) return gunzip(path, position, scratch);
  if (head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'))) {
    return unpackWorkbook(path, position, scratch);
  }
  if (head.equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))) {
    return { readPath: path, problem: words.old };
  }
  return { readPath: path };
}

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function placeFor(scratch: string, position: number, name: string): Promise<string> {
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  return join(scratch, `${position}-${name}`);
}

class Bomb extends Error {}

async function gunzip(path: string, position: number, scratch: string): Promise<ReadableFile> {
  const target = await placeFor(scratch, position, basename(path).replace(/\.gz$/i, ''));
  const source = createReadStream(path);
  let grown = 0;
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      grown += chunk.length;
      const tooMuch = grown > growthCountsFrom && grown > source.bytesRead * mostGrowth;
      done(tooMuch ? new Bomb('too much') : null, chunk);
    },
  });
  try {
    await pipeline(source, createGunzip(), watch, createWriteStream(target, { mode: 0o600, flags: 'wx' }));
    return { readPath: target };
  } catch (error) {
    await rm(target, { force: true });
    if (error instanceof Bomb) return { readPath: path, problem: words.bomb };
    const { code } = error as NodeJS.ErrnoException;
    // What is wrong with the file is said; what is wrong with our disk is a fault.
    if (code?.startsWith('Z_')) return { readPath: path, problem: words.gzip };
    throw error;
  }
}

async function unpackWorkbook(path: string, position: number, scratch: string): Promise<ReadableFile> {
  const problem = await inspectArchive(path);
  if (problem !== undefined) return { readPath: path, problem: words[problem] };
  const target = await placeFor(scratch, position, `${basename(path).replace(/\.\w+$/, '')}.csv`);
  const written = await writeSheet(path, target);
  if (typeof written === 'string') return { readPath: path, problem: words[written] };
  return { readPath: target, sheet: { name: written.sheet, left: written.others } };
}
