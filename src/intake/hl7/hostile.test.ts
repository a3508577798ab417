import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  emptyContext,
  hearHostileLine,
  readHostileFile,
  type Tally,
} from '../../../tests/harness/hl7-hostile.ts';
import { aBooking, aMessage, pid } from '../../../tests/harness/hl7-messages.ts';

// The long form, with 400,000 inputs and a look at memory, is `npm run prove hl7`.
const seeds = [
  aMessage(),
  aBooking(),
  aBooking({ event: 'S15', status: 'NOSHOW' }),
  aMessage({ type: 'ADT^A40', segments: [pid, 'MRG|OLD^^^LAKE^MR'] }),
].map((text) => Buffer.from(text));

const special = fc.constantFrom(
  ...[
    '\r',
    '\n',
    '|',
    '^',
    '~',
    '\\',
    '&',
    '\u000B',
    '\u001C',
    '\u001C\r',
    '\u0000',
    '""',
    '\rMSH|',
    '\rPID|',
    '\\X',
  ].map((text) => Buffer.from(text)),
  Buffer.from([0xff]),
  Buffer.from([0xef, 0xbb, 0xbf]),
);
const wound = fc.record({ at: fc.integer({ min: 0, max: 999 }), cut: fc.nat(20), put: special });
const wounded = fc.tuple(fc.constantFrom(...seeds), fc.array(wound, { maxLength: 6 })).map(([seed, wounds]) =>
  wounds.reduce((bytes, { at, cut, put }) => {
    const from = Math.floor((at * bytes.length) / 1000);
    return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + cut)]);
  }, seed),
);
const anything = fc.oneof(
  { weight: 4, arbitrary: wounded },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
);
const cuts = fc.array(fc.nat(1000), { maxLength: 6 });

test('any bytes at all are read, left or refused in words, as a file', () => {
  const tally: Tally = { read: 0, ignored: 0, refused: 0, unreadable: 0, frames: 0 };
  const context = emptyContext();
  fc.assert(
    fc.property(fc.array(anything, { minLength: 1, maxLength: 3 }), cuts, (parts, at) =>
      readHostileFile(Buffer.concat(parts), at, context, tally),
    ),
    { numRuns: 2000 },
  );
  // That the wounds left enough alive to mean something.
  expect(Math.min(tally.read, tally.refused, tally.unreadable)).toBeGreaterThan(100);
});

test('any bytes at all are heard and answered, as a line', () => {
  const tally: Tally = { read: 0, ignored: 0, refused: 0, unreadable: 0, frames: 0 };
  const framed = fc.oneof(
    anything,
    anything.map((bytes) => Buffer.concat([Buffer.of(0x0b), bytes, Buffer.of(0x1c, 0x0d)])),
  );
  fc.assert(
    fc.property(fc.array(framed, { minLength: 1, maxLength: 4 }), cuts, (parts, at) =>
      hearHostileLine(Buffer.concat(parts), at, tally),
    ),
    { numRuns: 2000 },
  );
  expect(tally.frames).toBeGreaterThan(1000);
});
