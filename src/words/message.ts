/** What a sentence may be given: an empty text and nothing at all are `empty` to a choice (`{name, select, empty {…} other {…}}`). */
export type Value = string | number | null;

/** What counts has to be a number; everything else may be a text as well. */
type ValueOf<Text extends string, Name extends string> = Text extends `${string}{${Name}, plural${string}`
  ? number
  : Value;

/** A sentence as a screen uses it: the values in the order in which its descriptor names them. */
export type Sentence<Text extends string, Names extends readonly string[]> = (
  ...values: { [K in keyof Names]: ValueOf<Text, Names[K] & string> }
) => string;

/** What a descriptor is while the catalogues are made; the screens never see one. */
export interface Descriptor {
  readonly text: string;
  readonly names: readonly string[];
}

/**
 * The English of one sentence, in ICU message format, and the order of its values. Catalogues of descriptors are only
 * read by `npm run words` and by the compiler, which takes the types from them: at run time their compiled form speaks,
 * bound by `bind`. A call with too few values does not compile.
 */
export function message<const Text extends string, const Names extends readonly string[]>(
  text: Text,
  ...names: Names
): Sentence<Text, Names> {
  const descriptor: Descriptor = { text, names };
  return descriptor as unknown as Sentence<Text, Names>;
}
