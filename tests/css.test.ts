import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const web = fileURLToPath(new URL('../src/web/', import.meta.url));
const files = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'));

// What names a side of the screen does not turn round with the language.
const physical =
  /(?:^|[\s;{])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)[\w-]*|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b/;

function physicalLines(css: string): string[] {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => physical.test(line));
}

test('the stylesheets name no side of the screen, so that everything mirrors', () => {
  expect(files.length).toBeGreaterThan(4);
  const found = files.flatMap((name) =>
    physicalLines(readFileSync(join(web, name), 'utf8')).map((line) => `${name}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});

test('a side of the screen would be found', () => {
  const planted = [
    'a { margin-left: 1px; }',
    'a { text-align: right; }',
    '  left: 0;',
    'a{border-top-left-radius:2px}',
  ];
  expect(physicalLines(planted.join('\n'))).toEqual(planted);
  expect(physicalLines('/* left: 0 */\na { margin-inline-start: 1px; text-align: start; }')).toEqual([]);
});
