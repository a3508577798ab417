import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const require = createRequire(import.meta.url);
const built = fileURLToPath(new URL('../dist/web/assets', import.meta.url));
const read = (ending: string): string =>
  readdirSync(built)
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(built, name), 'utf8'))
    .join('\n');

// Mantine names what it styles by classes that its code and its styles share.
const classesIn = (text: string): ReadonlySet<string> => new Set(text.match(/\bm_[0-9a-f]{6,8}\b/g));

test('the screens have the styles of each part of Mantine that they use, and of no other', () => {
  const code = classesIn(read('.js'));
  const styles = classesIn(read('.css'));
  expect(code.size).toBeGreaterThan(80);
  expect([...code].filter((name) => !styles.has(name))).toEqual([]);
  const ours = readFileSync(new URL('../src/web/app/mantine.css', import.meta.url), 'utf8');
  const parts = [...ours.matchAll(/"(@mantine\/core\/styles\/[A-Z]\w+\.css)"/g)].map((found) =>
    String(found[1]),
  );
  expect(parts.length).toBeGreaterThan(15);
  for (const part of parts) {
    const needed = [...classesIn(readFileSync(require.resolve(part), 'utf8'))].some((name) => code.has(name));
    expect(needed, part).toBe(true);
  }
});
