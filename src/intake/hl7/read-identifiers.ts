import { beginningOf } from '../../kit/beginning.ts';
import type { PatientIdentifier } from '../../patients/model.ts';
import { otherKinds } from '../identifier-kinds.ts';
import { type Hl7Message, partOf, repetitionsOf, type Segment } from './er7.ts';
import type { Hl7Context } from './reading.ts';

interface ReadIdentifier extends PatientIdentifier {
  readonly kind: string;
  readonly authority: string;
}

// Of an account, a visit or a whole family: no key of one patient.
const ofSomethingElse = new Set(['AN', 'VN', 'ANON', 'ANC', 'AND', 'ANT', 'GN', 'HN', 'SNO']);
const preferred = ['MR', 'PI', 'PT', 'PN', ''];
const longest = 200;

/** The identifiers of a field of type CX, those that are no key of the patient left out. */
export function identifiersIn(
  message: Hl7Message,
  segment: Segment | undefined,
  field: number,
  context: Pick<Hl7Context, 'system' | 'mapping'>,
): readonly PatientIdentifier[] {
  const found: ReadIdentifier[] = [];
  for (const repetition of repetitionsOf(message, segment, field)) {
    const value = partOf(message, repetition, 1);
    if (value === undefined || value.length > longest || value.includes('\n')) continue;
    const kind = (partOf(message, repetition, 5) ?? '').toUpperCase();
    if (otherKinds.has(kind) || ofSomethingElse.has(kind)) continue;
    const authority = partOf(message, repetition, 4) ?? partOf(message, repetition, 4, 2) ?? '';
    const system = authority === '' ? context.system : beginningOf(authority, longest);
    if (found.some((one) => one.system === system && one.value === value)) continue;
    found.push({ system, value, kind, authority });
  }
  const wanted = context.mapping.identifier?.toUpperCase();
  const rank = (one: ReadIdentifier): number => {
    if (wanted !== undefined && (one.kind === wanted || one.authority.toUpperCase() === wanted)) return -1;
    const place = preferred.indexOf(one.kind);
    return place < 0 ? preferred.length : place;
  };
  // The sort keeps the sender's order among equals.
  return found.sort((a, b) => rank(a) - rank(b)).map(({ system, value }) => ({ system, value }));
}

/**
 * Everything a PID calls the patient, the source's own key first: PID-3, else the older PID-2 and PID-4.
 * An identifier that a merge gave up stands for the survivor.
 */
export function patientIdentifiers(
  message: Hl7Message,
  segment: Segment | undefined,
  toldAt: string | undefined,
  context: Hl7Context,
): readonly PatientIdentifier[] {
  const [listed = [], former = []] = [[3], [2, 4]].map((fields) =>
    fields.flatMap((field) => identifiersIn(message, segment, field, context)),
  );
  const meant = (listed.length > 0 ? listed : former).map((identifier) =>
    context.renames.meant(identifier, toldAt),
  );
  return meant.filter(
    (one, i) => meant.findIndex((other) => other.system === one.system && other.value === one.value) === i,
  );
}
