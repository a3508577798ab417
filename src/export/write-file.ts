import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Writes a stream into a file that nobody else may read. @returns the SHA-256 of what was written */
export async function writeHashed(path: string, source: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(path, 'wx', 0o600);
  try {
    for await (const bytes of source) {
      hash.update(bytes);
      await handle.writeFile(bytes);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}
