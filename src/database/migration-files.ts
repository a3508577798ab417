import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** One file of the schema's history. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly hash: string;
  /** Who runs it: the owner of our tables, or the owner of the queue. */
  readonly role: 'owner' | 'queue';
}

// src/database/ and dist/server/database/ lie at different depths.
const folders = ['../../migrations/', '../../../migrations/'].map((path) => new URL(path, import.meta.url));

/** The whole history that this program knows, oldest first. */
export async function readMigrations(): Promise<readonly Migration[]> {
  for (const folder of folders) {
    const names = await readdir(fileURLToPath(folder)).catch(() => undefined);
    if (names === undefined) continue;
    const files = names.filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
    return Promise.all(
      files.map(async (name) => {
        const sql = await readFile(new URL(name, folder), 'utf8');
        return {
          name,
          sql,
          hash: createHash('sha256').update(sql).digest('hex'),
          role: sql.startsWith('-- role: queue') ? ('queue' as const) : ('owner' as const),
        };
      }),
    );
  }
  throw new Error('the migrations folder is missing from this installation');
}
