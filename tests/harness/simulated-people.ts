import { areFormsOfOneName } from '../../src/patients/matching/nicknames.ts';
import { type Random, seededRandom } from '../../src/statistics/functions/random.ts';

/** A record of somebody who never was, as a clerk wrote it down. */
export interface SimulatedRecord {
  readonly id: string;
  /** Who it is, which the matching is not told. */
  readonly person: string;
  readonly given: string;
  readonly family: string;
  readonly born: string;
  readonly sex: '' | 'F' | 'M';
  readonly phone: string;
  readonly email: string;
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
}

interface Person {
  readonly id: string;
  readonly given: string;
  readonly family: string;
  readonly born: string;
  readonly sex: 'F' | 'M';
  readonly phone: string;
  readonly email: string;
  readonly home: Home;
}

interface Home {
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
  readonly phone: string;
}

const girls =
  'Emma Olivia Ava Sophia Isabella Mia Charlotte Amelia Harper Evelyn Abigail Emily Ella Elizabeth Camila Luna Sofia Grace Chloe Victoria Maria Ana Carmen Rosa Lucia Julia Laura Paula Ruth Ida'.split(
    ' ',
  );
const boys =
  'Liam Noah William James Oliver Benjamin Elijah Lucas Mason Logan Alexander Ethan Jacob Michael Daniel Henry Jackson Samuel David Joseph John Luis Carlos Jose Juan Pedro Diego Hugo Otto Karl'.split(
    ' ',
  );
const syllables =
  'ba be bo da de do fa fe go ha he ka ke la le lo ma me mo na ne no pa pe ra re ro sa se so ta te to va ve wa we za'.split(
    ' ',
  );
const ends = 'n r s ll ck tt rd ng ski son ez ham ton berg stein'.split(' ');
const streets = 'Elm Oak Maple Cedar Pine Birch Walnut Chestnut Willow Ash Spruce Juniper'.split(' ');
const kinds = ['Street', 'Avenue', 'Road', 'Lane', 'Drive'];

const pick = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random.uniform() * list.length)] as T;
const below = (random: Random, n: number): number => Math.floor(random.uniform() * n);

function word(random: Random, length: number): string {
  let text = '';
  for (let i = 0; i < length; i += 1) text += pick(random, syllables);
  return text[0]?.toUpperCase() + text.slice(1);
}

// A few names have many bearers and many have few, as everywhere.
function rank(random: Random, n: number): number {
  return Math.min(n - 1, Math.floor(n * random.uniform() ** 3));
}

function day(random: Random, from: number, years: number): string {
  return new Date(Date.UTC(from, 0, 1) + below(random, years * 365) * 86_400_000).toISOString().slice(0, 10);
}

function slip(random: Random, text: string): string {
  if (text.length < 3) return text;
  const at = 1 + below(random, text.length - 1);
  const letter = String.fromCharCode(97 + below(random, 26));
  switch (below(random, 4)) {
    case 0:
      return text.slice(0, at) + letter + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1);
    case 2:
      return text.slice(0, at) + letter + text.slice(at + 1);
    default:
      return at + 1 < text.length
        ? text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2)
        : text.slice(0, at);
  }
}

function slipInDay(random: Random, born: string): string {
  const [year = '', month = '', date = ''] = born.split('-');
  if (Number(date) <= 12 && random.uniform() < 0.3) return `${year}-${date}-${month}`;
  const changed = String(1 + below(random, 28)).padStart(2, '0');
  return random.uniform() < 0.7 ? `${year}-${month}-${changed}` : `${Number(year) + 1}-${month}-${date}`;
}

function aHome(random: Random, nth: number, families: readonly string[]): { home: Home; family: string } {
  const street = `${1 + below(random, 400)} ${pick(random, streets)} ${pick(random, kinds)}`;
  const zip = below(random, 80);
  const home = {
    street,
    city: `${word(seededRandom(zip), 2)}ville`,
    postalCode: String(20_100 + zip),
    phone: `202-${String(200 + (nth % 700)).padStart(3, '0')}-${String(below(random, 10_000)).padStart(4, '0')}`,
  };
  return { home, family: families[rank(random, families.length)] ?? '' };
}

