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

test('Shift and an arrow extend what is picked out; left and right fold and open', () => {
  expect(commandOf({ key: 'ArrowDown', ...plain, shiftKey: true }, false)).toBe('extend_next');
  expect(commandOf({ key: 'ArrowUp', ...plain, shiftKey: true }, false)).toBe('extend_previous');
  expect(commandOf({ key: 'ArrowRight', ...plain }, false)).toBe('unfold');
  expect(commandOf({ key: 'ArrowLeft', ...plain }, false)).toBe('fold');
});

test('edit, assign and select have their keys', () => {
  const keys = { e: 'edit', a: 'assign', x: 'mark' };
  for (const [key, command] of Object.entries(keys)) {
    expect(commandOf({ key, ...plain }, true)).toBe(command);
    expect(commandOf({ key, ...plain }, false)).toBeUndefined();
  }
});
