import type { CompiledMessage } from '@lingui/message-utils/compileMessage';
import { expect, test } from 'vitest';
import { bind, type Tree } from '../src/words/bind.ts';
import { message } from '../src/words/message.ts';
import { checkWords, flatten, matchWords, updatePo } from '../tools/words.mjs';

const en = {
  greeting: 'Hello',
  acts: message('{n, plural, one {# act} other {# acts}} of {name}', 'n', 'name'),
};
const messages = flatten(en);
const po = (acts: string, rest = '', english = messages[1]?.text): string =>
  `msgid ""\nmsgstr ""\n\n#. Hello\nmsgid "greeting"\nmsgstr "Hola"\n\n#. ${english}\nmsgid "acts"\nmsgstr "${acts}"\n${rest}`;
const good = '{n, plural, one {# acción} other {# acciones}} de {name}';
const problemsOf = (text: string): readonly string[] => matchWords(messages, text, 'es').problems;

test('every message of Keepwell stands in English and Spanish, with the same values', async () => {
  expect(await checkWords()).toEqual([]);
});

test('a complete translation passes', () => {
  expect(problemsOf(po(good))).toEqual([]);
});

test('what is wrong with a translation is said with the id of the message', () => {
  expect(problemsOf('')).toEqual(['greeting: is missing in es', 'acts: is missing in es']);
  expect(problemsOf(po(''))).toEqual(['acts: is not translated to es']);
  expect(problemsOf(po('{n} acciones de {quien}'))).toEqual([
    'acts: the text in es names quien, which it is not given',
  ]);
  expect(problemsOf(po('{n} acciones'))).toEqual(['acts: the text in es does not use name']);
  expect(problemsOf(po('{n, plural, one {# acción} de {name}'))).toEqual([
    'acts: the text in es is not valid ICU',
  ]);
  expect(problemsOf(po('{n, plural, one {# acción}} de {name}'))).toEqual([
    'acts: the text in es is not valid ICU',
  ]);
  expect(problemsOf(po(good, '\nmsgid "gone"\nmsgstr "ido"\n'))).toEqual([
    'gone: stands in es alone; no descriptor has this id',
  ]);
  expect(problemsOf(po(good, `\nmsgid "acts"\nmsgstr "${good}"\n`))).toContain('acts: stands twice in es');
  expect(problemsOf(po(good, '', 'other words'))).toEqual([
    'acts: the English has changed since it was translated to es',
  ]);
});

test('English that cannot be read, or does not use what it is given, is said too', () => {
  const broken = flatten({ one: message('{n, plural', 'n'), two: message('nothing', 'n') });
  const text = '#. {n, plural\nmsgid "one"\nmsgstr "x"\n\n#. nothing\nmsgid "two"\nmsgstr "{n}"\n';
  expect(matchWords(broken, text, 'es').problems).toEqual([
    'one: the English is not valid ICU',
    'one: the text in es does not use n',
    'two: the English does not use n',
  ]);
});

test('new messages come to the PO file empty, changed ones fuzzy, orphans not at all', () => {
  const old = po(good, '\nmsgid "gone"\nmsgstr "ido"\n', 'other words');
  const updated = updatePo([...messages, { id: 'more', text: 'More', names: null }], old, 'es');
  expect(updated).toContain('msgid "more"\nmsgstr ""');
  expect(updated).not.toContain('gone');
  expect(problemsOf(updated)).toEqual([
    'acts: is marked fuzzy in es; look at it and take the mark away',
    'more: stands in es alone; no descriptor has this id',
  ]);
  expect(updatePo(messages, updated, 'es')).toContain('fuzzy');
});

test('values go where the sentence wants them, and plurals and numbers follow the language', () => {
  const plural = (one: string, other: string): CompiledMessage => [
    ['n', 'plural', { one: ['#', one], other: ['#', other] }],
  ];
  const tree: Tree = {
    acts: { p: ['n', 'who'], m: [...plural(' act', ' acts'), ' of ', ['who']] },
    plain: "It's {n}",
  };
  const words = bind<{ acts: (n: number, who: string) => string; plain: string }>(tree, 'en');
  expect([words.acts(1, 'Ann'), words.acts(2345, 'Ann'), words.plain]).toEqual([
    '1 act of Ann',
    '2,345 acts of Ann',
    "It's {n}",
  ]);
  expect(bind<typeof words>(tree, 'es').acts(12345, 'Ann')).toBe('12.345 acts of Ann');
});

test('a call with too few values, or a text where something is counted, does not compile', () => {
  const words = en as { acts: (n: number, name: string) => string };
  const compiled = (): void => {
    // @ts-expect-error one value is missing
    en.acts(1);
    // @ts-expect-error only numbers are counted
    en.acts('1', 'Ann');
  };
  expect([words, compiled].length).toBe(2);
});
