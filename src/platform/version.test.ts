import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { programVersion } from './version.ts';

test('the program says the version that its package has', () => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  expect(programVersion).toBe((JSON.parse(text) as { version: string }).version);
});
