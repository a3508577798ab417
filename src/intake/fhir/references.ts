import { type Fields, fieldsOf, listOf, textOf } from './json.ts';

/** What a reference points at. `key` is an id, or `system|value` when it asks for an identifier. */
export interface Reference {
  readonly type: string | undefined;
  readonly key: string | undefined;
  readonly identifier: { readonly system: string; readonly value: string } | undefined;
  readonly contained: string | undefined;
  readonly display: string | undefined;
}

const literal = /^(?:.*\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/.*)?$/;
const conditional = /^(?:.*\/)?([A-Z][A-Za-z]+)\?identifier=([^|&]*)\|([^&]+)$/;

/** Reads relative, absolute, `urn:uuid:`, contained, conditional and logical references alike. */
export function readReference(value: unknown): Reference {
  const fields = fieldsOf(value);
  const text = textOf(fields.reference) ?? '';
  const display = textOf(fields.display);
  const said = textOf(fields.type);
  const none = { type: said, key: undefined, identifier: undefined, contained: undefined, display };
  if (text.startsWith('#')) return { ...none, contained: text.slice(1) };
  const urn = uuidOfUrn(text);
  if (urn !== undefined) return { ...none, key: urn };
  const asked = conditional.exec(text);
  if (asked !== null) {
    const identifier = { system: decode(asked[2] ?? ''), value: decode(asked[3] ?? '') };
    return { ...none, type: asked[1], key: identifierText(identifier), identifier };
  }
  const named = literal.exec(text);
  if (named !== null) return { ...none, type: named[1], key: named[2] };
  const logical = readIdentifier(fields.identifier);
  if (logical !== undefined) return { ...none, key: identifierText(logical), identifier: logical };
  return none;
}

export function readIdentifier(value: unknown): { system: string; value: string } | undefined {
  const fields = fieldsOf(value);
  const text = textOf(fields.value);
  return text === undefined ? undefined : { system: textOf(fields.system) ?? '', value: text };
}

export function identifierText(identifier: { readonly system: string; readonly value: string }): string {
  return `${identifier.system}|${identifier.value}`;
}

/** The uuid of `urn:uuid:...` (or the text of `urn:oid:...`); undefined for anything else. */
export function uuidOfUrn(text: string): string | undefined {
  if (text.startsWith('urn:uuid:')) return text.slice(9).toLowerCase();
  return text.startsWith('urn:oid:') ? text : undefined;
}

/**
 * Every key under which references may ask for a resource: its id, its place in the bundle, its identifiers.
 */
export function keysOf(resource: Fields, fullUrl: string | undefined): string[] {
  const keys: string[] = [];
  const id = textOf(resource.id);
  if (id !== undefined) keys.push(id);
  const urn = fullUrl === undefined ? undefined : uuidOfUrn(fullUrl);
  if (urn !== undefined && urn !== id) keys.push(urn);
  for (const item of listOf(resource.identifier)) {
    const identifier = readIdentifier(item);
    if (identifier !== undefined) keys.push(identifierText(identifier));
  }
  return keys;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
