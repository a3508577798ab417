import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { ArrivedFile } from '../intake/uploads/held.ts';
import { done, type Outcome, refuse } from '../kit/outcome.ts';
import { told } from '../words/told.ts';

export const mostFiles = 20;
// What a browser puts around a file.
const envelopeBytes = 16_384;
// A line that says nothing for so long is dead; the whole may take as long as it takes.
const silenceMilliseconds = 60_000;
const longestName = 120;

const tooLarge = (megabytes: number) => refuse('too_large', told.refusals.filesLarge(megabytes));
const notWhole = refuse('invalid_input', told.refusals.notWhole);

class TooLarge extends Error {}

/**
 * Streams the files of a request to disk; nothing is held in memory, and no name that was sent becomes a path.
 * @param makeFolder of this upload alone; removed again when anything is refused
 */
export async function receiveFiles(
  request: FastifyRequest,
  makeFolder: () => Promise<string>,
  megabytes: number,
): Promise<Outcome<readonly ArrivedFile[]>> {
  if (!request.isMultipart()) return refuse('invalid_input', told.refusals.chooseFile);
  const most = megabytes * 1_000_000;
  if (Number(request.headers['content-length'] ?? 0) > most + mostFiles * envelopeBytes)
    return tooLarge(megabytes);
  const folder = await makeFolder();
  const silence = setTimeout(() => request.raw.destroy(), silenceMilliseconds);
  try {
    const files = await takeAll(request, folder, most, () => silence.refresh());
    if (files.length === 0) await rm(folder, { recursive: true, force: true });
    return files.length === 0 ? refuse('invalid_input', told.refusals.chooseFile) : done(files);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (error instanceof TooLarge) return tooLarge(megabytes);
    if (isOfOurDisk(error)) throw error;
    return notWhole;
  } finally {
    clearTimeout(silence);
  }
}

async function takeAll(
  request: FastifyRequest,
  folder: string,
  most: number,
  arriving: () => void,
): Promise<ArrivedFile[]> {
  const files: ArrivedFile[] = [];
  let total = 0;
  const limits = { fileSize: most + 1, files: mostFiles, fields: 20, fieldSize: 1000, headerPairs: 50 };
  for await (const part of request.parts({ limits })) {
    if (part.type !== 'file') continue;
    let bytes = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, passOn) {
        arriving();
        bytes += chunk.length;
        passOn(total + bytes > most ? new TooLarge('too large') : null, chunk);
      },
    });
    const stored = `${files.length}${endingOf(part.filename)}`;
    await pipeline(part.file, count, createWriteStream(join(folder, stored), { flags: 'wx', mode: 0o600 }));
    if (part.file.truncated) throw new TooLarge('too large');
    total += bytes;
    files.push({ name: shownName(part), stored, bytes });
  }
  return files;
}

const diskProblems = new Set(['ENOSPC', 'EACCES', 'EROFS', 'EIO', 'EMFILE', 'ENOENT', 'EDQUOT']);

function isOfOurDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && diskProblems.has(String(error.code));
}

/** One of the endings that say how a file is read; of anything else the content tells. */
function endingOf(name: string): string {
  return (
    /\.(csv|tsv|txt|tab|xlsx|json|ndjson|jsonl|hl7|er7)(\.gz)?$/i.exec(name)?.[0].toLowerCase() ?? '.txt'
  );
}

/** What the person calls the file, for showing: the last part of it, without signs that steer the text. */
function shownName({ filename }: MultipartFile): string {
  const last = filename.split(/[\\/]/).at(-1) ?? '';
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '').trim();
  return plain.slice(0, longestName) || 'file';
}
