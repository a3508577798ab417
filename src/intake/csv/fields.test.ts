import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fields } from './fields.ts';

test('the page for those who import lists every field as it is', () => {
  const page = readFileSync(new URL('../../../docs/running/import.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/^\| `((?:patient|visit)\.\w+)` \| (.*) \|$/gm)].map((m) => [m[1], m[2]]);
  expect(listed).toEqual(Object.entries(fields).map(([name, field]) => [name, field.what]));
});
