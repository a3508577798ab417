import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AccountId, isUuid, type PracticeId } from '../../kit/ids.ts';
import type { UploadState } from './shapes.ts';

/** Whose an upload is: another person of the practice does not see it. */
export interface UploadOwner {
  readonly practice: PracticeId;
  readonly account: AccountId;
}

/** What stands on the disk beside the files, so that a restart loses nothing. */
export interface UploadRecord {
  readonly owner: UploadOwner;
  /** Names of ours, in the order of `state.files`; what the person called them is no path of ours. */
  readonly stored: readonly string[];
  readonly state: UploadState;
  /** Name of the file of what the check would not take. */
  readonly refusals: string | null;
}

export const recordName = 'upload.json';
const daysKept = 1;

export function uploadsFolder(dataFolder: string): string {
  return join(dataFolder, 'uploads');
}

export async function makeUploadFolder(dataFolder: string, id: string): Promise<string> {
  const folder = join(uploadsFolder(dataFolder), id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Written whole or not at all: the old record stands until the new one does. */
export async function writeRecord(folder: string, record: UploadRecord): Promise<void> {
  const draft = join(folder, `.${recordName}`);
  await writeFile(draft, JSON.stringify(record), { mode: 0o600 });
  await rename(draft, join(folder, recordName));
}

export async function readRecord(folder: string): Promise<UploadRecord | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, recordName), 'utf8')) as UploadRecord;
  } catch {
    return undefined;
  }
}

/** The ids of the uploads on the disk. */
export async function listUploadIds(dataFolder: string): Promise<readonly string[]> {
  const names = await readdir(uploadsFolder(dataFolder)).catch(() => []);
  return names.filter(isUuid).sort();
}

/** Removes uploads of more than a day ago, and what an upload that was cut off has left. */
export async function forgetUploads(dataFolder: string, now: Date): Promise<void> {
  const oldest = now.getTime() - daysKept * 86_400_000;
  for (const id of await listUploadIds(dataFolder)) {
    const folder = join(uploadsFolder(dataFolder), id);
    const record = await readRecord(folder);
    const since =
      record === undefined
        ? ((await stat(folder).catch(() => undefined))?.mtimeMs ?? 0)
        : Date.parse(record.state.createdAt);
    if (since < oldest) await rm(folder, { recursive: true, force: true });
  }
}
