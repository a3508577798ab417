import type { Comparable } from './comparable.ts';
import { compareMiddles, type Levels, levelOf, yearsApart } from './compare.ts';
import { isKnownName } from './known-names.ts';

// Places of the fields in a comparison; see `comparedLevels`.
const givenAt = 0;
const familyAt = 1;
const orderAt = 2;
const birthAt = 3;
const sexAt = 4;
const phoneAt = 5;
const emailAt = 6;
const streetAt = 7;
const postalAt = 8;
const cityAt = 9;

/**
 * What a file proves about its own making. In a file in which names are replaced far more often than there are twins,
 * another given name is no longer a sign of a second person.
 */
export interface Licence {
  /** Born in this year or before, people have left the home that they shared with a twin; undefined: no licence. */
  readonly replacedNamesUntil: number | undefined;
}

export const strict: Licence = { replacedNamesUntil: undefined };

/** From this many years on, one of the two may be a parent of the other. */
const generationYears = 13;
/** From this many years on hardly a parent; a careless file is believed to have the year wrong. */
const tooFarYears = 60;

/** Why two records may never be linked without a person, whatever the score; undefined when nothing forbids it. */
export type Veto =
  | 'other sex'
  | 'senior and junior'
  | 'a generation apart'
  | 'no name yet'
  | 'other given name'
  | 'two numbers of one source';

/**
 * What forbids a link without a person. Each of these has two real people behind it often enough: twins, father
 * and son, mother and daughter of one name, a newborn without a name.
 */
export function findVeto(a: Comparable, b: Comparable, levels: Levels, licence: Licence): Veto | undefined {
  if (levels[sexAt] === 2) return 'other sex';
  const birth = levels[birthAt] ?? 0;
  if (a.generation !== b.generation) {
    const bothSay = a.generation > 0 && b.generation > 0;
    if (bothSay || birth !== levelOf('birth_date', 'same')) return 'senior and junior';
  }
  if (birth > 1 && areGenerationApart(a, b, licence)) return 'a generation apart';
  if (a.isPlaceholder || b.isPlaceholder) return 'no name yet';
  if (
    levels[givenAt] === levelOf('given_name', 'different') &&
    areBothNames(a, b) &&
    !mayBeReplaced(a, b, levels, licence)
  )
    return 'other given name';
  if (levels[givenAt] === levelOf('given_name', 'in part') && haveOtherMiddles(a, b))
    return 'other given name';
  if (haveTwoNumbersOfOneSource(a, b)) return 'two numbers of one source';
  return undefined;
}

/** Two values of one source are two patients to that source: only a person may say otherwise. */
export function haveTwoNumbersOfOneSource(a: Comparable, b: Comparable): boolean {
  return a.record.identifiers.some((one) =>
    b.record.identifiers.some((other) => one.system === other.system && one.value !== other.value),
  );
}

// Mary Ann and Mary Beth, and whoever else is called Mary.
function haveOtherMiddles(a: Comparable, b: Comparable): boolean {
  return compareMiddles(a.given.words, b.given.words) === 'different';
}

function areGenerationApart(a: Comparable, b: Comparable, licence: Licence): boolean {
  const years = yearsApart(a, b);
  const isTooFar = licence.replacedNamesUntil !== undefined && years >= tooFarYears;
  return years >= generationYears && !isTooFar;
}

function areBothNames(a: Comparable, b: Comparable): boolean {
  const one = a.given.words[0] ?? '';
  const other = b.given.words[0] ?? '';
  return one.length > 1 && other.length > 1 && isKnownName(one) && isKnownName(other);
}

/**
 * Two people beyond doubt, however much of a home they share: another given name and another birth date; or two
 * names that are names, born on one day, which is what twins are.
 */
export function areTwoPeople(a: Comparable, b: Comparable, levels: Levels, licence: Licence): boolean {
  const given = levels[givenAt] ?? 0;
  const birth = levels[birthAt] ?? 0;
  if (given !== levelOf('given_name', 'different')) return false;
  if (birth >= levelOf('birth_date', 'in part') || birth === 0) return true;
  return areBothNames(a, b) && !mayBeReplaced(a, b, levels, licence);
}

/** Only the given name agrees, and nobody is told by that: not worth a look, though a third record may say otherwise. */
export function shareOnlyGivenName(levels: Levels): boolean {
  const birth = levels[birthAt] ?? 0;
  return (
    levels[familyAt] === levelOf('family_name', 'different') && birth >= levelOf('birth_date', 'in part')
  );
}

/**
 * Whether anything agrees that is a person's own, and something else too: a home, a telephone and a family name are
 * those of a household, and a birth date alone is that of one in 25,000.
 */
export function isAboutOnePerson(levels: Levels): boolean {
  const given = levels[givenAt] ?? 0;
  const birth = levels[birthAt] ?? 0;
  const isGiven = given > 0 && given <= 4;
  const isBirth = birth > 0 && birth <= 5;
  const family = levels[familyAt] ?? 0;
  const isFamily = family > 0 && family <= 3;
  return (
    (isGiven || isBirth) && Number(isGiven) + Number(isBirth) + Number(isFamily) + countAgreeing(levels) >= 2
  );
}

/**
 * Of one home and one birthday, with other given names: twins, or housemates who happen to share it, or one person
 * written down wrongly.
 */
export function areShapedLikeTwins(levels: Levels): boolean {
  const isFamily = levels[familyAt] === 1 || levels[familyAt] === 2;
  return (
    levels[givenAt] === levelOf('given_name', 'different') &&
    levels[birthAt] === 1 &&
    isOneHome(levels) &&
    (isFamily || levels[streetAt] === 1)
  );
}

