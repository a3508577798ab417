import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A key of this installation, made once, 0600, outside the database. With a database of the operator's own the data
 * folder lies elsewhere than the data, which is the point.
 * @param name `audit-anchor`
 */
export async function installationKey(dataFolder: string, name: string): Promise<Buffer> {
  await mkdir(dataFolder, { recursive: true });
  const file = join(dataFolder, `${name}.key`);
  try {
    // `wx` fails when it is there: of two processes that start at once, one makes it and both read the same.
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(randomBytes(32).toString('hex'));
    await handle.sync();
    await handle.close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
  if (key.length !== 32) throw new Error(`the key file ${name}.key in the data folder is damaged`);
  return key;
}
