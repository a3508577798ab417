/** What a line brought: a whole message, one that is too large, or one that was never finished. */
export type MllpFrame =
  | { readonly kind: 'message'; readonly bytes: Buffer }
  /** `head` is its beginning: enough to answer whoever sent it. */
  | { readonly kind: 'too-large'; readonly head: Buffer }
  | { readonly kind: 'cut-off'; readonly head: Buffer };

/** Cuts the bytes of a connection into frames; remembers no more than one message. */
export interface MllpFramer {
  push(chunk: Buffer): MllpFrame[];
  /** Bytes that stood outside any frame and were dropped. */
  dropped(): number;
}

export const startBlock = 0x0b;
export const endBlock = 0x1c;
export const carriageReturn = 0x0d;
const headBytes = 4096;

/** A message as it goes over the line. */
export function frame(text: string): Buffer {
  return Buffer.concat([
    Buffer.of(startBlock),
    Buffer.from(text, 'utf8'),
    Buffer.of(endBlock, carriageReturn),
  ]);
}

/**
 * MLLP: `<VT> message <FS><CR>`. Frames may come in any pieces and several in one. What stands between them
 * is dropped. FS ends a frame only before CR (or before the VT of the next, for senders that forget it): a
 * lone FS within is part of a message that is then refused, not the end of one that is cut short.
 * @param most bytes of one message; a larger one is passed over without being kept
 */
export function createMllpFramer(most: number): MllpFramer {
  let inside = false;
  let afterEnd = false;
  let parts: Buffer[] = [];
  let size = 0;
  let head: Buffer = Buffer.alloc(0);
  let dropped = 0;

  function keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (head.length < headBytes) {
      head = Buffer.concat([head, bytes.subarray(0, headBytes - head.length)]);
    }
    size += bytes.length;
    if (size > most) parts = [];
    else parts.push(bytes);
  }

  function finish(kind: 'message' | 'cut-off'): MllpFrame {
    const frame: MllpFrame =
      size > most
        ? { kind: 'too-large', head }
        : kind === 'message'
          ? { kind, bytes: Buffer.concat(parts) }
          : { kind, head };
    inside = false;
    afterEnd = false;
    parts = [];
    size = 0;
    head = Buffer.alloc(0);
    return frame;
  }

  function push(chunk: Buffer): MllpFrame[] {
    const frames: MllpFrame[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (!inside) {
        if (byte === startBlock) {
          inside = true;
          from = at + 1;
        } else if (byte !== carriageReturn && byte !== 0x0a) dropped += 1;
        continue;
      }
      if (afterEnd) {
        afterEnd = false;
        if (byte === carriageReturn || byte === startBlock) {
          frames.push(finish('message'));
          inside = byte === startBlock;
          from = at + 1;
          continue;
        }
        keep(Buffer.of(endBlock));
        from = at;
      }
      if (byte === endBlock) {
        keep(chunk.subarray(from, at));
        from = at + 1;
        afterEnd = true;
      } else if (byte === startBlock) {
        keep(chunk.subarray(from, at));
        frames.push(finish('cut-off'));
        inside = true;
        from = at + 1;
      }
    }
    if (inside && !afterEnd) keep(chunk.subarray(from));
    return frames;
  }

  return { push, dropped: () => dropped };
}
