import type { MatchedPair, MatchReason } from '../model.ts';
import type { Comparable } from './comparable.ts';
import type { Levels } from './compare.ts';
import { areTwoPeople, findVeto, isAboutOnePerson, type Licence, mayLinkAlone } from './rules.ts';

export interface WeighedPair {
  readonly a: Comparable;
  readonly b: Comparable;
  readonly levels: Levels;
  readonly why: readonly MatchReason[];
  readonly weight: number;
  readonly score: number;
}

/** From this chance on two records are linked without a person, when the rules allow it. */
export const autoFrom = 0.995;
/** From this chance on a person is asked. */
export const reviewFrom = 0.5;
/** Of the records, so many pairs at most beyond one a question. */
const mostReviewed = 0.05;

/**
 * Links the surest pairs first and lets what is linked grow together: who is one with a second record is one with its
 * third. A group never takes in a record that the rules keep apart from any of its members; then a person is asked.
 * @param weighAgain weighs two records that were not near enough to be kept
 * @returns all pairs within a group as `auto`, and those to be looked at as `review`; by score, then by ids
 */
export function decide(
  pairs: readonly WeighedPair[],
  licence: Licence,
  records: number,
  weighAgain: (a: Comparable, b: Comparable) => WeighedPair,
): readonly MatchedPair[] {
  const groups = new Map<string, Comparable[]>();
  const groupOf = (person: Comparable): Comparable[] => {
    const found = groups.get(person.record.id) ?? [person];
    groups.set(person.record.id, found);
    return found;
  };
  const found = new Map<string, MatchedPair>();
  const doubtful: WeighedPair[] = [];
  const near = pairs
    .filter((pair) => pair.score >= reviewFrom && isAboutOnePerson(pair.levels))
    .sort(surestFirst);
  const alone = near.filter(
    (pair) =>
      pair.score >= autoFrom &&
      findVeto(pair.a, pair.b, pair.levels, licence) === undefined &&
      mayLinkAlone(pair.a, pair.b, pair.levels, licence),
  );
  const ambiguous = findAmbiguous(alone, licence, weighAgain);
  const linked = new Set(alone.filter((pair) => !ambiguous.has(pair)));
  for (const pair of near) {
    if (!linked.has(pair)) {
      doubtful.push(pair);
      continue;
    }
    const left = groupOf(pair.a);
    const right = groupOf(pair.b);
    if (left === right) continue;
    const across = left.flatMap((a) => right.map((b) => weighAgain(a, b)));
    if (across.some((one) => keepsApart(one, licence))) {
      doubtful.push(pair);
      continue;
    }
    for (const one of across) {
      const implied = one.score < autoFrom;
      found.set(keyOf(one), said(one, 'auto', implied ? { through: pair.score } : {}));
    }
    const joined = [...left, ...right];
    for (const member of joined) groups.set(member.record.id, joined);
  }
  for (const pair of questions(doubtful, groupOf, records)) {
    const veto = findVeto(pair.a, pair.b, pair.levels, licence);
    found.set(keyOf(pair), said(pair, 'review', veto === undefined ? {} : { veto }));
  }
  return [...found.values()].sort(
    (one, other) => other.score - one.score || compareText(one.a, other.a) || compareText(one.b, other.b),
  );
}

/**
 * What a person is asked. Two groups are one question, however many records they have, and the surest pair asks it;
 * the other pairs of a question are named as well while all of them stay under a twentieth of the records.
 */
function questions(
  doubtful: readonly WeighedPair[],
  groupOf: (person: Comparable) => readonly Comparable[],
  records: number,
): readonly WeighedPair[] {
  const asked = new Set<string>();
  const first: WeighedPair[] = [];
  const further: WeighedPair[] = [];
  for (const pair of doubtful) {
    const left = groupOf(pair.a);
    const right = groupOf(pair.b);
    if (left === right) continue;
    const question = [left, right].map((group) => group[0]?.record.id ?? '').sort();
    const key = question.join('\u0001');
    if (asked.has(key)) further.push(pair);
    else first.push(pair);
    asked.add(key);
  }
  const room = Math.floor(records * mostReviewed) - first.length;
  return [...first, ...further.slice(0, Math.max(0, room))];
}

/** A record that lacks what tells two people apart and fits both: twins, or father and son; it may be either. */
function findAmbiguous(
  alone: readonly WeighedPair[],
  licence: Licence,
  weighAgain: (a: Comparable, b: Comparable) => WeighedPair,
): ReadonlySet<WeighedPair> {
  const incomplete = new Map<string, WeighedPair[]>();
  for (const pair of alone) {
    for (const [person, other] of [
      [pair.a, pair.b],
      [pair.b, pair.a],
    ] as const) {
      if (!lacksWhatOtherHas(person, other)) continue;
      incomplete.set(person.record.id, [...(incomplete.get(person.record.id) ?? []), pair]);
    }
  }
  const ambiguous = new Set<WeighedPair>();
  for (const [id, pairs] of incomplete) {
    const others = pairs.map(({ a, b }) => (a.record.id === id ? b : a));
    const apart = others.some((one, i) =>
      others.slice(i + 1).some((other) => keepsApart(weighAgain(one, other), licence)),
    );
    if (apart) for (const pair of pairs) ambiguous.add(pair);
  }
  return ambiguous;
}

// Without a given name it may be either twin, without a birth date father or son.
function lacksWhatOtherHas(person: Comparable, other: Comparable): boolean {
  const given = person.given.words.length < Math.min(2, other.given.words.length);
  return given || (person.birth === undefined && other.birth !== undefined);
}

function keepsApart(pair: WeighedPair, licence: Licence): boolean {
  return (
    areTwoPeople(pair.a, pair.b, pair.levels, licence) ||
    findVeto(pair.a, pair.b, pair.levels, licence) !== undefined
  );
}

function said(
  pair: WeighedPair,
  decision: MatchedPair['decision'],
  rule: { readonly veto?: string; readonly through?: number },
): MatchedPair {
  const [a, b] = [pair.a.record.id, pair.b.record.id];
  const why = pair.why.map((one) => ({ ...one, weight: Math.round(one.weight * 100) / 100 }));
  if (rule.veto !== undefined) why.push({ field: 'rule', level: rule.veto, weight: 0 });
  if (rule.through !== undefined) why.push({ field: 'rule', level: 'one with a third record', weight: 0 });
  const score = rule.through === undefined ? pair.score : Math.max(pair.score, rule.through);
  return { a, b, score: Math.round(score * 1e6) / 1e6, decision, why };
}

function keyOf({ a, b }: WeighedPair): string {
  return [a.record.id, b.record.id].sort().join('\u0001');
}

function surestFirst(one: WeighedPair, other: WeighedPair): number {
  return (
    other.weight - one.weight ||
    compareText(one.a.record.id, other.a.record.id) ||
    compareText(one.b.record.id, other.b.record.id)
  );
}

// By code points: the same on every machine, whatever its language.
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
