import type { BookClinician, BookLocation, PlacesBook } from '../places-book.ts';
import { conceptWords, type Fields, fieldsOf, listOf, textOf } from './json.ts';
import { keysOf, type Reference, readReference } from './references.ts';

interface Entry {
  readonly key: string;
  readonly name: string;
  readonly file: number;
  readonly partOf: Reference | undefined;
}

/**
 * Practitioners, locations and organisations of the files, by every key that a reference may use. Read in a
 * first pass over all files, because a visit may come before the place where it was. Only those that somebody
 * refers to become locations and clinicians of the practice: a bulk export lists every hospital of the
 * country.
 */
export interface Directory {
  /** @returns false when the type is none of these */
  read(resource: Fields, fullUrl: string | undefined, file: number): boolean;
  clinician(reference: Reference, contained: readonly unknown[]): BookClinician | undefined;
  location(reference: Reference, contained: readonly unknown[]): BookLocation | undefined;
  /** How many resources of a file gave the practice a new location or clinician. */
  addedFrom(file: number): number;
}

const placeTypes = new Set(['Practitioner', 'PractitionerRole', 'Location', 'Organization']);
// A room or a bed is not a location of the practice; what it is part of is.
const insideCodes = new Set(['ro', 'bd', 'wa', 'lvl', 'wi', 'ca', 'area', 'co']);

export function createDirectory(book: PlacesBook): Directory {
  const clinicians = new Map<string, Entry>();
  const places = new Map<string, Entry>();
  const usedBy = new Map<Entry, true>();
  const roles: { readonly keys: readonly string[]; readonly practitioner: Reference }[] = [];
  let rolesRead = 0;

  function enter(index: Map<string, Entry>, keys: readonly string[], entry: Entry): void {
    for (const key of keys) if (!index.has(key)) index.set(key, entry);
  }

  function read(resource: Fields, fullUrl: string | undefined, file: number): boolean {
    const type = textOf(resource.resourceType);
    if (type === undefined || !placeTypes.has(type)) return false;
    const keys = keysOf(resource, fullUrl);
    const [key] = keys;
    if (key === undefined) return true;
    if (type === 'Practitioner') {
      enter(clinicians, keys, { key, name: personName(resource) ?? key, file, partOf: undefined });
    } else if (type === 'PractitionerRole') {
      roles.push({ keys, practitioner: readReference(resource.practitioner) });
    } else {
      const name = textOf(resource.name) ?? key;
      const inside = isInside(resource) ? readReference(resource.partOf) : undefined;
      enter(places, keys, { key, name, file, partOf: inside });
    }
    return true;
  }

  // A role stands for the practitioner who has it; the two may come in any order.
  function settleRoles(): void {
    for (; rolesRead < roles.length; rolesRead += 1) {
      const role = roles[rolesRead];
      const { key, display } = role?.practitioner ?? { key: undefined, display: undefined };
      if (role === undefined || key === undefined) continue;
      const known = clinicians.get(key);
      const entry = known ?? { key, name: display ?? key, file: -1, partOf: undefined };
      enter(clinicians, role.keys, entry);
    }
  }

  function clinician(reference: Reference, contained: readonly unknown[]): BookClinician | undefined {
    settleRoles();
    const inner = containedIn(contained, reference, 'Practitioner');
    if (inner !== undefined) {
      const name = personName(inner);
      return name === undefined ? undefined : book.clinician(name);
    }
    const entry = reference.key === undefined ? undefined : clinicians.get(reference.key);
    if (entry !== undefined) {
      const before = book.added().clinicians.length;
      const found = book.clinician(entry.name, entry.key);
      if (book.added().clinicians.length > before) usedBy.set(entry, true);
      return found;
    }
    return named(reference, (name, key) => book.clinician(name, key));
  }

  function location(reference: Reference, contained: readonly unknown[]): BookLocation | undefined {
    const inner =
      containedIn(contained, reference, 'Location') ?? containedIn(contained, reference, 'Organization');
    if (inner !== undefined) {
      const name = textOf(inner.name);
      return name === undefined ? undefined : book.location(name);
    }
    let entry = reference.key === undefined ? undefined : places.get(reference.key);
    for (let depth = 0; entry?.partOf?.key !== undefined && depth < 5; depth += 1) {
      entry = places.get(entry.partOf.key) ?? { ...entry, partOf: undefined };
    }
    if (entry !== undefined) {
      const before = book.added().locations.length;
      const found = book.location(entry.name, entry.key);
      if (book.added().locations.length > before) usedBy.set(entry, true);
      return found;
    }
    return named(reference, (name, key) => book.location(name, key));
  }

  return {
    read,
    clinician,
    location,
    addedFrom: (file) => [...usedBy.keys()].filter((entry) => entry.file === file).length,
  };
}

// Nobody described it, but it has a name to show or at least a key.
function named<T>(reference: Reference, make: (name: string, key?: string) => T): T | undefined {
  const name = reference.display ?? reference.key;
  return name === undefined ? undefined : make(name, reference.key);
}

function containedIn(contained: readonly unknown[], reference: Reference, type: string): Fields | undefined {
  if (reference.contained === undefined) return undefined;
  for (const item of contained) {
    const fields = fieldsOf(item);
    if (fields.id === reference.contained && fields.resourceType === type) return fields;
  }
  return undefined;
}

function isInside(resource: Fields): boolean {
  const codings = listOf(fieldsOf(resource.physicalType).coding).map(fieldsOf);
  return codings.some((coding) => insideCodes.has(textOf(coding.code) ?? ''));
}

/** A name as shown: prefix, given, family; or its text. */
export function personName(resource: Fields): string | undefined {
  const name = fieldsOf(listOf(resource.name)[0] ?? resource.name);
  const parts = [...listOf(name.prefix), ...listOf(name.given), name.family].map(textOf);
  const joined = parts.filter((part) => part !== undefined).join(' ');
  return joined || textOf(name.text) || conceptWords(name);
}
