import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { told } from '../words/told.ts';

export type PhotoType = 'image/jpeg' | 'image/png' | 'image/webp';

/** A page of a patient holds 15 KB in all; in base64 this is 6.7 KB of them. */
export const photoAtMost = 5120;
/** A phone of three pixels to a point shows it at 80 points. */
export const photoSide = 240;

interface Read {
  readonly type: PhotoType;
  readonly width: number;
  readonly height: number;
}

type NoPhoto = Refusal<'invalid_input'>;
const notOne = refuse('invalid_input', told.refusals.noPhoto);
const tellsMore = refuse('invalid_input', told.refusals.photoTellsMore);

// Comments, and the segments in which cameras and programs write where, when and by whom (Exif, XMP, IPTC).
const jpegFrames = [0xc0, 0xc1, 0xc2];
const jpegPlain = [0xdb, 0xc4, 0xdd, 0xda, 0xe0, 0xee];

// APP2 carries colour profiles, which browsers write, and other notes, which nobody needs.
function isProfile(bytes: Buffer, at: number, marker: number): boolean {
  return marker === 0xe2 && bytes.toString('latin1', at + 4, at + 16) === 'ICC_PROFILE\0';
}

function readJpeg(bytes: Buffer): Outcome<Read, NoPhoto> {
  let at = 2;
  let size: Read | undefined;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) return notOne;
    if (jpegFrames.includes(marker) && length >= 8) {
      size = { type: 'image/jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    } else if (!jpegPlain.includes(marker) && !isProfile(bytes, at, marker)) return tellsMore;
    at += 2 + length;
    // The picture itself, to the end.
    if (marker === 0xda) {
      const ends = bytes.indexOf(Buffer.from([0xff, 0xd9]), at);
      return size === undefined || ends !== bytes.length - 2 ? notOne : done(size);
    }
  }
  return notOne;
}

const pngPlain = [
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'sRGB',
  'gAMA',
  'cHRM',
  'sBIT',
  'bKGD',
  'pHYs',
  'iCCP',
];

function readPng(bytes: Buffer): Outcome<Read, NoPhoto> {
  let size: Read | undefined;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > bytes.length) return notOne;
    if (!pngPlain.includes(kind)) return tellsMore;
    if (kind === 'IHDR' && length === 13) {
      size = { type: 'image/png', width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    }
    at += 12 + length;
    if (kind === 'IEND') return size === undefined || at !== bytes.length ? notOne : done(size);
  }
  return notOne;
}

function sizeOfWebp(bytes: Buffer, kind: string, at: number): Read | undefined {
  const type = 'image/webp';
  if (kind === 'VP8 ' && at + 10 <= bytes.length) {
    return {
      type,
      width: bytes.readUInt16LE(at + 6) & 0x3fff,
      height: bytes.readUInt16LE(at + 8) & 0x3fff,
    };
  }
  if (kind !== 'VP8L' || at + 5 > bytes.length || bytes[at] !== 0x2f) return undefined;
  const packed = bytes.readUInt32LE(at + 1);
  return { type, width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
}

function readWebp(bytes: Buffer): Outcome<Read, NoPhoto> {
  if (bytes.readUInt32LE(4) + 8 !== bytes.length) return notOne;
  let size: Read | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const kind = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    if (at + 8 + length > bytes.length) return notOne;
    // Of one picture that may have holes and a colour profile, as browsers write them; nothing that moves, no notes.
    if (!['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ICCP'].includes(kind)) return tellsMore;
    size = sizeOfWebp(bytes, kind, at + 8) ?? size;
    at += 8 + length + (length % 2);
  }
  return size === undefined ? notOne : done(size);
}

/**
 * Whether bytes are a small square picture and nothing else: known by their own first bytes, whatever they are called,
 * and without a word of where, when or by whom it was made.
 * @param bytes of JPEG, PNG or WebP; at most 5,120
 * @returns `invalid_input` for anything else
 * @source ITU-T T.81 (JPEG), PNG third edition, RFC 9649 (WebP)
 */
export function readPhoto(bytes: Buffer): Outcome<Read, NoPhoto> {
  if (bytes.length > photoAtMost) return refuse('invalid_input', told.refusals.photoTooLarge);
  if (bytes.length < 30) return notOne;
  const read = bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))
    ? readJpeg(bytes)
    : bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))
      ? readPng(bytes)
      : bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
        ? readWebp(bytes)
        : notOne;
  if (!read.ok) return read;
  const { width, height } = read.value;
  if (width !== height || width < 16 || width > photoSide) {
    return refuse('invalid_input', told.refusals.photoNotSquare(photoSide));
  }
  return read;
}
