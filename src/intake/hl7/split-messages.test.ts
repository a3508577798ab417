import fc from 'fast-check';
import { expect, test } from 'vitest';
import { speak } from '../../words/told.ts';
import { createMessageSplitter, type MessagePiece } from './split-messages.ts';

function split(text: string | Buffer, most?: number, cuts: readonly number[] = []): readonly MessagePiece[] {
  const bytes = Buffer.from(text as string);
  const splitter = createMessageSplitter(most);
  const pieces: MessagePiece[] = [];
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    const to = Math.min(cut, bytes.length);
    pieces.push(...splitter.push(bytes.subarray(from, to)));
    from = to;
  }
  pieces.push(...splitter.push(bytes.subarray(from)), ...splitter.end());
  return pieces;
}

function texts(pieces: readonly MessagePiece[]): string[] {
  return pieces.map((piece) =>
    piece.kind === 'message' ? piece.bytes.toString().trim() : speak(piece.reason, 'en'),
  );
}

const one = 'MSH|^~\\&|A\rPID|1||7';

test('a file of many messages, with line ends of every kind and marks of every kind', () => {
  const file = `\uFEFF${one}\r\n\r\n${one.replaceAll('\r', '\n')}\n\u000B${one}\r\u001C\r`;
  expect(texts(split(file)).map((text) => text.replace(/\p{Cc}/gu, '').replace(/^\uFEFF/, ''))).toEqual(
    Array.from({ length: 3 }, () => one.replace('\r', '')),
  );
});

test('batches are opened, whatever they hold', () => {
  const file = `FHS|^~\\&|A\rBHS|^~\\&|A\r${one}\r${one}\rBTS|2\rBHS|^~\\&\r${one}\rBTS|1\rFTS|2\r`;
  expect(split(file).map((piece) => [piece.kind, piece.number])).toEqual([
    ['message', 1],
    ['message', 2],
    ['message', 3],
  ]);
  expect(split('FHS|^~\\&|A\rBHS|^~\\&|A\rBTS|0\rFTS|1\r')).toEqual([]);
});

test('letters MSH in a text begin no message', () => {
  expect(split(`${one}||MSH|^~\\&|X\rNTE|1||MSH|x\rMSH is short for message\rMSHX|1\r`)).toHaveLength(1);
});

test('what stands before the first header is one broken piece', () => {
  expect(texts(split(`hello\rworld\r${one}\r`))[0]).toBe('does not begin with a header (MSH)');
  expect(split(`hello\rworld\r${one}\r`)).toHaveLength(2);
});

test('a message that is too large is passed over, and the next one is read', () => {
  const large = `${one}\rNTE|1||${'x'.repeat(500)}`;
  const spread = `${one}\r${'NTE|1||x\r'.repeat(60)}`;
  for (const text of [large, spread]) {
    const pieces = split(`${one}\r${text}\r${one}\r`, 300);
    expect(pieces.map((piece) => piece.kind)).toEqual(['message', 'broken', 'message']);
    expect(texts(pieces)[1]).toBe('is larger than 300 bytes');
  }
  // Also where no line ever ends.
  expect(split(Buffer.alloc(10_000, 'x'), 300).map((piece) => piece.kind)).toEqual(['broken']);
});

test('it does not matter where the bytes are cut', () => {
  const file = `FHS|^~\\&\r\n${one}\r\n\u00e9\u00e8|x\r\n${one}\n\rBTS|1\r`;
  const whole = texts(split(file));
  fc.assert(
    fc.property(fc.array(fc.nat(Buffer.byteLength(file)), { maxLength: 12 }), (cuts) => {
      expect(texts(split(file, undefined, cuts))).toEqual(whole);
    }),
  );
});