function mayBeReplaced(a: Comparable, b: Comparable, levels: Levels, licence: Licence): boolean {
  return areShapedLikeTwins(levels) && isBornUntil(a, licence) && isBornUntil(b, licence);
}

export function isBornUntil({ birth }: Comparable, { replacedNamesUntil }: Licence): boolean {
  return (
    replacedNamesUntil !== undefined &&
    birth !== undefined &&
    Number(birth.digits.slice(0, 4)) <= replacedNamesUntil
  );
}

/**
 * Whether the evidence is of the kind that may link without a person, apart from its amount. People of one home share
 * family name, street, telephone and mail, and twins the birth date too; so it takes a given name and a birth date, and
 * where one of the two is in doubt, everything else, and nothing that speaks for a second person.
 */
export function mayLinkAlone(a: Comparable, b: Comparable, levels: Levels, licence: Licence): boolean {
  const given = levels[givenAt] ?? 0;
  const family = levels[familyAt] ?? 0;
  const birth = levels[birthAt] ?? 0;
  const isCareless = licence.replacedNamesUntil !== undefined;
  const isGiven = given > 0 && given <= (isTypicalSlip(a, b, levels, isCareless) ? 3 : 2);
  const isFamily = family > 0 && family <= 2;
  const isBirth = birth > 0 && birth <= 3;
  const agreeing = countAgreeing(levels);
  if (isGiven && isBirth && (isFamily || family === 3)) {
    if (given === 1 && family === 1 && birth === 1)
      return agreeing > 0 || isOneTown(levels) || !someDiffer(levels);
    const slips = Number(given > 1) + Number(family > 1) + Number(birth > 1);
    if (birth > 1 && !isReachedAlike(levels) && someDiffer(levels)) return false;
    return agreeing >= (slips >= 3 ? 2 : 1);
  }
  const certain = given === 1 || given === 2;
  // A name of before the marriage: nobody else of the home has that given name and birthday, and twins have one family.
  if (isGiven && birth === 1) return isOneHome(levels) || agreeing > (isCareless ? 0 : 1);
  // Two of day, month and year agree, and the third is not a generation away.
  if (certain && isFamily && birth === levelOf('birth_date', 'in part')) return isReachedAlike(levels);
  if (mayBeReplaced(a, b, levels, licence)) return true;
  // Where names are replaced birth dates are as well; a father has another one, and it is a generation away.
  // Twins without names yet are two blanks of one home and birthday: only a careless file is believed there.
  if (isCareless && given === 0 && isFamily && birth === 1) return agreeing > 0;
  if (!isCareless || !isOneHome(levels)) return false;
  if (given === 0 && birth === 1) return levels[streetAt] === 1;
  return isGiven && isFamily && (birth === 0 || birth === 6);
}

const lastVowel = /[aeiouy]h?$/;

// Twins rhyme (Aiden, Jayden), or differ in the ending that makes a name a girl's (Farid, Farida); a typist seldom
// misses the first letter, and a last vowel is no slip.
function isTypicalSlip(a: Comparable, b: Comparable, levels: Levels, isCareless: boolean): boolean {
  if (levels[givenAt] !== levelOf('given_name', 'slip')) return false;
  if (levels[orderAt] === 2) return true;
  const one = a.given.words[0] ?? '';
  const other = b.given.words[0] ?? '';
  if (one[0] !== other[0]) return false;
  if (isCareless) return true;
  // Of two names that nobody knows either may be one: Nikola and Nikolina.
  if (!isKnownName(one) && !isKnownName(other)) return false;
  return one.replace(lastVowel, '') !== other.replace(lastVowel, '');
}

/** How many of home, telephone and mail agree; street, postal code and town are one home. */
function countAgreeing(levels: Levels): number {
  const street = levels[streetAt] ?? 0;
  const postal = levels[postalAt] ?? 0;
  const city = levels[cityAt] ?? 0;
  const home =
    isOneHome(levels) ||
    (street === 3 && (postal === 1 || city === 1)) ||
    (street === 0 && (postal === 1 || (postal === 0 && city === 1)));
  const phone = levels[phoneAt] === 1 || levels[phoneAt] === 2;
  const email = levels[emailAt] === 1 || levels[emailAt] === 2;
  return Number(home) + Number(phone) + Number(email);
}

function isOneHome(levels: Levels): boolean {
  const street = levels[streetAt] ?? 0;
  const postal = levels[postalAt] ?? 0;
  const city = levels[cityAt] ?? 0;
  const place = postal === 1 || postal === 2 || city === 1 || city === 2;
  if (street === 3) return isOneTown(levels);
  return (street === 1 || street === 2) && (place || (postal === 0 && city === 0));
}

function isOneTown(levels: Levels): boolean {
  return levels[postalAt] === 1 && levels[cityAt] !== 3;
}

/** Home, telephone or mail agree: of two of one name, the town alone says little. */
function isReachedAlike(levels: Levels): boolean {
  const phone = levels[phoneAt] === 1 || levels[phoneAt] === 2;
  const email = levels[emailAt] === 1 || levels[emailAt] === 2;
  return isOneHome(levels) || phone || email;
}

function someDiffer(levels: Levels): boolean {
  return (
    levels[phoneAt] === 3 ||
    levels[emailAt] === 3 ||
    levels[streetAt] === 4 ||
    levels[postalAt] === 3 ||
    levels[cityAt] === 3
  );
}
