import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, rename } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { speakAll } from '../words/told.ts';
import type { InboxState } from './queries/inbox-files.ts';

/** A file that lies in the watched folder of a practice, and how it looked. */
export interface LyingFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  /** Changes whenever the file is written to or replaced. */
  readonly look: string;
}

// Where a file lies while it is brought in: found again there after a crash.
const takingFolder = '.taking';
const mostFiles = 1000;

/** The folder of a practice; undefined when there is none, or it is a link that may lead anywhere. */
export async function findInbox(root: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const folder = join(root, name);
    const about = await lstat(folder).catch(() => undefined);
    if (about?.isDirectory() === true && (await realpath(folder)) === join(await realpath(root), name)) {
      return folder;
    }
  }
  return undefined;
}

/** Files in order of name: no links, no folders, nothing hidden. */
export async function listLying(folder: string): Promise<readonly LyingFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
  const files: LyingFile[] = [];
  for (const name of names.sort().slice(0, mostFiles)) {
    const path = join(folder, name);
    const about = await lstat(path).catch(() => undefined);
    if (about?.isFile() !== true) continue;
    const look = [about.dev, about.ino, about.size, about.mtimeMs].join(' ');
    files.push({ name, path, size: about.size, look });
  }
  return files;
}

/** What a worker that was killed had begun with. */
export function listTaken(folder: string): Promise<readonly LyingFile[]> {
  return listLying(join(folder, takingFolder));
}

/** Takes a file out of everybody's way. @returns undefined when it is not there any more */
export async function takeFile(folder: string, file: LyingFile): Promise<LyingFile | undefined> {
  const path = await freePlace(join(folder, takingFolder), file.name);
  try {
    await rename(file.path, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return { ...file, path };
}

/**
 * Puts a file where it ends, with the report and the refusals beside it, readable by this account alone. The report is
 * written first: a file that lies in `done` has its report.
 */
export async function putAway(
  folder: string,
  file: LyingFile,
  state: InboxState,
  report: unknown,
  refusalsFile: string | null,
): Promise<void> {
  const path = await freePlace(join(folder, state), file.name);
  const handle = await open(`${path}.report.json`, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(speakAll(report, 'en'), null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (refusalsFile !== null) await rename(refusalsFile, `${path}.refused.csv`);
  await rename(file.path, path);
}

async function freePlace(folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  for (let nth = 1; ; nth += 1) {
    const path = join(folder, nth === 1 ? name : `${stem} (${nth})${ending}`);
    if ((await lstat(path).catch(() => undefined)) === undefined) return path;
  }
}

/** SHA-256 of a file's content. */
export async function hashFile(path: string): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest();
}
