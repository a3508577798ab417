import type { MatchRecord } from '../model.ts';
import { folded } from '../search-keys.ts';

/** The names of a person in parts that can be compared. */
export interface ComparableName {
  /** Words without titles, marks and generations; empty when it is not known. */
  readonly words: readonly string[];
  /** The words without space: `mary ann` and `maryann` are one name. */
  readonly joined: string;
}

export interface ComparableBirth {
  /** YYYYMMDD; YYYY or YYYYMM where no more is known. */
  readonly digits: string;
}

export interface ComparableStreet {
  readonly number: string;
  readonly words: readonly string[];
  readonly joined: string;
}

/** A record in normal form. */
export interface Comparable {
  readonly record: MatchRecord;
  readonly given: ComparableName;
  readonly family: ComparableName;
  /** What the person likes to be called, when that is another given name. */
  readonly preferred: string;
  /** 1 senior, 2 junior, 3 the third ...; 0 when nothing is said. */
  readonly generation: number;
  /** The given name stands for none: Baby Boy, Unknown. */
  readonly isPlaceholder: boolean;
  readonly birth: ComparableBirth | undefined;
  readonly sex: 'female' | 'male' | undefined;
  readonly street: ComparableStreet | undefined;
  readonly postalCode: string;
  readonly city: string;
}

const titles = new Set([
  'mr',
  'mrs',
  'ms',
  'miss',
  'mx',
  'dr',
  'prof',
  'sir',
  'rev',
  'sr',
  'sra',
  'srta',
  'herr',
  'frau',
]);
const generations = new Map([
  ['senior', 1],
  ['snr', 1],
  ['sr', 1],
  ['i', 1],
  ['junior', 2],
  ['jnr', 2],
  ['jr', 2],
  ['hijo', 2],
  ['ii', 2],
  ['2nd', 2],
  ['iii', 3],
  ['3rd', 3],
  ['iv', 4],
  ['4th', 4],
]);
const particles = new Set([
  'de',
  'del',
  'della',
  'di',
  'da',
  'do',
  'dos',
  'das',
  'du',
  'la',
  'las',
  'los',
  'le',
  'van',
  'von',
  'der',
  'den',
  'el',
  'al',
  'y',
  'e',
]);
// What stands where a child has no name yet, or nobody knew it.
const placeholder =
  /^(b o|bb|baby|babyboy|babygirl|infant|newborn|neonate|twin|triplet|boy|girl|male|female|unknown|unnamed|noname|test|patient|bebe|nino|nina rn|rn|recien nacido|recien nacida|son|daughter)$/;
const placeholderStart =
  /^(baby|infant|newborn|neonate|twin|triplet|bebe|recien|unknown|unnamed|bb|boy|girl)$/;

const noWords: ComparableName = { words: [], joined: '' };

/** Brings a record into the form in which it is compared. Nothing of this is ever stored over what was received. */
export function comparableOf(record: MatchRecord): Comparable {
  let given = wordsOf(record.givenName);
  let family = wordsOf(record.familyName);
  if (given.length === 0 && family.length === 0) {
    const whole = wordsOf(record.fullName);
    const end = whole.findLastIndex((word) => !generations.has(word));
    given = whole.slice(0, end);
    family = whole.slice(Math.max(0, end));
  }
  const generation = generationOf(family) || generationOf(given);
  given = withoutGeneration(given);
  family = withoutGeneration(family);
  while (given.length > 1 && titles.has(given[0] ?? '')) given = given.slice(1);
  const isPlaceholder = placeholder.test(given.join(' ')) || placeholderStart.test(given[0] ?? '');
  const preferred = wordsOf(record.preferredName)[0] ?? '';
  return {
    record,
    given: nameOf(given),
    family: familyOf(family),
    preferred: preferred === given[0] ? '' : preferred,
    generation,
    isPlaceholder,
    birth: birthOf(record),
    sex: record.sex === 'female' || record.sex === 'male' ? record.sex : undefined,
    street: streetOf(record.street),
    postalCode: postalCodeOf(record.postalCode),
    city: squeezed(record.city),
  };
}

function wordsOf(name: string | undefined): string[] {
  if (name === undefined) return [];
  return folded(name)
    .replace(/['’`.]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

function nameOf(words: readonly string[]): ComparableName {
  return words.length === 0 ? noWords : { words, joined: words.join('') };
}

// `de la Cruz` and `Cruz` share a part; `van Wijk` and `vanwijk` are one name.
function familyOf(words: readonly string[]): ComparableName {
  const main = words.filter((word) => !particles.has(word));
  return { words: main.length === 0 ? words : main, joined: words.join('') };
}

// `Sr` before a name is a title in Spanish, after it a generation in English.
function generationOf(words: readonly string[]): number {
  const last = words.length > 1 ? words.at(-1) : undefined;
  return last === undefined ? 0 : (generations.get(last) ?? 0);
}

function withoutGeneration(words: string[]): string[] {
  let end = words.length;
  while (end > 1 && generations.has(words[end - 1] ?? '')) end -= 1;
  return words.slice(0, end);
}

// Days that forms put where none was given.
const noDay = new Set(['19000101', '19010101', '18991231', '17530101', '99991231']);

function birthOf({ birthDate, birthPrecision }: MatchRecord): ComparableBirth | undefined {
  if (birthDate === undefined) return undefined;
  const whole = birthDate.replaceAll('-', '');
  if (noDay.has(whole)) return undefined;
  const length = birthPrecision === 'year' ? 4 : birthPrecision === 'month' ? 6 : 8;
  return { digits: whole.slice(0, length) };
}

// The ways in which the post writes the same kind of street (USPS Publication 28, appendix C1; ours are the usual ones).
const streetWords = new Map(
  Object.entries({
    street: 'st',
    str: 'st',
    avenue: 'ave',
    av: 'ave',
    road: 'rd',
    drive: 'dr',
    lane: 'ln',
    court: 'ct',
    crt: 'ct',
    circuit: 'cct',
    place: 'pl',
    boulevard: 'blvd',
    crescent: 'cres',
    close: 'cl',
    terrace: 'ter',
    tce: 'ter',
    square: 'sq',
    parkway: 'pkwy',
    highway: 'hwy',
    circle: 'cir',
    north: 'n',
    south: 's',
    east: 'e',
    west: 'w',
    apartment: 'apt',
    unit: 'apt',
    flat: 'apt',
    suite: 'ste',
    mount: 'mt',
    saint: 'st',
    calle: 'c',
    avenida: 'ave',
  }),
);

function streetOf(street: string | undefined): ComparableStreet | undefined {
  if (street === undefined) return undefined;
  const words = folded(street)
    .replace(/['’`.]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => streetWords.get(word) ?? word);
  if (words.length === 0) return undefined;
  const number = words.find((word) => /^\d+[a-z]?$/.test(word)) ?? '';
  const rest = words.filter((word) => word !== number);
  return { number, words: rest, joined: rest.join('') };
}

function postalCodeOf(code: string | undefined): string {
  const text = squeezed(code);
  // The last four of a ZIP+4 name a side of a street, and half of all lists leave them out.
  return /^\d{9}$/.test(text) ? text.slice(0, 5) : text;
}

function squeezed(text: string | undefined): string {
  return text === undefined ? '' : folded(text).replace(/[^a-z0-9]/g, '');
}
