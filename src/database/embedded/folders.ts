import { chmodSync, lchownSync, lstatSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { done, refuse } from '../../kit/outcome.ts';
import type { Account } from './account.ts';
import type { Layout } from './layout.ts';
import { errorCode, type ServerOutcome } from './refusals.ts';

/** Makes the data folder if need be. @returns its real path */
export function openDataFolder(dataFolder: string): ServerOutcome<string> {
  const path = resolve(dataFolder);
  const owner = ownerOf(path);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return done(realpathSync(path));
  } catch (fault) {
    if (errorCode(fault) === 'EACCES' && isSomeoneElse(owner)) return notYours(path, owner);
    throw fault;
  }
}

/** Folders of the server's account, with the permissions that PostgreSQL insists on. */
export function prepareFolders(layout: Layout, account: Account, notes: string[]): ServerOutcome<void> {
  for (const folder of [layout.dataFolder, layout.postgres, layout.data]) {
    const owner = ownerOf(folder);
    if (isSomeoneElse(owner)) return notYours(folder, owner);
  }
  for (const folder of [layout.postgres, layout.socket, layout.log]) makeFolder(folder, account);
  const data = lstatSync(layout.data, { throwIfNoEntry: false });
  if (data === undefined) return done(undefined);
  if ((data.mode & 0o077) !== 0 && process.platform !== 'win32') {
    chmodSync(layout.data, 0o700);
    notes.push('The database folder was open to other accounts of this machine; it is private again.');
  }
  const { uid, gid } = account.ids;
  if (uid !== undefined && gid !== undefined && data.uid === 0) {
    giveAll(layout.postgres, uid, gid);
    notes.push(`The database files belonged to root; they were given to ${account.name}.`);
  }
  return done(undefined);
}

/** Also corrects owner and permissions of a folder that is there. A link is refused: root would follow it anywhere. */
export function makeFolder(folder: string, account: Account): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stat = lstatSync(folder);
  if (stat.isSymbolicLink())
    throw Object.assign(new Error(`${folder} is a link`), { code: 'ELOOP', path: folder });
  if ((stat.mode & 0o777) !== 0o700) chmodSync(folder, 0o700);
  const { uid, gid } = account.ids;
  if (uid !== undefined && gid !== undefined && stat.uid !== uid) lchownSync(folder, uid, gid);
}

function giveAll(path: string, uid: number, gid: number): void {
  lchownSync(path, uid, gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveAll(join(path, name), uid, gid);
}

function ownerOf(path: string): number | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })?.uid;
  } catch {
    return undefined;
  }
}

function isSomeoneElse(owner: number | undefined): owner is number {
  const me = process.getuid?.();
  return me !== undefined && me !== 0 && owner !== undefined && owner !== me;
}

function notYours(path: string, owner: number): ReturnType<typeof refuse<'folder_not_yours'>> {
  return refuse(
    'folder_not_yours',
    `${path} belongs to account ${owner}, and this is account ${process.getuid?.()}; ` +
      'start Keepwell with the account that made it, or name another data folder',
  );
}
