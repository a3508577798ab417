import { editDistance } from '../../statistics/matching/edit-distance.ts';
import { jaroWinklerSimilarity } from '../../statistics/matching/jaro-winkler.ts';
import type { Comparable, ComparableName, ComparableStreet } from './comparable.ts';
import { isKnownName } from './known-names.ts';
import { areFormsOfOneName } from './nicknames.ts';

/**
 * The levels of each field, from the nearest to the farthest; level 1 is the first. 0 is "one of the two does not say".
 * The order of the fields is that of the levels of a comparison.
 */
export const comparedLevels = {
  given_name: ['same', 'form of one name', 'slip', 'in part', 'different'],
  family_name: ['same', 'slip', 'in part', 'different'],
  name_order: ['same', 'swapped'],
  birth_date: ['same', 'day and month swapped', 'one slip', 'year only', 'in part', 'different'],
  sex: ['same', 'different'],
  phone: ['same', 'one slip', 'different'],
  email: ['same', 'alike', 'different'],
  street: ['same', 'street only', 'number only', 'different'],
  postal_code: ['same', 'one slip', 'different'],
  city: ['same', 'alike', 'different'],
} as const;

export type ComparedName = keyof typeof comparedLevels;
export const comparedNames = Object.keys(comparedLevels) as readonly ComparedName[];

/** A level for each field, in the order of `comparedNames`. */
export type Levels = readonly number[];

/** The number of the level of that name. */
export function levelOf<F extends ComparedName>(field: F, name: (typeof comparedLevels)[F][number]): number {
  return (comparedLevels[field] as readonly string[]).indexOf(name) + 1;
}

/** Compares two records field by field. `isName` says which given names the records themselves prove to be names. */
export function compare(a: Comparable, b: Comparable, isName: (name: string) => boolean): Levels {
  const [given, family, order] = compareNames(a, b, isName);
  const postal = compareCodes(a.postalCode, b.postalCode);
  const city = compareCities(a.city, b.city);
  return [
    given,
    family,
    order,
    compareBirth(a, b),
    a.sex === undefined || b.sex === undefined ? 0 : a.sex === b.sex ? 1 : 2,
    comparePhones(a.record.phones, b.record.phones),
    compareEmails(a.record.emails, b.record.emails),
    compareStreets(a.street, b.street),
    postal,
    // A postal code says the town already; the town speaks where the code is missing, or says otherwise.
    postal === 1 && city < 3 ? 0 : city,
  ];
}

function compareNames(
  a: Comparable,
  b: Comparable,
  isName: (name: string) => boolean,
): readonly [number, number, number] {
  const given = bestGiven(a, b, isName);
  const family = compareFamily(a.family, b.family);
  const far = given === 0 || given >= 4 || family === 0 || family >= 3;
  if (!far) return [given, family, 1];
  // A form filled in the wrong way round, or a source that names the family first.
  // Alike whichever of the two is asked first; one half alone counts where the other records nothing.
  const halves = [crossed(a.given, b.family), crossed(a.family, b.given)];
  const worse = Math.max(...halves);
  const isWhole = Math.min(...halves) > 0;
  const swapped = worse > 0 && worse <= 2 && (isWhole || given !== 1);
  const better = swapped && (given === 0 || given >= 4) && (family === 0 || family >= 3);
  if (!better || (!isWhole && worse > 1)) return [given, family, given > 0 && family > 0 ? 1 : 0];
  return [worse === 1 ? 1 : 3, isWhole ? worse : 0, 2];
}

function crossed(a: ComparableName, b: ComparableName): number {
  return compareFamily(a, b);
}

function bestGiven(a: Comparable, b: Comparable, isName: (name: string) => boolean): number {
  if (a.isPlaceholder || b.isPlaceholder) return 0;
  const level = compareGiven(a.given, b.given, isName);
  if (level < 4) return level;
  const others: number[] = [];
  if (a.preferred !== '')
    others.push(compareGiven({ words: [a.preferred], joined: a.preferred }, b.given, isName));
  if (b.preferred !== '')
    others.push(compareGiven(a.given, { words: [b.preferred], joined: b.preferred }, isName));
  // Who is called Bob may be written down as Robert elsewhere; it is never better than a form of the name.
  return others.some((one) => one === 1 || one === 2) ? 2 : level;
}

function compareGiven(a: ComparableName, b: ComparableName, isName: (name: string) => boolean): number {
  const first = a.words[0];
  const second = b.words[0];
  if (first === undefined || second === undefined) return 0;
  if (a.joined === b.joined) return 1;
  const middle = compareMiddles(a.words, b.words);
  const inPart = 4;
  if (first === second && first.length > 1) return middle === 'different' ? inPart : 1;
  if (first.length === 1 || second.length === 1) return first[0] === second[0] ? inPart : 5;
  if (areFormsOfOneName(first, second)) return middle === 'different' ? inPart : 2;
  const bothNames = (isName(first) || isKnownName(first)) && (isName(second) || isKnownName(second));
  if (!bothNames && isSlip(first, second)) return middle === 'different' ? inPart : 3;
  if (!bothNames && a.words.length + b.words.length > 2 && isSlip(a.joined, b.joined)) return 3;
  // Ana of Ana María, called María elsewhere.
  const shared = a.words.some((word) => word.length > 2 && b.words.includes(word));
  return shared ? inPart : 5;
}

