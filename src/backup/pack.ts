import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** Where a sealed piece came to lie. */
export interface Placed {
  readonly offset: number;
  readonly length: number;
}

export interface PackWriter {
  readonly bytes: number;
  add(sealed: Buffer): Promise<Placed>;
  /** On the disk, not merely on its way there. */
  finish(): Promise<void>;
}

/** Writes sealed pieces one after another into a file that nobody else writes. */
export function packWriter(handle: FileHandle): PackWriter {
  let bytes = 0;
  return {
    get bytes() {
      return bytes;
    },
    add: async (sealed) => {
      const offset = bytes;
      for (let done = 0; done < sealed.length; ) {
        const { bytesWritten } = await handle.write(sealed, done, sealed.length - done, offset + done);
        done += bytesWritten;
      }
      bytes += sealed.length;
      return { offset, length: sealed.length };
    },
    finish: () => handle.sync(),
  };
}

/** @returns undefined when the file is shorter than that */
export async function readAt(handle: FileHandle, placed: Placed): Promise<Buffer | undefined> {
  const bytes = Buffer.alloc(placed.length);
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, placed.offset + done);
    if (bytesRead === 0) return undefined;
    done += bytesRead;
  }
  return bytes;
}

/** Adds up rows, bytes and the SHA-256 of a table as it passes. */
export function tally(): {
  add(bytes: Buffer, rows: number): void;
  end(): { readonly rows: number; readonly bytes: number; readonly hash: string };
} {
  const hash = createHash('sha256');
  let rows = 0;
  let size = 0;
  return {
    add: (bytes, more) => {
      hash.update(bytes);
      rows += more;
      size += bytes.length;
    },
    end: () => ({ rows, bytes: size, hash: hash.digest('hex') }),
  };
}
