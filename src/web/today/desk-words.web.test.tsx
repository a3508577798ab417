import { expect, test } from 'vitest';
import { en } from './words-en.ts';
import { es } from './words-es.ts';

function keysOf(value: object, path = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' ? keysOf(inner, `${path}${key}.`) : [`${path}${key}`],
  );
}

test('both languages say the same things, and neither is left in the other', () => {
  expect(keysOf(es)).toEqual(keysOf(en));
  const same = keysOf(en).filter((path) => {
    const [a, b] = [en, es].map((words) =>
      path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], words),
    );
    return typeof a === 'string' && a === b;
  });
  expect(same).toEqual([]);
});
