import { expect, test } from 'vitest';
import { commandOf } from './list-keys.ts';

const plain = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };

test('single keys answer only while they are switched on', () => {
  expect(commandOf({ key: 'd', ...plain }, true)).toBe('done');
  expect(commandOf({ key: 'd', ...plain }, false)).toBeUndefined();
});

test('arrows and Enter always work', () => {
  expect(commandOf({ key: 'ArrowDown', ...plain }, false)).toBe('next');
  expect(commandOf({ key: 'Enter', ...plain }, false)).toBe('open');
});

test('a key with Ctrl, Alt or Meta belongs to the browser and to typing', () => {
  for (const modifier of ['ctrlKey', 'altKey', 'metaKey'] as const) {
    expect(commandOf({ key: 's', ...plain, [modifier]: true }, true)).toBeUndefined();
    expect(commandOf({ key: 'ArrowDown', ...plain, [modifier]: true }, true)).toBeUndefined();
  }
});
