import { randomBytes } from 'node:crypto';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import type pg from 'pg';
import { type Database, type Db, openDatabase } from '../database/database.ts';
import { programVersion } from '../platform/version.ts';
import { type BackupKey, fileKey, seal, sha256, signManifest } from './cipher.ts';
import { openBackup } from './contents.ts';
import { beginBackup, listBackups, type Unfinished, writeWhole } from './folder.ts';
import {
  type BackupBody,
  type BackupHeader,
  type BackupKind,
  formatVersion,
  idOfBackup,
  keyFileName,
  type Piece,
  pieceOf,
} from './model.ts';
import { BackupRefused } from './not-whole.ts';
import { packWriter } from './pack.ts';
import { readWaitingJobs } from './queue-jobs.ts';
import {
  beginSnapshot,
  copyTableOut,
  listBackedUpTables,
  readChains,
  readHistory,
  readSequences,
} from './snapshot.ts';
import { tableWriter } from './write-tables.ts';

const deflate = promisify(deflateRaw);
const dayMs = 86_400_000;
/** Longer chains of days would make one lost file cost more of them. */
const fullEveryDays = 7;

export interface BackupSource {
  /** Passes row-level security: all practices. */
  readonly owner: pg.PoolConfig;
  readonly queue: pg.PoolConfig;
  readonly dataFolder: string;
}

export interface MakeBackupOptions {
  readonly folder: string;
  readonly key: BackupKey;
  readonly full: boolean;
  readonly now: Date;
  readonly onProgress: (words: string) => void;
}

interface Base {
  readonly packs: BackupBody['packs'];
  readonly pieces: ReadonlyMap<string, Piece>;
}

/**
 * What a day's backup may point at: the pieces of the newest backup, when it was made with this key and the last full
 * one is not too old. A base that cannot be read is no reason not to make a backup, but one to make a full one.
 */
async function findBase(options: MakeBackupOptions): Promise<Base | undefined> {
  if (options.full) return undefined;
  const { backups } = await listBackups(options.folder);
  const newest = backups.at(-1);
  const full = backups.filter(({ kind }) => kind === 'full').at(-1);
  if (newest === undefined || full === undefined || newest.key !== options.key.id) return undefined;
  if (options.now.getTime() - Date.parse(full.at) >= fullEveryDays * dayMs) return undefined;
  try {
    const base = await openBackup(options.folder, newest.id, options.key);
    await base.close();
    const pieces = base.body.tables.flatMap((table) => table.pieces.map(pieceOf));
    return { packs: base.body.packs, pieces: new Map(pieces.map((piece) => [piece.hash, piece])) };
  } catch (error) {
    if (error instanceof BackupRefused) return undefined;
    throw error;
  }
}

/** Keys outside the database without which rows in it mean less: the audit anchor's, and whatever is beside it. */
async function readInstallationKeys(dataFolder: string): Promise<Record<string, string>> {
  const keys: Record<string, string> = {};
  // With a server of the operator's own there may be no data folder yet.
  const names = await readdir(dataFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names.sort()) {
    if (keyFileName.test(name)) keys[name] = (await readFile(join(dataFolder, name))).toString('base64');
  }
  return keys;
}

interface Written {
  readonly body: BackupBody;
  readonly bytes: number;
  readonly packBytes: number;
}

