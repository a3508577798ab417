import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { stillClock, systemClock } from './clock.ts';
import { done, refuse } from './outcome.ts';
import { probability } from './probability.ts';
import { refusals } from './refusals.ts';
import { inLanguage } from './words.ts';

test('an outcome is a value or a refusal, told apart by ok', () => {
  expect(done(7)).toEqual({ ok: true, value: 7 });
  expect(refuse('not_found', 'there is no such patient')).toEqual({
    ok: false,
    refusal: { code: 'not_found', detail: 'there is no such patient' },
  });
});

describe('the table of refusals', () => {
  const source = fileURLToPath(new URL('../', import.meta.url));
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.includes('.test.'),
  );

  // What only the console says, as plain lines; it never passes through the table.
  const consoleOnly =
    /^(backup|cli|database|event-log|intake|sample)\/|^(platform\/config|contact\/mail\/(?:smtp|imap)-settings)\.ts$/;

  test('has a row for every code that can reach a person over HTTP', () => {
    const used = new Map<string, string>();
    for (const file of files) {
      if (consoleOnly.test(file)) continue;
      const text = readFileSync(source + file, 'utf8');
      for (const [, code = ''] of text.matchAll(/\brefuse\(\s*'([a-z_]+)'/g)) used.set(code, file);
    }
    expect(used.size).toBeGreaterThan(12);
    for (const [code, file] of used) expect(Object.keys(refusals), `${code} of ${file}`).toContain(code);
  });

  test('gives each a status of its kind and a title that a person can read', () => {
    for (const [code, { status, title }] of Object.entries(refusals)) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect([401, 403, 404, 409, 410, 413, 422, 429, 503], code).toContain(status);
      expect(title, code).toMatch(/^[A-Z].*[^.]$/);
    }
  });

  test('details are plain words: lower case, no full stop, nothing filled in from a patient', () => {
    let seen = 0;
    for (const file of files) {
      const text = readFileSync(source + file, 'utf8');
      for (const [, detail = ''] of text.matchAll(/\brefuse\(\s*'[a-z_]+',\s*'([^']+)'/g)) {
        seen += 1;
        expect(detail, file).toMatch(/^([a-z]|--[a-z]|[A-Z_]{2,}|Keepwell|PostgreSQL)/);
        expect(detail, file).not.toMatch(/\.$/);
      }
    }
    expect(seen).toBeGreaterThan(10);
  });
});

test('a probability lies within 0 and 1', () => {
  for (const value of [0, 0.5, 1, Number.MIN_VALUE]) expect(probability(value)).toBe(value);
  for (const value of [-Number.MIN_VALUE, 1 + Number.EPSILON, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => probability(value)).toThrow(RangeError);
  }
});

test('words are given in the language that was wanted, else in its base, else in another, which is named', () => {
  const words = { en: 'Good morning', es: 'Buenos días', 'pt-BR': 'Bom dia' };
  expect(inLanguage(words, ['es-MX', 'en'])).toEqual({ language: 'es', text: 'Buenos días' });
  expect(inLanguage(words, ['pt-BR'])).toEqual({ language: 'pt-BR', text: 'Bom dia' });
  expect(inLanguage(words, [null, undefined, '', 'fr', 'en'])).toEqual({
    language: 'en',
    text: 'Good morning',
  });
  expect(inLanguage(words, ['fr'])).toEqual({ language: 'en', text: 'Good morning' });
  expect(inLanguage({}, ['en'])).toBeUndefined();
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    expect(inLanguage(words, [name]), name).toEqual({ language: 'en', text: 'Good morning' });
  }
});

test('a still clock stands until it is set; the system clock goes', () => {
  const start = new Date('2026-03-02T12:00:00Z');
  const clock = stillClock(start);
  expect(clock.now()).toBe(start);
  clock.set(new Date('2026-03-03T12:00:00Z'));
  expect(clock.now().toISOString()).toBe('2026-03-03T12:00:00.000Z');
  expect(Math.abs(systemClock.now().getTime() - Date.now())).toBeLessThan(1000);
});
