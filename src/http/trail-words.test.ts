import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linkPurposes } from '../contact/links.ts';
import { policy } from '../practice/policy.ts';
import { deedKey } from '../web/audit/deed-keys.ts';
import { en } from '../web/audit/words-en.ts';

const src = join(import.meta.dirname, '..');

test('what is written into the trail without a session has words there', () => {
  const pages = [...linkPurposes, 'enquiry'].flatMap((page) => [`pages.${page}`, `pages.${page}.send`]);
  // Beside those that are operations: what comes in by mail, from files, at a console, and from other systems.
  const written = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/test\.ts$|^(?:web|worker)\b/.test(file))
    .flatMap((file) => [
      ...readFileSync(join(src, file), 'utf8').matchAll(
        /'((?:outbox|patients|imports|session|staff)\.\w+)'/g,
      ),
    ])
    .map((found) => found[1] ?? '')
    .filter((name) => !(name in policy));
  expect(new Set(written).size).toBeGreaterThan(40);
  const wordless = [...pages, ...written].filter((name) => !(deedKey(name) in en.deeds));
  expect([...new Set(wordless)]).toEqual([]);
});
