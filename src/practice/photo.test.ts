import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { photoAtMost, readPhoto } from './photo.ts';

function chunk(kind: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(kind, 'latin1'), data, Buffer.alloc(4)]);
}

function aPng(width: number, height: number, ...more: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    ...more,
    chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * height))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

function aJpeg(side: number, ...more: readonly Buffer[]): Buffer {
  const frame = Buffer.alloc(15);
  frame.writeUInt16BE(side, 1);
  frame.writeUInt16BE(side, 3);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0')),
    ...more,
    segment(0xc0, frame),
    segment(0xda, Buffer.alloc(6)),
    Buffer.from([1, 2, 3, 0xff, 0xd9]),
  ]);
}

function aWebp(kinds: readonly (readonly [string, Buffer])[]): Buffer {
  const body = Buffer.concat(
    kinds.map(([kind, data]) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(data.length);
      return Buffer.concat([Buffer.from(kind, 'latin1'), length, data]);
    }),
  );
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length + 4);
  return Buffer.concat([Buffer.from('RIFF'), size, Buffer.from('WEBP'), body]);
}

const lossy = (side: number): Buffer => {
  const data = Buffer.alloc(20);
  data.writeUInt16LE(side, 6);
  data.writeUInt16LE(side, 8);
  return data;
};

test('small squares of the three kinds are read, whatever they are called', () => {
  expect(readPhoto(aPng(120, 120))).toEqual({
    ok: true,
    value: { type: 'image/png', width: 120, height: 120 },
  });
  expect(readPhoto(aJpeg(96))).toMatchObject({ ok: true, value: { type: 'image/jpeg', width: 96 } });
  const profile = segment(0xe2, Buffer.from('ICC_PROFILE\0of this screen'));
  expect(readPhoto(aJpeg(96, profile))).toMatchObject({ ok: true });
  expect(readPhoto(aWebp([['VP8 ', lossy(160)]]))).toMatchObject({
    ok: true,
    value: { type: 'image/webp', width: 160 },
  });
});

test.each([
  ['a text', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'noPhoto'],
  ['nothing', Buffer.alloc(0), 'noPhoto'],
  ['a picture that is not square', aPng(120, 60), 'photoNotSquare'],
  ['a picture that is too small to see', aPng(4, 4), 'photoNotSquare'],
  ['a picture that is too wide', aPng(600, 600), 'photoNotSquare'],
  ['a PNG with a note', aPng(64, 64, chunk('tEXt', Buffer.from('Author\0Ann'))), 'photoTellsMore'],
  ['a PNG with Exif', aPng(64, 64, chunk('eXIf', Buffer.alloc(20))), 'photoTellsMore'],
  ['a JPEG with Exif', aJpeg(96, segment(0xe1, Buffer.from('Exif\0\0'))), 'photoTellsMore'],
  [
    'a JPEG with another note beside its colours',
    aJpeg(96, segment(0xe2, Buffer.from('MPF\0more'))),
    'photoTellsMore',
  ],
  ['a JPEG with a comment', aJpeg(96, segment(0xfe, Buffer.from('at home'))), 'photoTellsMore'],
  [
    'a WebP with Exif',
    aWebp([
      ['VP8 ', lossy(96)],
      ['EXIF', Buffer.alloc(8)],
    ]),
    'photoTellsMore',
  ],
  [
    'a WebP that moves',
    aWebp([
      ['ANIM', Buffer.alloc(6)],
      ['VP8 ', lossy(96)],
    ]),
    'photoTellsMore',
  ],
  ['a PNG with something behind it', Buffer.concat([aPng(64, 64), Buffer.from('<script>')]), 'noPhoto'],
  ['a JPEG with something behind it', Buffer.concat([aJpeg(96), Buffer.from('<script>')]), 'noPhoto'],
  ['half a PNG', aPng(64, 64).subarray(0, 60), 'noPhoto'],
  ['what is too large', Buffer.alloc(photoAtMost + 1), 'photoTooLarge'],
])('%s is refused', (_what, bytes, word) => {
  const read = readPhoto(bytes);
  expect(read).toMatchObject({ ok: false, refusal: { code: 'invalid_input' } });
  expect(read.ok ? '' : read.refusal.detail).toContain(word);
});

test('whatever bytes come, they are a small square or a refusal', () => {
  const starts = [aPng(32, 32), aJpeg(32), aWebp([['VP8 ', lossy(32)]])];
  fc.assert(
    fc.property(
      fc.constantFrom(...starts),
      fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 12 }),
      fc.nat(200),
      (start, changes, cut) => {
        const bytes = Buffer.from(start).subarray(0, Math.max(1, start.length - (cut % 3 === 0 ? cut : 0)));
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const read = readPhoto(bytes);
        if (read.ok) expect(read.value.width).toBe(read.value.height);
      },
    ),
    { numRuns: 3000 },
  );
});
