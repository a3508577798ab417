import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PracticeId } from '../kit/ids.ts';
import { writeAnchor } from '../platform/audit-anchor.ts';
import type { ChainHead } from '../platform/audit-seal.ts';
import { installationKey } from '../platform/secrets.ts';
import type { BackupKey } from './cipher.ts';
import { openBackup, verifyContents } from './contents.ts';
import { chooseBackup } from './folder.ts';
import { type LoadTarget, loadBackup } from './load.ts';
import type { BackupBody, BackupHeader } from './model.ts';

export interface RestoreTarget extends LoadTarget {
  readonly dataFolder: string;
}

/**
 * Brings a backup into an empty installation: verified whole first, then loaded in one transaction, then the keys of
 * the installation and the anchor of its audit trail.
 * @param day by UTC; the newest backup when left out
 * @throws BackupRefused; the installation is as it was then
 */
export async function restoreBackup(
  target: RestoreTarget,
  options: {
    readonly folder: string;
    readonly key: BackupKey;
    readonly day: string | undefined;
    readonly onProgress: (words: string) => void;
  },
): Promise<BackupHeader> {
  const id = await chooseBackup(options.folder, options.day);
  const backup = await openBackup(options.folder, id, options.key);
  try {
    await verifyContents(backup, options.onProgress);
    await loadBackup(target, backup, { onProgress: options.onProgress, compare: false });
    await writeKeys(target.dataFolder, backup.body);
    return backup.header;
  } finally {
    await backup.close();
  }
}

// After the data: the keys of an installation that stayed empty must stay its own.
async function writeKeys(dataFolder: string, body: BackupBody): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  for (const [name, key] of Object.entries(body.keys))
    await writeFile(join(dataFolder, name), Buffer.from(key, 'base64'), { mode: 0o600 });
  const heads = new Map(
    body.audit.map(({ practice, seq, digest }): [PracticeId, ChainHead] => [
      practice as PracticeId,
      { seq: BigInt(seq), digest: Buffer.from(digest, 'hex') },
    ]),
  );
  await writeAnchor(dataFolder, await installationKey(dataFolder, 'audit-anchor'), heads);
}
