import { type Random, seededRandom } from '../../statistics/functions/random.ts';
import {
  type ComparedPattern,
  fieldWeight,
  fitLinkage,
  type LinkageModel,
  levelShares,
  probabilityOfWeight,
  termFrequencyWeight,
} from '../../statistics/matching/fellegi-sunter.ts';
import type { MatchedPair, MatchReason, MatchRecord } from '../model.ts';
import { blockingKeys } from './blocking.ts';
import { type Comparable, comparableOf } from './comparable.ts';
import { compare, comparedLevels, comparedNames, type Levels } from './compare.ts';
import { decide, type WeighedPair } from './decide.ts';
import {
  areShapedLikeTwins,
  areTwoPeople,
  findVeto,
  isBornUntil,
  type Licence,
  shareOnlyGivenName,
  strict,
} from './rules.ts';
import { doublesARecord, knownFields, weightOfDoubles, weightOfM, weightOfU } from './weights.ts';

/**
 * Finds which records are one person, in three turns: `learn` of every record, `ask` for those that are in question,
 * `offer` every record again; then `finish`. Holds those asked for and the pairs that are near, not the rest: the
 * memory is that of the question. To find the doubles of a file, ask for all of it.
 */
export interface Matching {
  learn(record: MatchRecord): void;
  ask(record: MatchRecord): void;
  offer(record: MatchRecord): void;
  finish(): readonly MatchedPair[];
}

export interface MatchingOptions {
  /**
   * The year of today. Given for a file that is only reported on, it lets the file itself prove how careless its names
   * are; not given, names that differ are two people whatever the file looks like.
   */
  readonly year?: number;
}

// A key that more of those asked for have is no key: two thousand Garcias who were born in March.
const mostABlock = 120;
const sampleSize = 1500;
const randomPairs = 60_000;
// A pair under this many bits before the prior is never kept; a review needs more.
const leastWeight = 6;
const termDoubt = 200;
const mostTermBits = 4;

interface KeptPair {
  readonly a: Comparable;
  readonly b: Comparable;
  readonly levels: Levels;
}

export function createMatching(options: MatchingOptions = {}): Matching {
  const terms = { given: new Map<string, number>(), family: new Map<string, number>() };
  const random = seededRandom(1);
  const sample: Comparable[] = [];
  let learnt = 0;
  // Sex, telephone or mail: then there is no need to believe that names are wrong.
  let tellsMore = false;
  const asked: Comparable[] = [];
  const askedAt = new Map<string, number>();
  const blocks = new Map<string, number[]>();
  const patterns = new Map<string, { levels: Levels; count: number }>();
  const kept: KeptPair[] = [];
  const twins: KeptPair[] = [];
  let others = 0;
  let again = 0;

  const isName = (name: string): boolean => (terms.given.get(name) ?? 0) >= Math.max(3, learnt / 1000);

  function learn(record: MatchRecord): void {
    const person = comparableOf(record);
    learnt += 1;
    tellsMore ||= person.sex !== undefined || record.phones.length > 0 || record.emails.length > 0;
    count(terms.given, person.given.words[0]);
    count(terms.family, person.family.joined);
    keepSample(sample, person, learnt, random);
  }

  function ask(record: MatchRecord): void {
    const person = comparableOf(record);
    const at = asked.length;
    asked.push(person);
    askedAt.set(record.id, at);
    for (const key of blockingKeys(person)) {
      const block = blocks.get(key);
      if (block === undefined) blocks.set(key, [at]);
      else block.push(at);
    }
  }

  function offer(record: MatchRecord): void {
    const self = askedAt.get(record.id);
    const person = self === undefined ? comparableOf(record) : asked[self];
    if (person === undefined) return;
    if (self === undefined) others += 1;
    else again += 1;
    const seen = new Set<number>();
    for (const key of blockingKeys(person)) {
      const block = blocks.get(key);
      if (block === undefined || block.length > mostABlock) continue;
      for (const at of block) {
        // Of two that are both asked for, the later one is compared with the earlier.
        if (at === self || (self !== undefined && at > self)) continue;
        seen.add(at);
      }
    }
    for (const at of seen) {
      const other = asked[at];
      if (other === undefined) continue;
      keep(other, person);
    }
  }

  function keep(a: Comparable, b: Comparable): void {
    const levels = compare(a, b, isName);
    if (areTwoPeople(a, b, levels, strict)) {
      if (areShapedLikeTwins(levels)) twins.push({ a, b, levels });
      return;
    }
    if (!shareOnlyGivenName(levels)) note(a, b, levels);
  }

  function note(a: Comparable, b: Comparable, levels: Levels): void {
    // From fathers and sons nothing is learnt about how birth dates are mistyped.
    if (findVeto(a, b, levels, strict) === undefined) {
      const key = levels.join();
      const pattern = patterns.get(key);
      if (pattern === undefined) patterns.set(key, { levels, count: 1 });
      else pattern.count += 1;
    }
    if (knownWeight(levels) >= leastWeight) kept.push({ a, b, levels });
  }

  function finish(): readonly MatchedPair[] {
    const u = levelShares(
      knownFields.map((field) => field.u),
      randomPatterns(sample, random, isName),
      weightOfU,
    );
    const licence = tellsMore ? strict : licenceOf([...twins, ...kept], learnt, options.year);
    for (const { a, b, levels } of twins) if (!areTwoPeople(a, b, levels, licence)) note(a, b, levels);
    const fields = knownFields.map((field, f) =>
      field.name === 'name_order' ? field : { ...field, u: u[f] ?? field.u },
    );
    const rest = Math.max(1, learnt - 1);
    const pairs = asked.length * others + (again * (again - 1)) / 2;
    const model = fitLinkage(fields, [...patterns.values()], {
      pairs,
      weightOfM,
      prior: doublesARecord / rest,
      weightOfPrior: weightOfDoubles * rest,
    });
    const doubles = (model.prior * pairs) / Math.max(1, asked.length);
    const weighed = kept.map(
      (pair): WeighedPair => withNamesakes(weigh(model, pair, terms), licence, doubles),
    );
    const weighAgain = (a: Comparable, b: Comparable): WeighedPair =>
      weigh(model, { a, b, levels: compare(a, b, isName) }, terms);
    return decide(weighed, licence, learnt, weighAgain);
  }

  return { learn, ask, offer, finish };
}

