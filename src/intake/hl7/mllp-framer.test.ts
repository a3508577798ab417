import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMllpFramer, frame, type MllpFrame } from './mllp-framer.ts';

function frames(bytes: Buffer, cuts: readonly number[] = [], most = 1000): readonly string[] {
  const framer = createMllpFramer(most);
  const found: MllpFrame[] = [];
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    const to = Math.min(cut, bytes.length);
    found.push(...framer.push(bytes.subarray(from, to)));
    from = to;
  }
  found.push(...framer.push(bytes.subarray(from)));
  return found.map(
    (one) => `${one.kind}:${one.kind === 'message' ? one.bytes.toString() : one.head.toString()}`,
  );
}

test('several frames in one piece, with rubbish between', () => {
  const bytes = Buffer.concat([
    Buffer.from('noise'),
    frame('one'),
    Buffer.from('\r\n??'),
    frame('two'),
    frame(''),
  ]);
  expect(frames(bytes)).toEqual(['message:one', 'message:two', 'message:']);
  const framer = createMllpFramer(10);
  framer.push(bytes);
  expect(framer.dropped()).toBe(7);
});

test('a lone end sign within is part of the message, and does not cut it short', () => {
  expect(frames(Buffer.from('\u000Ba\u001Cb\u001C\u001C\r'))).toEqual(['message:a\u001Cb\u001C']);
});

test('a sender that forgets the CR is understood at the next beginning', () => {
  expect(frames(Buffer.from('\u000Bone\u001C\u000Btwo\u001C\r'))).toEqual(['message:one', 'message:two']);
});

test('a frame that never ended is told as such, and the next one is whole', () => {
  expect(frames(Buffer.from('\u000Bhalf a mess\u000Bwhole\u001C\r'))).toEqual([
    'cut-off:half a mess',
    'message:whole',
  ]);
});

test('a frame that is too large is passed over; its beginning is kept for the answer', () => {
  const bytes = Buffer.concat([frame(`MSH${'x'.repeat(9000)}`), frame('next')]);
  const [large, next] = frames(bytes, [100, 5000]);
  expect(large).toMatch(/^too-large:MSHx{4093}$/);
  expect(next).toBe('message:next');
});

test('it does not matter where the bytes are cut', () => {
  const bytes = Buffer.concat([
    Buffer.from('x\u001C\r'),
    frame('Łukasz'),
    Buffer.from('\u000Bcut\u000Bof\u001Cf\u001C\ry'),
    frame('z'.repeat(2000)),
    frame('end'),
  ]);
  const whole = frames(bytes);
  expect(whole).toHaveLength(5);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 30 }), (cuts) => {
      expect(frames(bytes, cuts)).toEqual(whole);
    }),
  );
});
