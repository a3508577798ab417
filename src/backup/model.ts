import * as z from 'zod/mini';

/** Raised when a reader of the former version could not read what is written. */
export const formatVersion = 1;

/** A full backup rests on nothing; a day's one also points at unchanged pieces of earlier ones. */
export type BackupKind = 'full' | 'day';

const hex = (bytes: number) => z.string().check(z.regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`)));
const whole = z.int().check(z.gte(0));
const idPattern = /^\d{8}T\d{9}Z-(full|day)$/;
const backupId = z.string().check(z.regex(idPattern));

/** `20261125T031500000Z-full`: its order is that of time, and it is a folder's name everywhere. */
export function idOfBackup(at: Date, kind: BackupKind): string {
  return `${at.toISOString().replace(/[-:.]/g, '')}-${kind}`;
}

export function isBackupId(text: string): boolean {
  return idPattern.test(text);
}

/** What stands open in a backup, so that it can be listed and forgotten without the key. Signed; names nobody. */
export const headerShape = z.object({
  format: z.literal('keepwell-backup'),
  version: z.literal(formatVersion),
  id: backupId,
  at: z.iso.datetime(),
  kind: z.enum(['full', 'day']),
  /** Which key: the first 16 digits of the SHA-256 of its public half. */
  key: hex(8),
  salt: hex(32),
  program: z.string(),
  /** The newest file of the schema's history. */
  schema: z.string(),
  tables: whole,
  rows: whole,
  /** Bytes of the tables before compression. */
  bytes: whole,
  /** Bytes that this backup added to the folder. */
  written: whole,
  /** Backups whose pieces it needs, itself included. */
  restsOn: z.array(backupId),
  bodyHash: hex(32),
});
export type BackupHeader = z.output<typeof headerShape>;

// As rows, not as objects: 10 GB are 160,000 pieces, and the names would be most of the list.
const pieceShape = z.tuple([whole, whole, whole, whole, whole, whole, hex(32)]);

/** A run of whole rows of one table, and where it lies. */
export interface Piece {
  /** Position in `packs` of the body. */
  readonly pack: number;
  /** The how-manieth of its pack; authenticated with it. */
  readonly place: number;
  readonly offset: number;
  /** Bytes in the pack. */
  readonly length: number;
  /** Bytes when opened. */
  readonly size: number;
  readonly rows: number;
  /** SHA-256 of the opened bytes. */
  readonly hash: string;
}

export function pieceOf(row: z.output<typeof pieceShape>): Piece {
  const [pack, place, offset, length, size, rows, hash] = row;
  return { pack, place, offset, length, size, rows, hash };
}

export function rowOfPiece(piece: Piece): z.output<typeof pieceShape> {
  return [piece.pack, piece.place, piece.offset, piece.length, piece.size, piece.rows, piece.hash];
}

/** Names of keys beside the data (platform/secrets.ts); one is joined to a path when it comes back. */
export const keyFileName = /^[a-z0-9-]{1,60}\.key$/;

/** What only the key opens. */
export const bodyShape = z.object({
  packs: z.array(z.object({ id: backupId, salt: hex(32) })),
  history: z.array(z.object({ name: z.string(), hash: hex(32) })),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()),
      rows: whole,
      /** SHA-256 of the whole table as it was copied. */
      hash: hex(32),
      pieces: z.array(pieceShape),
    }),
  ),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), called: z.boolean() })),
  /** Jobs that waited, as the queue's own function takes them. */
  jobs: z.array(z.record(z.string(), z.unknown())),
  /** Heads of the audit chains, and whether each was in order when it was copied. */
  audit: z.array(z.object({ practice: z.int(), seq: z.string(), digest: hex(32), intact: z.boolean() })),
  /** Keys of the installation that lie outside the database, by file name; base64. */
  keys: z.record(z.string().check(z.regex(keyFileName)), z.base64()),
});
export type BackupBody = z.output<typeof bodyShape>;
export type TableInBackup = BackupBody['tables'][number];

/** Tables whose rows are left out on purpose, each with its reason; whatever else there is comes along. */
export const leftOut: Readonly<Record<string, string>> = {
  session: 'who was signed in signs in again: a session that had ended must not come back to life',
  link_token: 'a link that was used must not work again: invitations are sent anew',
  attempt: 'failed sign-ins are counted for minutes',
  passkey_challenge: 'what an authenticator signs within minutes, once',
};