async function writePack(
  db: Db,
  source: BackupSource,
  options: MakeBackupOptions,
  id: string,
  salt: Buffer,
  unfinished: Unfinished,
  base: Base | undefined,
): Promise<Written> {
  const snapshot = await beginSnapshot(db);
  const packs = [...(base?.packs ?? []), { id, salt: salt.toString('hex') }];
  const handle = await open(unfinished.pathOf('pack'), 'wx', 0o600);
  try {
    const pack = packWriter(handle);
    const key = fileKey(options.key.secret, salt, id, 'pack');
    let about = '';
    const writer = tableWriter(pack, key, packs.length - 1, base?.pieces ?? new Map(), (bytes) =>
      options.onProgress(`${(bytes / 1e6).toFixed(0)} MB, ${about}`),
    );
    const tables: BackupBody['tables'] = [];
    for (const { name, columns } of await listBackedUpTables(db)) {
      about = name;
      const names = columns.map((column) => column.name);
      tables.push(await writer.write(name, names, copyTableOut(db, name, names)));
    }
    await pack.finish();
    const body = {
      packs,
      tables,
      history: await readHistory(db),
      sequences: await readSequences(db),
      jobs: await readWaitingJobs(source.queue, snapshot),
      audit: await readChains(db),
      keys: await readInstallationKeys(source.dataFolder),
    };
    return { body: withoutUnused(body), bytes: writer.bytes, packBytes: pack.bytes };
  } finally {
    await handle.close();
  }
}

/** Packs that no piece lies in any more need not be kept for this backup. Its own comes last. */
function withoutUnused(body: BackupBody): BackupBody {
  const used = new Set(body.tables.flatMap(({ pieces }) => pieces.map(([pack]) => pack)));
  used.add(body.packs.length - 1);
  const kept = body.packs.flatMap((_, number) => (used.has(number) ? [number] : []));
  const next = new Map(kept.map((number, position) => [number, position]));
  const tables = body.tables.map((table) => ({
    ...table,
    pieces: table.pieces.map(([pack, ...rest]): (typeof table.pieces)[number] => [
      next.get(pack) ?? 0,
      ...rest,
    ]),
  }));
  return { ...body, packs: kept.flatMap((number) => body.packs[number] ?? []), tables };
}

async function writeManifest(
  written: Written,
  options: MakeBackupOptions,
  about: { readonly id: string; readonly kind: BackupKind; readonly salt: Buffer },
  unfinished: Unfinished,
): Promise<BackupHeader> {
  const { body } = written;
  const { id, kind, salt } = about;
  const sealed = seal(
    fileKey(options.key.secret, salt, id, 'body'),
    0,
    await deflate(Buffer.from(JSON.stringify(body))),
  );
  const header: BackupHeader = {
    format: 'keepwell-backup',
    version: formatVersion,
    id,
    at: options.now.toISOString(),
    kind,
    key: options.key.id,
    salt: salt.toString('hex'),
    program: programVersion,
    schema: body.history.at(-1)?.name ?? '',
    tables: body.tables.length,
    rows: body.tables.reduce((sum, { rows }) => sum + rows, 0),
    bytes: written.bytes,
    written: written.packBytes + sealed.length,
    restsOn: body.packs.map((pack) => pack.id),
    bodyHash: sha256(sealed),
  };
  const manifest = Buffer.from(`${JSON.stringify(header, null, 2)}\n`);
  await writeWhole(unfinished.pathOf('body'), sealed);
  await writeWhole(
    unfinished.pathOf('signature'),
    Buffer.from(signManifest(options.key, manifest).toString('base64')),
  );
  await writeWhole(unfinished.pathOf('manifest.json'), manifest);
  return header;
}

/**
 * One backup of everything: a moment of the database (repeatable read), table by table, into a folder that has its
 * name only once all of it is on the disk. Memory does not grow with the tables.
 * @throws BackupRefused, and what the file system throws; nothing of the backup is left then
 */
export async function makeBackup(source: BackupSource, options: MakeBackupOptions): Promise<BackupHeader> {
  const base = await findBase(options);
  const kind: BackupKind = base === undefined ? 'full' : 'day';
  const id = idOfBackup(options.now, kind);
  const salt = randomBytes(32);
  const unfinished = await beginBackup(options.folder, id);
  const database: Database = openDatabase({ ...source.owner, max: 1 });
  try {
    const written = await database.untenanted(
      (db) => writePack(db, source, options, id, salt, unfinished, base),
      { snapshot: true, readOnly: true },
    );
    const header = await writeManifest(written, options, { id, kind, salt }, unfinished);
    await unfinished.finish();
    return header;
  } catch (error) {
    await unfinished.remove();
    throw error;
  } finally {
    await database.close();
  }
}
