import { beginningOf } from '../kit/beginning.ts';
import { type LocationId, newId, type ServiceId, type StaffMemberId } from '../kit/ids.ts';
import { plain } from '../kit/plain.ts';
import type { Words } from '../kit/words.ts';
import { createZoneClock, type ZoneClock } from '../kit/zone-clock.ts';

export interface BookLocation {
  readonly id: LocationId;
  readonly name: string;
  readonly zone: string;
  readonly system: string | null;
  readonly key: string | null;
}

export interface BookService {
  readonly id: ServiceId;
  readonly code: string;
  readonly name: Words;
  readonly recallDays: number | null;
}

export interface BookClinician {
  readonly id: StaffMemberId;
  readonly name: string;
  readonly system: string | null;
  readonly key: string | null;
}

/** The locations, services and clinicians that the practice has, or that an import found. */
export interface Places {
  readonly locations: readonly BookLocation[];
  readonly services: readonly BookService[];
  readonly clinicians: readonly BookClinician[];
}

/**
 * Gives each place, service and clinician that a file names an id: the one it has, else a new one. The new
 * ones are written before the visits that name them.
 */
export interface PlacesBook {
  /** @param key what the source calls it; the name counts when there is none */
  location(name: string, key?: string): BookLocation;
  /** Where visits are that name no location: the practice's first, else one named as the practice. */
  defaultLocation(): BookLocation;
  service(name: string): BookService;
  /** For visits that name no service: the practice's only one, else one called Visit. */
  defaultService(): BookService;
  clinician(name: string, key?: string): BookClinician;
  /** The defaults that were asked for. */
  defaults(): { readonly locationId: LocationId | undefined; readonly serviceId: ServiceId | undefined };
  clockOf(location: BookLocation): ZoneClock;
  /** What was found and is not in the practice yet. */
  added(): Places;
}

export interface BookOptions {
  readonly known: Places;
  readonly practiceName: string;
  readonly zone: string;
  readonly language: string;
}

const nameLength = 200;

/**
 * One book for an import; each source has its own page, because two of them may use one key for two things.
 */
export function createPlacesBook(options: BookOptions): (system: string) => PlacesBook {
  const { known, zone, language } = options;
  const added = {
    locations: [] as BookLocation[],
    services: [] as BookService[],
    clinicians: [] as BookClinician[],
  };
  const locations = indexed(known.locations);
  const clinicians = indexed(known.clinicians);
  const services = new Map<string, BookService>();
  for (const service of known.services) {
    services.set(service.code, service);
    for (const name of Object.values(service.name)) services.set(serviceCode(name), service);
  }
  const clocks = new Map<string, ZoneClock>();
  const usual: { location?: BookLocation; service?: BookService } = {};

  function location(system: string, name: string, key?: string): BookLocation {
    const found = lookUp(locations, system, name, key);
    if (found !== undefined) return found;
    const made = { id: newId<LocationId>(), name: cut(name), zone, system, key: key ?? folded(name) };
    added.locations.push(made);
    remember(locations, made, key);
    return made;
  }

  // By name as written: folding the name of each of a million rows took longer than reading the row.
  const written = { services: new Map<string, BookService>(), clinicians: new Map<string, BookClinician>() };

  function service(name: string): BookService {
    return remembered(written.services, name, () => serviceOf(name));
  }

  function serviceOf(name: string): BookService {
    const code = serviceCode(name);
    const found = services.get(code);
    if (found !== undefined) return found;
    const made = {
      id: newId<ServiceId>(),
      code,
      name: { [language]: cut(name) },
      recallDays: recallOf(name),
    };
    services.set(code, made);
    added.services.push(made);
    return made;
  }

  function clinician(system: string, name: string, key?: string): BookClinician {
    const found = lookUp(clinicians, system, name, key);
    if (found !== undefined) return found;
    const made = { id: newId<StaffMemberId>(), name: cut(name), system, key: key ?? folded(name) };
    added.clinicians.push(made);
    remember(clinicians, made, key);
    return made;
  }

  return (system) => ({
    location: (name, key) => location(system, name, key),
    service,
    clinician: (name, key) =>
      key === undefined
        ? remembered(written.clinicians, `${system}\u0001${name}`, () => clinician(system, name))
        : clinician(system, name, key),
    defaultLocation: () => {
      usual.location ??=
        lookUp(locations, system, '', folded(options.practiceName)) ??
        known.locations[0] ??
        location(system, options.practiceName, folded(options.practiceName));
      return usual.location;
    },
    defaultService: () => {
      const only = known.services.length === 1 ? known.services[0] : undefined;
      usual.service ??= services.get(serviceCode('Visit')) ?? only ?? service('Visit');
      return usual.service;
    },
    defaults: () => ({ locationId: usual.location?.id, serviceId: usual.service?.id }),
    clockOf: (place) => {
      let clock = clocks.get(place.zone);
      if (clock === undefined) {
        clock = createZoneClock(place.zone);
        clocks.set(place.zone, clock);
      }
      return clock;
    },
    added: () => added,
  });
}

interface Named {
  readonly name: string;
  readonly system: string | null;
  readonly key: string | null;
}

interface Index<T> {
  readonly byKey: Map<string, T>;
  readonly byName: Map<string, T>;
}

function indexed<T extends Named>(list: readonly T[]): Index<T> {
  const byKey = new Map<string, T>();
  const byName = new Map<string, T>();
  for (const one of list) {
    if (one.system !== null && one.key !== null) byKey.set(`${one.system}\u0001${one.key}`, one);
    if (!byName.has(folded(one.name))) byName.set(folded(one.name), one);
  }
  return { byKey, byName };
}

// A key of the source decides alone: two clinics of a chain have one name.
function lookUp<T>(index: Index<T>, system: string, name: string, key: string | undefined): T | undefined {
  if (key !== undefined) return index.byKey.get(`${system}\u0001${key}`);
  return index.byName.get(folded(name));
}

function remember<T extends Named>(index: Index<T>, made: T, key: string | undefined): void {
  if (key === undefined) index.byName.set(folded(made.name), made);
  else index.byKey.set(`${made.system}\u0001${key}`, made);
}

const mostWritten = 10_000;

function remembered<T>(memory: Map<string, T>, name: string, find: () => T): T {
  const known = memory.get(name);
  if (known !== undefined) return known;
  const found = find();
  if (memory.size < mostWritten) memory.set(name, found);
  return found;
}

function cut(name: string): string {
  return beginningOf(name.trim().replace(/\s+/g, ' '), nameLength);
}

function folded(name: string): string {
  return plain(cut(name));
}

/** `Encounter for check up (procedure)` to encounter-for-check-up-procedure. */
export function serviceCode(name: string): string {
  return (
    folded(name)
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 80) || 'visit'
  );
}

// Only words that everybody means the same by; for the rest the practice says when people should be back.
const recalls: readonly (readonly [RegExp, number])[] = [
  [/hygiene|recall|cleaning|prophy(laxis)?\b|periodontal maintenance/i, 182],
  [
    /physical|annual|yearly|wellness|well[- ]child|well[- ]woman|check[- ]?up|\bexam(ination)?\b|routine/i,
    365,
  ],
];

/** Days after which people are expected back for a service of this name; null when the name does not tell. */
export function recallOf(name: string): number | null {
  return recalls.find(([words]) => words.test(name))?.[1] ?? null;
}
