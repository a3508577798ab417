import { bind, type Language, languages, locales, type Tree } from './bind.ts';
import { tree as en } from './compiled/words-en.ts';
import { tree as es } from './compiled/words-es.ts';
import type { en as catalogue } from './words-en.ts';

// What the server says is not said in a language until somebody reads it. Until then it is a text that holds the id of
// its message and the values: `⟦gate.hours ["09:00","17:00"]⟧`. So it is kept in the database, and joins other texts.
const opens = '⟦';
const closes = '⟧';

function write(id: string, values: readonly unknown[]): string {
  if (values.length === 0) return `${opens}${id}${closes}`;
  // A value may be told itself, or hold such signs: within a message they are spelt out.
  const json = JSON.stringify(values).replaceAll(opens, '\\u27e6').replaceAll(closes, '\\u27e7');
  return `${opens}${id} ${json}${closes}`;
}

function tellersOf(tree: Tree, path = ''): object {
  return Object.fromEntries(
    Object.entries(tree).map(([name, node]) => {
      const id = path === '' ? name : `${path}.${name}`;
      if (typeof node === 'string') return [name, write(id, [])];
      if ('p' in node && Array.isArray(node.p)) {
        return [name, (...values: readonly unknown[]) => write(id, values)];
      }
      return [name, tellersOf(node as Tree, id)];
    }),
  );
}

/** Everything that the server says to people, as texts that `speak` puts into the reader's language. */
export const told = tellersOf(en) as typeof catalogue;

/** A day, as `24 Nov 2026` in the reader's language. */
export function toldDay(day: string): string {
  return write('@day', [day]);
}

/** A text that the practice keeps in several languages, such as the name of a service. */
export function toldWords(words: Readonly<Record<string, string>>): string {
  return write('@words', [words]);
}

/** A language by its tag, such as `es-MX`. */
export function toldLanguage(tag: string): string {
  return write('@language', [tag]);
}

type Say = string | ((...values: readonly unknown[]) => string);

function collect(node: object, path: string, into: Map<string, Say>): Map<string, Say> {
  for (const [name, child] of Object.entries(node)) {
    const id = path === '' ? name : `${path}.${name}`;
    if (typeof child === 'string' || typeof child === 'function') into.set(id, child as Say);
    else collect(child as object, id, into);
  }
  return into;
}

const trees: Readonly<Record<Language, Tree>> = { en, es };
const messages = new Map(
  languages.map((language) => [language, collect(bind<object>(trees[language], language), '', new Map())]),
);

// Made once: making one takes a hundred times as long as using it.
const days = new Map(
  languages.map((language) => {
    const style = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
    return [language, new Intl.DateTimeFormat(locales[language], style)];
  }),
);

function sayDay(day: string, language: Language): string | undefined {
  const date = new Date(`${day}T12:00:00Z`);
  return Number.isNaN(date.getTime()) ? undefined : days.get(language)?.format(date);
}

function sayWords(words: Readonly<Record<string, string>>, language: Language): string {
  return words[language] ?? words.en ?? Object.values(words)[0] ?? '';
}

function sayLanguage(tag: string, language: Language): string {
  try {
    return new Intl.DisplayNames([locales[language]], { type: 'language' }).of(tag) ?? tag;
  } catch {
    // Files say what they like.
    return tag;
  }
}

/** @returns anything at all, where somebody made the values up */
function say(id: string, values: readonly unknown[], language: Language): unknown {
  const [first] = values;
  if (id === '@day' && typeof first === 'string' && /^\d{4}-\d\d-\d\d$/.test(first)) {
    return sayDay(first, language);
  }
  if (id === '@words' && typeof first === 'object' && first !== null) {
    return sayWords(first as Record<string, string>, language);
  }
  if (id === '@language' && typeof first === 'string') return sayLanguage(first, language);
  const message = messages.get(language)?.get(id);
  if (typeof message !== 'function') return message;
  return message(...values.map((value) => (typeof value === 'string' ? speak(value, language) : value)));
}

const pattern = /⟦([@\w.]+)(?: (\[[^⟦⟧]*\]))?⟧/g;

/** A text in the reader's language. What was not told by us, or by an earlier version in plain words, stays as it is. */
export function speak(text: string, language: Language): string {
  if (!text.includes(opens)) return text;
  return text.replace(pattern, (whole, id: string, json: string | undefined) => {
    try {
      const values: unknown = JSON.parse(json ?? '[]');
      const said = Array.isArray(values) ? say(id, values, language) : undefined;
      // What is no text would be made one after this, where a made-up `toString` is a fault.
      return typeof said === 'string' ? said : whole;
    } catch {
      // Somebody typed these signs.
      return whole;
    }
  });
}

/** Every text within a value, spoken; dates and whatever else it holds stay themselves. */
export function speakAll<T>(value: T, language: Language): T {
  if (typeof value === 'string') return speak(value, language) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => speakAll(one, language)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const kind: unknown = Object.getPrototypeOf(value);
  if (kind !== Object.prototype && kind !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, speakAll(one, language)])) as T;
}

/** The language of `es-MX,es;q=0.9` or `es_ES.UTF-8`: the first that we speak, else English. */
export function languageOf(wanted: string | undefined): Language {
  for (const one of (wanted ?? '').split(',')) {
    const base = one.trim().slice(0, 2).toLowerCase();
    const found = languages.find((language) => language === base);
    if (found !== undefined) return found;
  }
  return 'en';
}
