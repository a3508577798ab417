import { beginningOf } from '../../kit/beginning.ts';
import type { ServiceId } from '../../kit/ids.ts';
import type { BookClinician, BookLocation } from '../places-book.ts';
import {
  findSegment,
  type Hl7Message,
  listSegments,
  partOf,
  repetitionsOf,
  type Segment,
  textAt,
} from './er7.ts';
import { firstText } from './places-in-message.ts';
import { personIn } from './read-names.ts';
import type { Hl7Context } from './reading.ts';

/** Where: the facility (PL.4) of AIL-3 or PV1-3. Wards, rooms and beds are inside a location. */
export function locationOf(message: Hl7Message, context: Hl7Context): BookLocation | undefined {
  const named = firstText(message, context.mapping.locationFrom);
  if (named !== undefined) return context.book.location(named);
  const places: readonly (readonly [Segment | undefined, number])[] = [
    ...listSegments(message, 'AIL').map((segment) => [segment, 3] as const),
    [findSegment(message, 'PV1'), 3],
  ];
  for (const [segment, field] of places) {
    const facility = textAt(message, segment, field, 4);
    if (facility !== undefined) return context.book.location(facility);
  }
  return undefined;
}

/** Who sees the patient: the first person of the booking (AIP-3), else the attending one (PV1-7). */
export function clinicianOf(message: Hl7Message, context: Hl7Context): BookClinician | undefined {
  const booked = listSegments(message, 'AIP').flatMap((segment) => repetitionsOf(message, segment, 3));
  const attending = repetitionsOf(message, findSegment(message, 'PV1'), 7);
  for (const repetition of [...booked, ...attending]) {
    const key = partOf(message, repetition, 1);
    const name = personIn(message, repetition, 2);
    if (name !== undefined)
      return context.book.clinician(name, key === undefined ? undefined : beginningOf(key, 200));
  }
  return undefined;
}

// HL7 table 0277 says how firm a booking is, not what is booked.
const firmness = /^(?:normal|tentative|complete)$/i;
const classes: Readonly<Record<string, string>> = {
  E: 'Emergency visit',
  I: 'Inpatient stay',
  B: 'Obstetric visit',
};

/** What for: what was booked (AIS-3), the type (SCH-8) or reason (SCH-7) of the booking, the class of a stay. */
export function serviceOf(message: Hl7Message, context: Hl7Context): ServiceId | undefined {
  const booking = findSegment(message, 'SCH');
  const candidates = [
    ...listSegments(message, 'AIS').map((segment) => [segment, 3] as const),
    [booking, 8] as const,
    [booking, 7] as const,
    [findSegment(message, 'PV1'), 10] as const,
  ];
  for (const [segment, field] of candidates) {
    const words =
      textAt(message, segment, field, 2) ?? (field === 10 ? undefined : textAt(message, segment, field));
    if (words !== undefined && !firmness.test(words)) return context.book.service(tidy(words)).id;
  }
  const code = textAt(message, findSegment(message, 'PV1'), 2)?.toUpperCase() ?? '';
  const words = Object.hasOwn(classes, code) ? classes[code] : undefined;
  if (words !== undefined) return context.book.service(words).id;
  // A new visit gets the default; one that we hold keeps the service it has.
  context.book.defaultService();
  return undefined;
}

// SNOMED ends its names with the kind of thing; the front desk does not.
function tidy(words: string): string {
  return words.replace(/ \((?:procedure|finding|regime\/therapy|disorder)\)$/, '');
}
