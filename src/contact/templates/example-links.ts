import { linkPath } from '../links.ts';
import { type FieldName, fieldOf, fillFields, keepKnownPhrases, templateFields } from './fields.ts';
import { type FieldValues, longestText } from './render.ts';
import { measureText, plainText } from './texts.ts';

/** Where the links of a practice begin. */
export interface LinkBase {
  readonly origin: string;
  readonly publicId: string;
}

// Of a token in characters: 256 bits in base64url.
const tokenLength = 43;

/** Links as long as those that are sent; they open nothing. */
export function exampleLinks({ origin, publicId }: LinkBase): FieldValues {
  const token = `${publicId}.${'x'.repeat(tokenLength)}`;
  return Object.fromEntries(
    (Object.keys(templateFields) as FieldName[]).flatMap((name) => {
      const purpose = fieldOf(name).link;
      return purpose === undefined ? [] : [[name, `${origin}${linkPath(purpose, token)}`]];
    }),
  );
}

/**
 * How long a text is at least, whatever its fields say: with its links, without its phrases in brackets.
 * @returns undefined where it may fit
 */
export function lengthTooMuch(text: string, base: LinkBase): number | undefined {
  const { characters } = measureText(
    plainText(fillFields(keepKnownPhrases(text, {}), exampleLinks(base)).trim()),
  );
  return characters > longestText ? characters : undefined;
}