// Twins are 3 of 100 people; from thirty on, 2 of 100 pairs of them share a home and a family name.
const twinsAtHomeARecord = 0.0003;
const adultYears = 30;
// So many times more than twins explain, in a file in which one can count.
const timesTwins = 20;
const recordsToProve = 1000;

/** What the file proves by how many of its pairs look like twins of thirty and more. */
function licenceOf(pairs: readonly KeptPair[], records: number, year: number | undefined): Licence {
  if (year === undefined || records < recordsToProve) return strict;
  const licence = { replacedNamesUntil: year - adultYears };
  const adults = pairs.filter(({ a, levels }) => areShapedLikeTwins(levels) && isBornUntil(a, licence));
  return adults.length >= timesTwins * twinsAtHomeARecord * records ? licence : strict;
}

function count(counts: Map<string, number>, name: string | undefined): void {
  if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
}

// Each record has the same chance to be in the sample, however many there are (Vitter's algorithm R).
function keepSample(sample: Comparable[], person: Comparable, nth: number, random: Random): void {
  if (sample.length < sampleSize) sample.push(person);
  else {
    const at = Math.floor(random.uniform() * nth);
    if (at < sampleSize) sample[at] = person;
  }
}

/** Pairs at random, without those that look like one person: what is left are pairs of two. */
function randomPatterns(
  sample: readonly Comparable[],
  random: Random,
  isName: (name: string) => boolean,
): readonly ComparedPattern[] {
  if (sample.length < 50) return [];
  const patterns = new Map<string, { levels: Levels; count: number }>();
  const pairs = Math.min(randomPairs, (sample.length * (sample.length - 1)) / 2);
  for (let i = 0; i < pairs; i += 1) {
    const a = sample[Math.floor(random.uniform() * sample.length)];
    const b = sample[Math.floor(random.uniform() * sample.length)];
    if (a === undefined || b === undefined || a === b) continue;
    const levels = compare(a, b, isName);
    if (knownWeight(levels) > 15) continue;
    const key = levels.join();
    const pattern = patterns.get(key);
    if (pattern === undefined) patterns.set(key, { levels, count: 1 });
    else pattern.count += 1;
  }
  return [...patterns.values()];
}

function knownWeight(levels: Levels): number {
  let sum = 0;
  for (const [f, field] of knownFields.entries()) sum += fieldWeight(field, levels[f] ?? 0);
  return sum;
}

interface Terms {
  readonly given: ReadonlyMap<string, number>;
  readonly family: ReadonlyMap<string, number>;
}

/** The weight of a pair, field by field; a name that agrees counts by how rare it is. */
function weigh(model: LinkageModel, { a, b, levels }: KeptPair, terms: Terms): WeighedPair {
  const why: MatchReason[] = [];
  let sum = 0;
  for (const [f, field] of model.fields.entries()) {
    const level = levels[f] ?? 0;
    const name = comparedNames[f];
    if (level === 0 || name === undefined) continue;
    let weight = fieldWeight(field, level);
    if (level === 1 && levels[2] !== 2) {
      if (name === 'given_name') weight += rarity(terms.given, a.given.words[0], field.u[0]);
      if (name === 'family_name') weight += rarity(terms.family, a.family.joined, field.u[0]);
    }
    sum += weight;
    why.push({ field: name, level: comparedLevels[name][level - 1] ?? '', weight });
  }
  return { a, b, levels, why, weight: sum, score: probabilityOfWeight(sum, model.prior) };
}

// Of a thousand records three have a parent or child of the same name at home; of a hundred birth dates that are
// written twice one is wrong by a generation, other than by one slip. Design figures.
const namesakesARecord = 0.003;
const wrongGenerations = 0.01;

/**
 * Of two of one name and home who are a generation apart, how alike they look does not tell: there are so many parents
 * and children of one name, and so many doubles with a wrong year. @param doubles of a record, as the file shows them
 */
function withNamesakes(pair: WeighedPair, licence: Licence, doubles: number): WeighedPair {
  if (pair.levels[3] === 3 || findVeto(pair.a, pair.b, pair.levels, licence) !== 'a generation apart')
    return pair;
  const odds = (doubles * wrongGenerations) / namesakesARecord;
  return { ...pair, score: Math.min(pair.score, odds / (1 + odds)) };
}

function rarity(
  counts: ReadonlyMap<string, number>,
  value: string | undefined,
  agreement: number | undefined,
): number {
  if (value === undefined || agreement === undefined) return 0;
  let total = totals.get(counts);
  if (total === undefined) {
    total = 0;
    for (const n of counts.values()) total += n;
    totals.set(counts, total);
  }
  return termFrequencyWeight(counts.get(value) ?? 0, total, agreement, {
    doubt: termDoubt,
    most: mostTermBits,
  });
}

const totals = new WeakMap<ReadonlyMap<string, number>, number>();
