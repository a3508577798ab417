import { resolve } from 'node:path';
import type { BackupPlace } from '../backup/actions.ts';
import type { BackupDuty } from '../worker/backups.ts';
import type { CommandContext } from './context.ts';

/** Where the backups of this installation are. @param folder instead of the configured one */
export function backupPlaceOf({ config, opened }: CommandContext, folder?: string): BackupPlace {
  return {
    access: opened.access,
    dataFolder: config.dataFolder,
    folder: folder === undefined ? config.backup.folder : resolve(folder),
    keyFile: config.backup.keyFile,
  };
}

/** What the worker is given, unless it is switched off. */
export function backupDutyOf(context: CommandContext): { readonly backups?: BackupDuty } {
  const { config, opened } = context;
  if (!config.backup.daily) return {};
  return {
    backups: {
      place: backupPlaceOf(context),
      retention: config.backup.retention,
      makeScratch: opened.makeScratch,
    },
  };
}
