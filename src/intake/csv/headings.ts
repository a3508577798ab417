import { type FieldName, fields } from './fields.ts';

/** One reading of a heading. Higher is surer. */
export interface Candidate {
  readonly field: FieldName;
  /** 3: names the thing and whose it is; 2: a heading of one field only; 1: a word that many tables use. */
  readonly certainty: 1 | 2 | 3;
}

const patientWords = new Set(['patient', 'pat', 'pt', 'client', 'customer', 'member']);
const visitWords = new Set([
  'appointment',
  'appt',
  'apt',
  'visit',
  'encounter',
  'booking',
  'event',
  'session',
  'appointments',
]);
const idleWords = new Set(['of', 'the', 'for', 'a', 's']);
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

/** Lower-case words: `pc_eventDate` to pc, event, date; `LName` to l, name. */
export function headingWords(heading: string): string[] {
  return heading
    .replace(/ \(\d+\)$/, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/#/g, ' number ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** What a heading may mean, by its words alone. */
export function headingCandidates(heading: string): Candidate[] {
  const words = headingWords(heading);
  const whole = words.join('');
  const found = new Map<FieldName, Candidate>();
  const note = (field: FieldName, certainty: 1 | 2 | 3): void => {
    if ((found.get(field)?.certainty ?? 0) < certainty) found.set(field, { field, certainty });
  };
  for (const field of byHeading.get(whole) ?? []) note(field, weak.has(whole) ? 1 : 2);
  const owner = words.some((word) => patientWords.has(word))
    ? 'patient'
    : words.some((word) => visitWords.has(word))
      ? 'visit'
      : undefined;
  const rest = words.filter(
    (word) => !patientWords.has(word) && !visitWords.has(word) && !idleWords.has(word),
  );
  const key = rest.join('');
  if (owner !== undefined) {
    if (rest.length === 1 && idWords.has(key)) note(`${owner}.id`, 3);
    if (key === 'name') note(owner === 'patient' ? 'patient.full_name' : 'visit.service', 3);
    for (const field of byHeading.get(key) ?? []) if (fields[field].of === owner) note(field, 3);
    if (owner === 'visit' && key === 'date') note('visit.starts_at', 3);
  } else if (idWords.has(whole)) {
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
