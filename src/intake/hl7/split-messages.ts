import { told } from '../../words/told.ts';
/** One message of a file, or a piece of it that is none. */
export type MessagePiece =
  | { readonly kind: 'message'; readonly number: number; readonly bytes: Buffer }
  | { readonly kind: 'broken'; readonly number: number; readonly reason: string };

/** Cuts a stream of bytes into messages; remembers no more than one message. */
export interface MessageSplitter {
  push(chunk: Buffer): MessagePiece[];
  end(): MessagePiece[];
}

/** Bytes of one message: far more than a booking or an admission takes, and a bound for what waits in memory. */
export const mostMessageBytes = 2 * 1024 * 1024;

const carriageReturn = 13;
const lineFeed = 10;
// What may stand before a header: the marks of UTF-8, of MLLP framing, and blanks.
const before = /^(?:\u00EF\u00BB\u00BF|[\p{Cc}\s])+/u;
// Of a header and of what may stand around it, this much is looked at.
const headBytes = 64;

/**
 * Files hold one message, many, or batches (FHS, BHS) of many. A message begins at a line that begins with
 * MSH and a sign: the letters within a text are no header. Lines end in CR, LF or both. Works on bytes,
 * because each message names its own character set; in none of those is CR or LF half of a letter.
 * @param most bytes of one message; a longer one is refused and passed over
 */
export function createMessageSplitter(most = mostMessageBytes): MessageSplitter {
  let number = 0;
  let state: 'outside' | 'stray' | 'inside' | 'too-long' = 'outside';
  let parts: Buffer[] = [];
  let size = 0;
  let line: Buffer[] = [];
  let lineSize = 0;
  let lineTooLong = false;

  function close(pieces: MessagePiece[]): void {
    if (state === 'inside') pieces.push({ kind: 'message', number, bytes: Buffer.concat(parts) });
    if (state === 'too-long') {
      pieces.push({ kind: 'broken', number, reason: told.hl7.bytes(most) });
    }
    if (state === 'stray') {
      pieces.push({ kind: 'broken', number, reason: told.hl7.noHeader });
    }
    state = 'outside';
    parts = [];
    size = 0;
  }

  function add(bytes: Buffer): void {
    size += bytes.length + 1;
    if (size > most || lineTooLong) {
      state = 'too-long';
      parts = [];
      return;
    }
    parts.push(bytes, Buffer.of(carriageReturn));
  }

  function takeLine(pieces: MessagePiece[]): void {
    const bytes = line.length === 1 ? (line[0] ?? Buffer.alloc(0)) : Buffer.concat(line);
    const head = bytes.subarray(0, headBytes).toString('latin1').replace(before, '');
    if (/^MSH[^\w\s]/.test(head)) {
      close(pieces);
      number += 1;
      state = 'inside';
      add(bytes);
    } else if (/^(?:FHS|BHS|BTS|FTS)(?:[^\w\s]|\s*$)/.test(head)) {
      close(pieces);
    } else if (head.trim() !== '' || lineTooLong) {
      if (state === 'inside') add(bytes);
      else if (state === 'outside') {
        number += 1;
        state = 'stray';
      }
    }
    line = [];
    lineSize = 0;
    lineTooLong = false;
  }

  function keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    lineSize += bytes.length;
    if (lineSize > most) lineTooLong = true;
    // Of a line that is too long its beginning stays: it tells whether it is a header.
    if (!lineTooLong || line.length === 0) line.push(bytes.subarray(0, most));
  }

  return {
    push: (chunk) => {
      const pieces: MessagePiece[] = [];
      let from = 0;
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at];
        if (byte !== carriageReturn && byte !== lineFeed) continue;
        keep(chunk.subarray(from, at));
        from = at + 1;
        if (line.length > 0) takeLine(pieces);
      }
      keep(chunk.subarray(from));
      return pieces;
    },
    end: () => {
      const pieces: MessagePiece[] = [];
      if (line.length > 0) takeLine(pieces);
      close(pieces);
      return pieces;
    },
  };
}
