import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import { seal, sha256 } from './cipher.ts';
import { cutIntoPieces } from './cut.ts';
import { type Piece, rowOfPiece, type TableInBackup } from './model.ts';
import { type PackWriter, tally } from './pack.ts';

const deflate = promisify(deflateRaw);

// Pieces on their way through the compressor, which works on other threads: memory stays at a few megabytes.
const mostWaiting = 4;
// COPY text shrinks to a quarter at level 1; level 6 takes three times as long for another tenth.
const level = 1;

interface Waiting {
  readonly piece: { -readonly [Key in keyof Piece]: Piece[Key] };
  readonly deflated: Promise<Buffer>;
}

export interface TableWriter {
  /** @param former by hash: what earlier backups hold already, by the numbering of `packs` of this one */
  write(name: string, columns: readonly string[], source: AsyncIterable<Buffer>): Promise<TableInBackup>;
  /** Bytes that passed, before compression. */
  readonly bytes: number;
}

/** Writes tables into a pack: cut, compressed, sealed; pieces that are there already are only pointed at. */
export function tableWriter(
  pack: PackWriter,
  key: Buffer,
  ownPack: number,
  former: ReadonlyMap<string, Piece>,
  onBytes: (bytes: number) => void,
): TableWriter {
  const known = new Map(former);
  let places = 0;
  let passed = 0;
  const waiting: Waiting[] = [];
  const placeOldest = async (): Promise<void> => {
    const oldest = waiting.shift();
    if (oldest === undefined) return;
    const { offset, length } = await pack.add(seal(key, oldest.piece.place, await oldest.deflated));
    oldest.piece.offset = offset;
    oldest.piece.length = length;
  };
  return {
    get bytes() {
      return passed;
    },
    write: async (name, columns, source) => {
      const sum = tally();
      const pieces: Piece[] = [];
      for await (const { bytes, rows } of cutIntoPieces(source)) {
        sum.add(bytes, rows);
        passed += bytes.length;
        const hash = sha256(bytes);
        let piece = known.get(hash);
        if (piece === undefined) {
          const fresh = {
            pack: ownPack,
            place: places,
            offset: 0,
            length: 0,
            size: bytes.length,
            rows,
            hash,
          };
          places += 1;
          known.set(hash, fresh);
          waiting.push({ piece: fresh, deflated: deflate(bytes, { level }) });
          if (waiting.length >= mostWaiting) await placeOldest();
          piece = fresh;
        }
        pieces.push(piece);
        onBytes(passed);
      }
      while (waiting.length > 0) await placeOldest();
      const { rows, hash } = sum.end();
      return { name, columns: [...columns], rows, hash, pieces: pieces.map(rowOfPiece) };
    },
  };
}
