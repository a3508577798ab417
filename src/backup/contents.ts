import { type FileHandle, open, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { type BackupKey, fileKey, isSigned, sha256, unseal } from './cipher.ts';
import { isNewerFormat, parseHeader, pathIn } from './folder.ts';
import {
  type BackupBody,
  type BackupHeader,
  bodyShape,
  isBackupId,
  type Piece,
  pieceOf,
  type TableInBackup,
} from './model.ts';
import { BackupRefused } from './not-whole.ts';
import { readAt, tally } from './pack.ts';

const inflate = promisify(inflateRaw);

/** A backup whose list of contents is signed and opened. The pieces are looked at as they are read. */
export interface OpenedBackup {
  readonly header: BackupHeader;
  readonly body: BackupBody;
  /** Whole rows of COPY text, in order; each piece is checked before it is handed on. */
  read(table: TableInBackup): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

function damaged(id: string, what: string): BackupRefused {
  return new BackupRefused(
    'backup_damaged',
    `the backup ${id} is damaged (${what}); take another copy of the folder, or another day with --at`,
  );
}

function missing(id: string, file: string): BackupRefused {
  return new BackupRefused(
    'backup_incomplete',
    `the backup ${id} misses its ${file}; copy the whole folder, or take another day with --at`,
  );
}

async function readPart(
  folder: string,
  id: string,
  file: 'manifest.json' | 'signature' | 'body',
): Promise<Buffer> {
  return readFile(pathIn(folder, id, file)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw missing(id, file);
    throw error;
  });
}

/** The open part, after its signature and its key were found right. */
export async function readHeader(folder: string, id: string, key: BackupKey): Promise<BackupHeader> {
  if (!isBackupId(id)) throw damaged(id, 'its name');
  const manifest = await readPart(folder, id, 'manifest.json');
  const signature = Buffer.from((await readPart(folder, id, 'signature')).toString('utf8').trim(), 'base64');
  const text = manifest.toString('utf8');
  if (isNewerFormat(text)) {
    throw new BackupRefused(
      'backup_newer',
      `the backup ${id} is in a newer form than this Keepwell reads; install the one that made it`,
    );
  }
  const header = parseHeader(text);
  if (header !== undefined && header.key !== key.id) {
    throw new BackupRefused(
      'backup_key',
      `the backup ${id} was made with another key (${header.key}); name its key file with KEEPWELL_BACKUP_KEY`,
    );
  }
  if (header === undefined || !isSigned(key, manifest, signature)) throw damaged(id, 'its signature');
  if (header.id !== id) throw damaged(id, 'it carries the name of another');
  return header;
}

async function readBody(folder: string, header: BackupHeader, key: BackupKey): Promise<BackupBody> {
  const sealed = await readPart(folder, header.id, 'body');
  if (sha256(sealed) !== header.bodyHash) throw damaged(header.id, 'its list of contents');
  const salt = Buffer.from(header.salt, 'hex');
  const packed = unseal(fileKey(key.secret, salt, header.id, 'body'), 0, sealed);
  if (packed === undefined) throw damaged(header.id, 'its list of contents');
  return bodyShape.parse(JSON.parse((await inflate(packed)).toString('utf8')));
}

interface OpenPack {
  readonly handle: FileHandle;
  readonly key: Buffer;
}

/** Where the last piece of each pack ends: a pack that was cut short is found without reading it. */
function endsOfPacks(body: BackupBody): readonly number[] {
  const ends = body.packs.map(() => 0);
  for (const { pieces } of body.tables) {
    for (const row of pieces) {
      const { pack, offset, length } = pieceOf(row);
      ends[pack] = Math.max(ends[pack] ?? 0, offset + length);
    }
  }
  return ends;
}

async function openPacks(folder: string, id: string, body: BackupBody, key: BackupKey): Promise<OpenPack[]> {
  const packs: OpenPack[] = [];
  for (const pack of body.packs) {
    const handle = await open(pathIn(folder, pack.id, 'pack'), 'r').catch(
      async (error: NodeJS.ErrnoException) => {
        for (const { handle } of packs) await handle.close();
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw missing(id, `pack of ${pack.id}`);
        throw error;
      },
    );
    packs.push({ handle, key: fileKey(key.secret, Buffer.from(pack.salt, 'hex'), pack.id, 'pack') });
  }
  const ends = endsOfPacks(body);
  for (const [position, { handle }] of packs.entries()) {
    if ((await handle.stat()).size >= (ends[position] ?? 0)) continue;
    for (const one of packs) await one.handle.close();
    throw damaged(id, `the pack of ${body.packs[position]?.id ?? ''} is too short`);
  }
  return packs;
}

/** @throws BackupRefused when the signature, the key or the list of contents is not right, or a file is missing */
export async function openBackup(folder: string, id: string, key: BackupKey): Promise<OpenedBackup> {
  const header = await readHeader(folder, id, key);
  const body = await readBody(folder, header, key);
  const packs = await openPacks(folder, id, body, key);
  const readPiece = async (piece: Piece, table: string): Promise<Buffer> => {
    const pack = packs[piece.pack];
    const sealed = pack && (await readAt(pack.handle, piece));
    const packed = sealed && unseal(pack.key, piece.place, sealed);
    const bytes =
      packed && (await inflate(packed, { maxOutputLength: piece.size + 1 }).catch(() => undefined));
    if (bytes === undefined || bytes.length !== piece.size || sha256(bytes) !== piece.hash)
      throw damaged(id, `a piece of the table ${table}`);
    return bytes;
  };
  return {
    header,
    body,
    read: async function* (table) {
      // One ahead: the next is read and inflated on other threads while this one is worked on.
      const pieces = table.pieces.map(pieceOf);
      let next = pieces[0] && readPiece(pieces[0], table.name);
      for (let i = 0; next !== undefined; i += 1) {
        const bytes = await next;
        const following = pieces[i + 1];
        next = following && readPiece(following, table.name);
        next?.catch(() => {});
        yield bytes;
      }
    },
    close: async () => {
      for (const { handle } of packs) await handle.close();
    },
  };
}

function rowsIn(bytes: Buffer): number {
  let rows = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) rows += 1;
  return rows;
}

/**
 * Reads every piece of a backup and adds it all up.
 * @throws BackupRefused at the first thing that is not as it was signed
 */
export async function verifyContents(
  backup: OpenedBackup,
  onProgress: (words: string) => void = () => {},
): Promise<void> {
  const { header, body } = backup;
  let total = 0;
  for (const table of body.tables) {
    const sum = tally();
    for await (const bytes of backup.read(table)) sum.add(bytes, rowsIn(bytes));
    const { rows, hash } = sum.end();
    if (rows !== table.rows || hash !== table.hash) throw damaged(header.id, `the table ${table.name}`);
    total += rows;
    onProgress(`checked ${total} of ${header.rows} rows`);
  }
  if (total !== header.rows || body.tables.length !== header.tables)
    throw damaged(header.id, 'the number of its rows');
}
