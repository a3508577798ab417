import type { Outcome, Refusal } from '../../kit/outcome.ts';
import { refuse } from '../../kit/outcome.ts';

export type ServerRefusalCode =
  | 'folder_not_writable'
  | 'folder_not_yours'
  | 'disk_full'
  | 'no_binaries'
  | 'no_account'
  | 'other_major_version'
  | 'corrupt'
  | 'secrets_unreadable'
  | 'busy'
  | 'not_answering'
  | 'start_failed';

export type ServerRefusal = Refusal<ServerRefusalCode>;
export type ServerOutcome<T> = Outcome<T, ServerRefusal>;

const folderFaults = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG']);
const fullFaults = new Set(['ENOSPC', 'EDQUOT']);

/**
 * What the file system may say to anyone, as a refusal; everything else stays a fault.
 * Caught in one place, because any of thirty calls may be the one that meets a full disk.
 */
export function refusalOfFault(fault: unknown, dataFolder: string): ServerRefusal | undefined {
  const code = errorCode(fault);
  if (fullFaults.has(code)) return diskFull(dataFolder).refusal;
  if (!folderFaults.has(code) && code !== 'EINVAL') return undefined;
  if (fault instanceof Error && 'syscall' in fault && /chown/.test(String(fault.syscall))) {
    return refuse(
      'no_account',
      'root may not hand files to another account here, and the database must not run as root; ' +
        'start Keepwell as an ordinary user',
    ).refusal;
  }
  if (code === 'EINVAL') return undefined;
  const path = fault instanceof Error && 'path' in fault ? String(fault.path) : dataFolder;
  return refuse(
    'folder_not_writable',
    `the data folder ${dataFolder} cannot be used: ${code} at ${path}; ` +
      'choose a folder this account may write to, or correct its permissions',
  ).refusal;
}

export function diskFull(dataFolder: string): ReturnType<typeof refuse<'disk_full'>> {
  return refuse(
    'disk_full',
    `the disk that holds ${dataFolder} is full; nothing was changed or lost: ` +
      'free some space on it, then start again',
  );
}

/** The `code` of a Node fault (`ENOENT`), or of a PostgreSQL error (`57P03`); empty when there is none. */
export function errorCode(fault: unknown): string {
  return fault instanceof Error && 'code' in fault ? String(fault.code) : '';
}
