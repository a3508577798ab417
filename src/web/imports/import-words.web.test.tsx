import { expect, test } from 'vitest';
import page from '../../../docs/running/import.md?raw';
import { en } from './words-en.ts';
import { es } from './words-es.ts';

test('every field that a column can go to has its words on the screen', () => {
  // The page of the fields is held to the fields by a test of its own.
  const names = [...page.matchAll(/^\| `((?:patient|visit)\.\w+)`/gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(50);
  expect(Object.keys(en.fields).sort()).toEqual(names.sort());
  expect(Object.keys(es.fields).sort()).toEqual(names.sort());
});
