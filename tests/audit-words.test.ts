import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { linkPurposes } from '../src/contact/links.ts';
import { policy } from '../src/practice/policy.ts';
import { deedKey } from '../src/web/audit/deed-keys.ts';
import { en } from '../src/web/audit/words-en.ts';

test('what is on record has words, also what nobody signed in for', () => {
  const pages = [...linkPurposes, 'enquiry'].flatMap((page) => [`pages.${page}`, `pages.${page}.send`]);
  // Beside those that are operations: what comes in by mail, from files, at a console, and from other systems.
  const written = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/test\.ts$|^(?:web|worker)/.test(file))
    .flatMap((file) => [
      ...readFileSync(`src/${file}`, 'utf8').matchAll(/'((?:outbox|patients|imports|session|staff)\.\w+)'/g),
    ])
    .map((found) => found[1] ?? '')
    .filter((name) => !(name in policy));
  expect(new Set(written).size).toBeGreaterThan(40);
  const wordless = [...pages, ...written].filter((name) => !(deedKey(name) in en.deeds));
  expect([...new Set(wordless)]).toEqual([]);
});