// Twins are called Mary Ann and Mary Beth; John A. and John Albert is one man.
export function compareMiddles(a: readonly string[], b: readonly string[]): 'same' | 'different' {
  const one = a[1];
  const other = b[1];
  if (one === undefined || other === undefined) return 'same';
  if (one[0] !== other[0]) return 'different';
  if (one.length === 1 || other.length === 1) return 'same';
  return one === other || areFormsOfOneName(one, other) || isSlip(one, other) ? 'same' : 'different';
}

/**
 * A slip of the pen: one letter of a short name, two of a long one. In a name of two letters every letter counts.
 */
export function isSlip(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  if (length < 3 || Math.abs(a.length - b.length) > 2) return false;
  const most = length >= 6 ? 2 : 1;
  if (lettersApart(a, b) > 2 * most) return false;
  const slips = editDistance(a, b, most);
  return slips >= 1 && slips <= most;
}

// A slip changes at most two letters of those that occur: a glance that spares nine of ten counts.
function lettersApart(a: string, b: string): number {
  let differing = lettersOf(a) ^ lettersOf(b);
  let letters = 0;
  for (; differing !== 0; differing &= differing - 1) letters += 1;
  return letters;
}

function lettersOf(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length; i += 1) letters |= 1 << (text.charCodeAt(i) & 31);
  return letters;
}

function compareFamily(a: ComparableName, b: ComparableName): number {
  if (a.joined === '' || b.joined === '') return 0;
  if (a.joined === b.joined) return 1;
  if (isSlip(a.joined, b.joined)) return 2;
  // One of two family names, or a name with the one before the marriage.
  const hasParts = a.words[0] !== a.joined || b.words[0] !== b.joined;
  if (hasParts && a.words.some((word) => word.length > 2 && b.words.includes(word))) return 3;
  return jaroWinklerSimilarity(a.joined, b.joined) >= 0.92 ? 2 : 4;
}

function compareBirth(a: Comparable, b: Comparable): number {
  if (a.birth === undefined || b.birth === undefined) return 0;
  const one = a.birth.digits;
  const other = b.birth.digits;
  if (one.length < 8 || other.length < 8) {
    const length = Math.min(one.length, other.length);
    return one.slice(0, length) === other.slice(0, length) ? 4 : 6;
  }
  if (one === other) return 1;
  const day = one.slice(6) === other.slice(6);
  const month = one.slice(4, 6) === other.slice(4, 6);
  const year = one.slice(0, 4) === other.slice(0, 4);
  if (year && one.slice(4, 6) === other.slice(6) && one.slice(6) === other.slice(4, 6)) return 2;
  if (editDistance(one, other, 1) === 1) return 3;
  return Number(day) + Number(month) + Number(year) === 2 ? 5 : 6;
}

/** Years between two births that are known to the day; 0 when one is not. */
export function yearsApart(a: Comparable, b: Comparable): number {
  if (a.birth === undefined || b.birth === undefined) return 0;
  return Math.abs(Number(a.birth.digits.slice(0, 4)) - Number(b.birth.digits.slice(0, 4)));
}

function comparePhones(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  if (a.some((one) => b.includes(one))) return 1;
  return a.some((one) => b.some((other) => editDistance(one, other, 1) === 1)) ? 2 : 3;
}

function compareEmails(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  if (a.some((one) => b.includes(one))) return 1;
  const alike = a.some((one) =>
    b.some((other) => {
      const [before = '', host = ''] = one.split('@');
      const [otherBefore = '', otherHost = ''] = other.split('@');
      if (before.length >= 5 && before === otherBefore) return true;
      return (host === otherHost || isSlip(host, otherHost)) && isSlip(before, otherBefore);
    }),
  );
  return alike ? 2 : 3;
}

function compareStreets(a: ComparableStreet | undefined, b: ComparableStreet | undefined): number {
  if (a === undefined || b === undefined) return 0;
  const sameNumber = a.number !== '' && a.number === b.number;
  if (areStreetsAlike(a, b)) return sameNumber ? 1 : 2;
  return sameNumber ? 3 : 4;
}

function areStreetsAlike(a: ComparableStreet, b: ComparableStreet): boolean {
  if (a.joined === b.joined) return true;
  if (a.joined === '' || b.joined === '') return false;
  if (a.joined.startsWith(b.joined) || b.joined.startsWith(a.joined)) return true;
  if (jaroWinklerSimilarity(a.joined, b.joined) >= 0.88) return true;
  const shared = a.words.filter((word) => b.words.some((other) => word === other || isSlip(word, other)));
  return shared.length >= 2 && shared.length * 2 >= Math.min(a.words.length, b.words.length);
}

function compareCodes(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  if (a === b) return 1;
  return editDistance(a, b, 1) === 1 ? 2 : 3;
}

function compareCities(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  if (a === b) return 1;
  return jaroWinklerSimilarity(a, b) >= 0.88 ? 2 : 3;
}
