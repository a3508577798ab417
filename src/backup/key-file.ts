import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import * as z from 'zod/mini';
import { syncFolder } from '../platform/files.ts';
import { type BackupKey, backupKeyOf } from './cipher.ts';
import { BackupRefused } from './not-whole.ts';

const shape = z.object({
  version: z.literal(1),
  secret: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  signing: z.string().check(z.regex(/^[A-Za-z0-9+/=]{20,200}$/)),
});

const words =
  'Keep a copy of this file away from this machine. Without it no backup can be read, and whoever has it can read all.';

function isInside(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way === '' || !(way.startsWith('..') || resolve(folder, way) === way);
}

/** Whoever takes the data or the backups away must not get the key with them. */
export function refuseKeyInside(keyFile: string, folders: readonly string[]): void {
  const around = folders.find((folder) => isInside(keyFile, folder));
  if (around === undefined) return;
  throw new BackupRefused(
    'backup_key',
    `the key file must not lie in ${around}; name another place with KEEPWELL_BACKUP_KEY`,
  );
}

/** @throws BackupRefused when it is not there or not a key of ours */
export async function readKeyFile(keyFile: string): Promise<BackupKey> {
  const text = await readFile(keyFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
    throw new BackupRefused(
      'backup_key',
      `there is no key file ${keyFile}; put the copy that you kept there, or name it with KEEPWELL_BACKUP_KEY`,
    );
  });
  const key = parse(text);
  if (key === undefined)
    throw new BackupRefused('backup_key', `the key file ${keyFile} is damaged; take the copy that you kept`);
  return key;
}

function parse(text: string): BackupKey | undefined {
  try {
    const { secret, signing } = shape.parse(JSON.parse(text));
    return backupKeyOf(Buffer.from(secret, 'hex'), Buffer.from(signing, 'base64'));
  } catch {
    return undefined;
  }
}

/**
 * The key of this installation's backups, made when there is none.
 * @returns whether it was made just now, so that somebody can be told to keep a copy
 */
export async function openKeyFile(
  keyFile: string,
): Promise<{ readonly key: BackupKey; readonly made: boolean }> {
  const made = await makeKeyFile(keyFile);
  return { key: await readKeyFile(keyFile), made };
}

// Whole before it has its name: a cut-off process must not leave half a key that later backups would be refused for.
async function makeKeyFile(keyFile: string): Promise<boolean> {
  await mkdir(dirname(keyFile), { recursive: true });
  const exists = await open(keyFile, 'r').then(
    (handle) => handle.close().then(() => true),
    () => false,
  );
  if (exists) return false;
  const pair = generateKeyPairSync('ed25519');
  const signing = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  const text = JSON.stringify(
    { words, version: 1, secret: randomBytes(32).toString('hex'), signing },
    null,
    2,
  );
  const unfinished = join(dirname(keyFile), `.${basename(keyFile)}.${randomBytes(6).toString('hex')}`);
  const handle = await open(unfinished, 'wx', 0o600);
  try {
    await handle.writeFile(`${text}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  // Only one process makes backups at a time (the lock in the database), so nobody's key is replaced.
  await rename(unfinished, keyFile);
  await syncFolder(dirname(keyFile));
  return true;
}
