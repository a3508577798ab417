import { expect, test } from 'vitest';
import page from '../../../docs/running/import.md?raw';
import { bind } from '../../words/bind.ts';
import { tree as enTree } from '../../words/compiled/imports-en.ts';
import { tree as esTree } from '../../words/compiled/imports-es.ts';
import type { ImportWords } from './import-words.ts';

test('every field that a column can go to has its words on the screen', () => {
  // The page of the fields is held to the fields by a test of its own.
  const names = [...page.matchAll(/^\| `((?:patient|visit)\.\w+)`/gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(50);
  expect(Object.keys(bind<ImportWords>(enTree, 'en').fields).sort()).toEqual(names.sort());
  expect(Object.keys(bind<ImportWords>(esTree, 'es').fields).sort()).toEqual(names.sort());
});
