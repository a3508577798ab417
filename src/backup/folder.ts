import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../platform/files.ts';
import { type BackupHeader, formatVersion, headerShape, isBackupId } from './model.ts';
import { BackupRefused } from './not-whole.ts';

/** The files of one backup, in a folder of its name. */
export const fileNames = ['manifest.json', 'signature', 'body', 'pack'] as const;
export type BackupFile = (typeof fileNames)[number];

const unfinishedMark = '.unfinished-';
const forgottenMark = '.forgotten-';

export function pathIn(folder: string, id: string, file: BackupFile): string {
  return join(folder, id, file);
}

export interface Unfinished {
  pathOf(file: BackupFile): string;
  /** Gives the backup its name: from here on it is there, whole, also after a power cut. */
  finish(): Promise<void>;
  remove(): Promise<void>;
}

/** A backup that is being written, under a name by which nobody takes it for one. */
export async function beginBackup(folder: string, id: string): Promise<Unfinished> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, unfinishedMark + id);
  await mkdir(path, { mode: 0o700 });
  return {
    pathOf: (file) => join(path, file),
    finish: async () => {
      await syncFolder(path);
      await rename(path, join(folder, id));
      await syncFolder(folder);
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** Writes a small file so that it is on the disk when this returns. */
export async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Clears away what a killed process left. Only for whoever holds the lock: another's work looks the same. */
export async function clearUnfinished(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (name.startsWith(unfinishedMark) || name.startsWith(forgottenMark))
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Under another name first: a removal that is cut off must not leave half a backup under its own. */
export async function forgetBackup(folder: string, id: string): Promise<void> {
  const forgotten = join(folder, forgottenMark + id);
  await rename(join(folder, id), forgotten);
  await syncFolder(folder);
  await rm(forgotten, { recursive: true, force: true });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

export interface FoundBackups {
  /** Oldest first. */
  readonly backups: readonly BackupHeader[];
  /** Names of folders that look like a backup and cannot be read as one. */
  readonly unreadable: readonly string[];
}

/** Every backup by its open part, whose signature is not looked at here: for lists, never for restoring. */
export async function listBackups(folder: string): Promise<FoundBackups> {
  const backups: BackupHeader[] = [];
  const unreadable: string[] = [];
  for (const name of [...(await namesIn(folder))].sort()) {
    if (!isBackupId(name)) continue;
    const header = await readFile(pathIn(folder, name, 'manifest.json'), 'utf8').then(
      parseHeader,
      () => undefined,
    );
    if (header?.id === name) backups.push(header);
    else unreadable.push(name);
  }
  return { backups, unreadable };
}

export function parseHeader(text: string): BackupHeader | undefined {
  try {
    return headerShape.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether a later version of ours wrote it. Read before the signature: only to say what to do. */
export function isNewerFormat(text: string): boolean {
  try {
    const said = JSON.parse(text) as { format?: unknown; version?: unknown } | null;
    return said?.format === 'keepwell-backup' && Number(said.version) > formatVersion;
  } catch {
    return false;
  }
}

/**
 * The newest backup, or the newest of that day by UTC. By name alone: one that cannot be read is refused when it is
 * opened, and never passed over in silence for an older one.
 * @throws BackupRefused when there is none
 */
export async function chooseBackup(folder: string, day: string | undefined): Promise<string> {
  const ids = (await namesIn(folder)).filter(isBackupId).sort();
  const wanted = day?.replaceAll('-', '') ?? '';
  const chosen = ids.filter((id) => id.startsWith(wanted)).at(-1);
  if (chosen !== undefined) return chosen;
  const days = [...new Set(ids.map((id) => `${id.slice(0, 4)}-${id.slice(4, 6)}-${id.slice(6, 8)}`))].slice(
    -10,
  );
  throw new BackupRefused(
    'backup_none',
    days.length === 0
      ? `there is no backup in ${folder}; name the folder with --from`
      : `there is no backup of ${day} in ${folder}; there are those of ${days.join(', ')}`,
  );
}

/** What the last restore drill found; lies with the backups, so that it is told of them and of no others. */
export interface DrillNote {
  readonly at: string;
  readonly backup: string;
  readonly good: boolean;
  readonly words: string;
  readonly seconds: number;
}

const noteFile = 'last-drill.json';

export async function writeDrillNote(folder: string, note: DrillNote): Promise<void> {
  const path = join(folder, noteFile);
  await writeFile(`${path}.next`, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  await rename(`${path}.next`, path);
}

export async function readDrillNote(folder: string): Promise<DrillNote | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, noteFile), 'utf8')) as DrillNote;
  } catch {
    return undefined;
  }
}
