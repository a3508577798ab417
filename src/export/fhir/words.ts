import type { Identifier, Reference } from 'fhir/r4.js';

/** A system of the source as a URI, which FHIR asks for; one that is a URI already stays as it is. */
export function systemUri(system: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(system) ? system : `urn:keepwell:source:${encodeURIComponent(system)}`;
}

export function identifierOf(system: string, value: string): Identifier {
  return { system: systemUri(system), value };
}

export function referenceTo(type: string, id: string | null): Reference | undefined {
  return id === null ? undefined : { reference: `${type}/${id}` };
}

/** FHIR forbids empty lists and empty texts. */
export function filled<T>(list: readonly (T | undefined)[]): T[] | undefined {
  const there = list.filter((one) => one !== undefined);
  return there.length === 0 ? undefined : there;
}

export function textOrNone(text: string | null): string | undefined {
  return text === null || text.trim() === '' ? undefined : text;
}
