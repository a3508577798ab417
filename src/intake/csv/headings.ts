import { type FieldName, fields } from './fields.ts';
import { type HeadingRule, headingRules } from './heading-grammar.ts';
import { conceptsOf, headingWords } from './heading-words.ts';

/** One reading of a heading. Higher is surer. */
export interface Candidate {
  readonly field: FieldName;
  /** 3: names the thing and whose it is; 2: a heading of one field only; 1: a word that many tables use. */
  readonly certainty: 1 | 2 | 3;
}

const idWords = new Set([
  'id',
  'number',
  'no',
  'num',
  'nr',
  'code',
  'key',
  'identifier',
  'ref',
  'reference',
  'guid',
  'uuid',
]);

// Words that patients' tables and visits' tables both use, for different things.
const weak = new Set([
  'active',
  'booked',
  'category',
  'clinic',
  'clinicnum',
  'county',
  'region',
  'created',
  'createdat',
  'createddate',
  'date',
  'datecreated',
  'day',
  'department',
  'end',
  'name',
  'office',
  'outcome',
  'practice',
  'provider',
  'providerid',
  'resource',
  'result',
  'site',
  'start',
  'state',
  'status',
  'time',
  'total',
  'type',
  'when',
  'with',
  'deletedat',
  'location',
  'doctor',
  'arrived',
  'completed',
  'broken',
  'amount',
  'price',
  'cost',
  'staff',
  'length',
  'clinician',
  'dentist',
  'missed',
]);

const byHeading = new Map<string, FieldName[]>();
for (const [name, field] of Object.entries(fields)) {
  for (const heading of field.headings) {
    const list = byHeading.get(heading) ?? [];
    list.push(name as FieldName);
    byHeading.set(heading, list);
  }
}

const owners = { patient: 'patient', visit: 'appointment' } as const;

function matches(concepts: readonly string[], { field, needs, may }: HeadingRule): boolean {
  const needed = new Set<string>();
  for (const words of needs) {
    const found = words.find((word) => concepts.includes(word) && !needed.has(word));
    if (found === undefined) return false;
    needed.add(found);
  }
  const owner = owners[fields[field].of];
  return concepts.every((concept) => needed.has(concept) || concept === owner || may.has(concept));
}

/** What a heading may mean, by its words alone. */
export function headingCandidates(heading: string): Candidate[] {
  const words = headingWords(heading);
  const whole = words.join('');
  const concepts = conceptsOf(heading);
  const found = new Map<FieldName, Candidate>();
  const note = (field: FieldName, certainty: 1 | 2 | 3): void => {
    if ((found.get(field)?.certainty ?? 0) < certainty) found.set(field, { field, certainty });
  };
  for (const field of byHeading.get(whole) ?? []) note(field, weak.has(whole) ? 1 : 2);
  for (const rule of headingRules) {
    if (!matches(concepts, rule)) continue;
    const owned = concepts.length > 1 && concepts.includes(owners[fields[rule.field].of]);
    note(rule.field, owned ? 3 : rule.weak ? 1 : 2);
  }
  if (idWords.has(whole)) {
    note('patient.id', 1);
    note('visit.id', 1);
  }
  return [...found.values()];
}

/** True when a heading means something to us; what tells a line of headings from a title. */
export function isKnownHeading(heading: string): boolean {
  return headingCandidates(heading).length > 0 || leftOut(heading) !== undefined;
}

const clinical =
  /diagnos|allerg|medicat|medical|hyp(er|o)tens|hipertens|diabet|alcohol|hand[i]?cap|disab|disease|condition|symptom|complaint|\bnotes?\b|comment|history|blood|\bbmi\b|weight|height|smok|tobacco|pregnan|premed|urgnote|lab\b|vaccin|immuni[sz]|prescri|icd|snomed|reason|risk/;
const secret =
  /\bssn?\b|social security|driver|licen[cs]e|passport|insur|polic[yi]|medicaid|medicare|card number|credit|bank|\biban\b|balance|religion|race|ethnic|income|national id|health number/;

/** Why a column is never read: it looks clinical, or is a secret that we have no use for. */
export function leftOut(heading: string): 'clinical' | 'secret' | undefined {
  const words = headingWords(heading).join(' ');
  if (secret.test(words)) return 'secret';
  return clinical.test(words) ? 'clinical' : undefined;
}
