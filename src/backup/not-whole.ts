import { type Outcome, type Refusal, refuse } from '../kit/outcome.ts';

export type BackupRefusalCode =
  | 'backup_damaged'
  | 'backup_incomplete'
  | 'backup_key'
  | 'backup_newer'
  | 'backup_other_history'
  | 'backup_none'
  | 'backup_folder'
  | 'backup_full'
  | 'backup_busy'
  | 'backup_stopped'
  | 'not_empty'
  | 'drill_failed'
  | 'drill_impossible';

export type BackupRefusal = Refusal<BackupRefusalCode>;

/** Carries a refusal out of the middle of a stream or a transaction, which is then undone. */
export class BackupRefused extends Error {
  readonly refusal: BackupRefusal;
  constructor(code: BackupRefusalCode, detail: string) {
    super(detail);
    this.refusal = refuse(code, detail).refusal;
  }
}

const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const closedCodes = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR']);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Turns what the work refused, and what the file system refused, into an answer in words; other faults stay faults. */
export async function refusing<T>(
  folder: string,
  work: () => Promise<T>,
): Promise<Outcome<T, BackupRefusal>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof BackupRefused) return { ok: false, refusal: error.refusal };
    const code = codeOf(error);
    if (fullCodes.has(code)) {
      return refuse(
        'backup_full',
        `the disk of ${folder} is full; make room or name another folder with --to, the former backups are whole`,
      );
    }
    // disk_full of PostgreSQL; the transaction is rolled back.
    if (code === '53100') {
      return refuse(
        'backup_full',
        'the disk of the database is full; make room and try again, nothing of the attempt was kept',
      );
    }
    if (closedCodes.has(code) && error instanceof Error && 'path' in error) {
      return refuse(
        'backup_folder',
        `${String(error.path)} cannot be used (${code}); check that the folder is there and writable`,
      );
    }
    throw error;
  }
}
