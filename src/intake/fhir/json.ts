import { beginningOf } from '../../kit/beginning.ts';
/** Parsed JSON from outside: looked at through these, never believed. */
export type Fields = Readonly<Record<string, unknown>>;

const nothing: Fields = {};
const noItems: readonly unknown[] = [];

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : nothing;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : noItems;
}

/** Trimmed, at most 500 characters; undefined when it is no text or blank. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : beginningOf(text, 500);
}

/** The words of a CodeableConcept: its text, else a display, else a code. */
export function conceptWords(value: unknown): string | undefined {
  const concept = fieldsOf(value);
  const said = textOf(concept.text);
  if (said !== undefined) return said;
  const codings = listOf(concept.coding).map(fieldsOf);
  for (const coding of codings) {
    const display = textOf(coding.display);
    if (display !== undefined) return display;
  }
  return codings.map((coding) => textOf(coding.code)).find((code) => code !== undefined);
}
