import { type I18n, type Messages, setupI18n } from '@lingui/core';

export type Language = 'en' | 'es';

/** Every language that Keepwell speaks, in the order of a menu. English is the one that is always there. */
export const languages: readonly Language[] = ['en', 'es'];

/** Day before month, and the clock to 24 hours. */
export const locales: Readonly<Record<Language, string>> = { en: 'en-GB', es: 'es-ES' };

/** A sentence as `npm run words` compiled it: the order of its values, and its parts. */
export interface Compiled {
  readonly p: readonly string[];
  readonly m: Messages[string];
}

/** A catalogue as `npm run words` wrote it; texts without values are texts. */
export interface Tree {
  readonly [name: string]: string | readonly string[] | Compiled | Tree;
}

type Value = string | number | null;

const isCompiled = (node: object): node is Compiled => 'm' in node && 'p' in node && Array.isArray(node.p);
// A choice needs a name for what is not there.
const orEmpty = (value: Value | undefined): string | number =>
  value === null || value === undefined || value === '' ? 'empty' : value;

function hang(tree: Tree, path: string, messages: Record<string, Messages[string]>, i18n: I18n): object {
  return Object.fromEntries(
    Object.entries(tree).map(([name, node]) => {
      if (typeof node === 'string' || Array.isArray(node)) return [name, node];
      const id = path === '' ? name : `${path}.${name}`;
      if (!isCompiled(node)) return [name, hang(node as Tree, id, messages, i18n)];
      messages[id] = node.m;
      const { p } = node;
      const sentence = (...values: readonly Value[]): string =>
        i18n._(id, Object.fromEntries(p.map((one, at) => [one, orEmpty(values[at])])));
      return [name, sentence];
    }),
  );
}

/** A compiled catalogue as the typed tree of texts and functions that its descriptors promise. */
export function bind<Words>(tree: Tree, language: Language): Words {
  const messages: Record<string, Messages[string]> = {};
  const i18n = setupI18n();
  const words = hang(tree, '', messages, i18n);
  i18n.load(language, messages);
  i18n.activate(language, [locales[language]]);
  return words as Words;
}