function household(random: Random, nth: number, families: readonly string[]): Person[] {
  const { home, family } = aHome(random, nth, families);
  const people: Person[] = [];
  const add = (born: string, sex: 'F' | 'M', given: string, own: boolean): void => {
    const id = `${nth}.${people.length}`;
    const number = `202-${String(200 + below(random, 700))}-${String(below(random, 10_000)).padStart(4, '0')}`;
    const email = `${given}.${family}${nth}${people.length}@example.org`.toLowerCase();
    people.push({
      id,
      given,
      family,
      born,
      sex,
      phone: own ? number : home.phone,
      email: own ? email : '',
      home,
    });
  };
  const name = (sex: 'F' | 'M'): string => pick(random, sex === 'F' ? girls : boys);
  // No two children of a family have one name, nor forms of one.
  const another = (sex: 'F' | 'M', others: readonly Person[]): string => {
    for (;;) {
      const given = name(sex);
      const taken = others.some(
        (one) => one.given === given || areFormsOfOneName(one.given.toLowerCase(), given.toLowerCase()),
      );
      if (!taken) return given;
    }
  };
  const father = name('M');
  const mother = name('F');
  const year = 1940 + below(random, 50);
  add(day(random, year, 1), 'M', father, random.uniform() < 0.6);
  if (random.uniform() < 0.7) add(day(random, year - 2, 5), 'F', mother, random.uniform() < 0.6);
  const children = below(random, 3);
  for (let i = 0; i < children; i += 1) {
    const sex = random.uniform() < 0.5 ? 'F' : 'M';
    // Nobody is a parent of those who are nearly as old.
    const born = day(random, year + 20 + 5 * i, 3);
    const heir = i === 0 && random.uniform() < 0.06;
    add(born, sex, heir ? (sex === 'F' ? mother : father) : another(sex, people), false);
    // Three of a hundred people are twins.
    if (random.uniform() < 0.016) {
      const twin = random.uniform() < 0.5 ? sex : sex === 'F' ? 'M' : 'F';
      add(born, twin, another(twin, people), false);
    }
  }
  return people;
}

function written(random: Random, person: Person, id: string, careless: boolean): SimulatedRecord {
  const chance = (share: number): boolean => careless && random.uniform() < share;
  const { home } = person;
  const moved = chance(0.06);
  const elsewhere = moved ? aHome(random, 90_000 + below(random, 9000), [person.family]).home : home;
  const married = person.sex === 'F' && chance(0.03);
  const record = {
    id,
    person: person.id,
    given: chance(0.08) ? slip(random, person.given) : chance(0.02) ? (person.given[0] ?? '') : person.given,
    family: married
      ? `${word(random, 3)}${pick(random, ends)}`
      : chance(0.07)
        ? slip(random, person.family)
        : person.family,
    born: chance(0.03) ? '' : chance(0.05) ? slipInDay(random, person.born) : person.born,
    sex: random.uniform() < 0.05 ? ('' as const) : person.sex,
    phone: random.uniform() < 0.2 || chance(0.15) ? '' : person.phone,
    email: random.uniform() < 0.4 ? '' : person.email,
    street: random.uniform() < 0.05 ? '' : chance(0.1) ? slip(random, elsewhere.street) : elsewhere.street,
    city: elsewhere.city,
    postalCode: elsewhere.postalCode,
  };
  return chance(0.02) ? { ...record, given: record.family, family: record.given } : record;
}

/**
 * A register in which some people stand twice or three times, the further times with the slips that clerks make, and
 * with all that makes people look alike: twins, fathers and sons of one name, couples, shared telephones.
 * @param doubles share of the people who stand more than once
 */
export function simulatedRecords(seed: number, records: number, doubles: number): readonly SimulatedRecord[] {
  const random = seededRandom(seed);
  const families = Array.from(
    { length: Math.max(200, records / 5) },
    () => word(random, 1 + below(random, 2)) + pick(random, ends),
  );
  const list: SimulatedRecord[] = [];
  for (let nth = 0; list.length < records; nth += 1) {
    for (const person of household(random, nth, families)) {
      const times = random.uniform() < doubles ? (random.uniform() < 0.2 ? 3 : 2) : 1;
      for (let i = 0; i < times; i += 1) list.push(written(random, person, `r${list.length}`, i > 0));
    }
  }
  return list;
}

/** The same as lines of a CSV file. */
export function* simulatedLines(list: readonly SimulatedRecord[]): Generator<string> {
  yield 'Patient ID,Last Name,First Name,Date of Birth,Sex,Mobile Phone,Email,Address,City,Zip\n';
  for (const one of list) {
    yield `${one.id},${one.family},${one.given},${one.born},${one.sex},${one.phone},${one.email},${one.street},${one.city},${one.postalCode}\n`;
  }
}
