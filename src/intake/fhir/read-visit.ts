import { type LocalDate, parseLocalDate } from '../../kit/local-date.ts';
import type { RowSource } from '../../patients/model.ts';
import type { VisitPatient, VisitRow, VisitStatus } from '../../visits/model.ts';
import { told } from '../../words/told.ts';
import { readDate } from '../csv/dates.ts';
import type { BookLocation, PlacesBook } from '../places-book.ts';
import type { CellProblem } from '../refused-row.ts';
import type { Directory } from './directory.ts';
import { conceptWords, type Fields, fieldsOf, listOf, textOf } from './json.ts';
import { patientMeant } from './named-patient.ts';
import { type Reference, readReference } from './references.ts';

export type FhirVisit =
  | { readonly row: VisitRow; readonly note?: CellProblem | undefined }
  | { readonly refused: CellProblem };

export interface VisitContext {
  readonly system: string;
  readonly today: LocalDate;
  readonly book: PlacesBook;
  readonly directory: Directory;
  readonly source: RowSource;
  /** Key of a resource that has no id of its own but a place in a bundle. */
  readonly bundleKey: string | undefined;
}

const appointmentStatuses: Readonly<Record<string, VisitStatus>> = {
  pending: 'booked',
  booked: 'booked',
  arrived: 'arrived',
  'checked-in': 'arrived',
  fulfilled: 'left',
  cancelled: 'cancelled',
  noshow: 'no_show',
  'entered-in-error': 'cancelled',
};

const encounterStatuses: Readonly<Record<string, VisitStatus>> = {
  planned: 'booked',
  arrived: 'arrived',
  triaged: 'roomed',
  'in-progress': 'seen',
  onleave: 'seen',
  finished: 'left',
  cancelled: 'cancelled',
  'entered-in-error': 'cancelled',
};

function no(column: string, value: string, code: CellProblem['code'], reason: string): FhirVisit {
  return { refused: { column, value, code, reason } };
}

/** One Appointment resource. */
export function readAppointment(resource: Fields, context: VisitContext): FhirVisit {
  const id = textOf(resource.id) ?? context.bundleKey;
  if (id === undefined) return no('Appointment.id', '', 'no_identity', told.fhir.noId);
  const said = textOf(resource.status) ?? '';
  const status = Object.hasOwn(appointmentStatuses, said) ? appointmentStatuses[said] : undefined;
  if (said === 'proposed' || said === 'waitlist') {
    return no('Appointment.status', said, 'not_a_visit', told.fhir.wish);
  }
  if (status === undefined)
    return no('Appointment.status', said, 'unknown_word', told.fhir.noAppointmentStatus);
  const actors = listOf(resource.participant).map((one) => readReference(fieldsOf(one).actor));
  const patient = patientOf(
    actors.find((actor) => actor.type === 'Patient') ?? unnamedUrn(actors),
    context,
    resource,
  );
  if (patient === undefined) return no('Appointment.participant', '', 'unknown_patient', told.fhir.noPatient);
  const contained = listOf(resource.contained);
  const named = firstLocation(
    actors.filter((actor) => actor.type === 'Location'),
    contained,
    context,
  );
  const location = named ?? context.book.defaultLocation();
  const times = readTimes(textOf(resource.start), textOf(resource.end), location, context);
  if (times === undefined) {
    const start = textOf(resource.start);
    return no('Appointment.start', start ?? '', 'no_start', start ? told.cells.noDate : told.fhir.noStart);
  }
  const practitioner = actors.find(
    (actor) => actor.type === 'Practitioner' || actor.type === 'PractitionerRole',
  );
  const planned = resource.minutesDuration;
  const cancelled = status === 'cancelled';
  const why = said === 'entered-in-error' ? 'entered in error' : conceptWords(resource.cancelationReason);
  return {
    row: {
      patient,
      sourceSystem: context.system,
      sourceId: `Appointment/${id}`,
      status,
      startsAt: times.startsAt,
      localDay: times.localDay,
      minutes:
        typeof planned === 'number' && planned >= 1 && planned <= 1440 ? Math.round(planned) : times.minutes,
      bookedAt: bookedAt(textOf(resource.created), location, context),
      cancelReason: cancelled ? why : undefined,
      locationId: named?.id,
      clinicianId: practitioner && context.directory.clinician(practitioner, contained)?.id,
      serviceId: serviceOf([...listOf(resource.serviceType), resource.appointmentType], context),
      source: context.source,
    },
    note: backwardsNote('Appointment.end', times),
  };
}

/** One Encounter resource; one that fulfils an appointment is the same visit as that appointment. */
export function readEncounter(resource: Fields, context: VisitContext): FhirVisit {
  const id = textOf(resource.id) ?? context.bundleKey;
  if (id === undefined) return no('Encounter.id', '', 'no_identity', told.fhir.noId);
  const patient = patientOf(readReference(resource.subject), context, resource);
  if (patient === undefined) return no('Encounter.subject', '', 'unknown_patient', told.fhir.noPatient);
  const contained = listOf(resource.contained);
  const period = fieldsOf(resource.period);
  const said = textOf(resource.status) ?? '';
  const mapped = Object.hasOwn(encounterStatuses, said) ? encounterStatuses[said] : undefined;
  const ended = textOf(period.end) !== undefined;
  const status = said === 'unknown' ? (ended ? 'left' : 'booked') : mapped;
  if (status === undefined) return no('Encounter.status', said, 'unknown_word', told.fhir.noEncounterStatus);
  const places = listOf(resource.location).map((one) => readReference(fieldsOf(one).location));
  const named =
    firstLocation(places, contained, context) ??
    firstLocation([readReference(resource.serviceProvider)], contained, context);
  const location = named ?? context.book.defaultLocation();
  const times = readTimes(textOf(period.start), textOf(period.end), location, context);
  if (times === undefined) {
    const start = textOf(period.start);
    return no('Encounter.period', start ?? '', 'no_start', start ? told.cells.noDate : told.fhir.noStart);
  }
  const appointment = listOf(resource.appointment)
    .map(readReference)
    .find((one) => one.key !== undefined);
  const sourceId = appointment === undefined ? `Encounter/${id}` : `Appointment/${appointment.key}`;
  const names = [id, context.bundleKey].flatMap((key) => (key === undefined ? [] : [`Encounter/${key}`]));
  const who = listOf(resource.participant)
    .map((one) => readReference(fieldsOf(one).individual))
    .find((one) => one.type !== 'RelatedPerson');
  return {
    row: {
      patient,
      sourceSystem: context.system,
      sourceId,
      aliases: [...new Set(names)].filter((name) => name !== sourceId),
      status,
      startsAt: times.startsAt,
      localDay: times.localDay,
      minutes: times.minutes,
      leftAt: status === 'left' ? times.endsAt : undefined,
      locationId: named?.id,
      clinicianId: who && context.directory.clinician(who, contained)?.id,
      serviceId: serviceOf([...listOf(resource.type), resource.serviceType, resource.class], context),
      // What happened is surer than what was planned.
      precedence: 1,
      source: context.source,
    },
    note: backwardsNote('Encounter.period', times),
  };
}

function patientOf(
  reference: Reference | undefined,
  context: VisitContext,
  resource: Fields,
): VisitPatient | undefined {
  return reference === undefined ? undefined : patientMeant(reference, resource, context.system);
}

// In a bundle a participant may be named by `urn:uuid:` alone; the first such one that is no known place or
// clinician.
function unnamedUrn(actors: readonly Reference[]): Reference | undefined {
  return actors.find((actor) => actor.type === undefined && actor.key !== undefined);
}

function firstLocation(
  references: readonly Reference[],
  contained: readonly unknown[],
  context: VisitContext,
): BookLocation | undefined {
  for (const reference of references) {
    const found = context.directory.location(reference, contained);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Times {
  readonly startsAt: string;
  readonly localDay: LocalDate;
  readonly endsAt: string | undefined;
  readonly minutes: number | undefined;
  /** An end before the beginning, as it came; it is left out. */
  readonly backwards?: string | undefined;
}

function readTimes(
  start: string | undefined,
  end: string | undefined,
  location: BookLocation,
  context: VisitContext,
): Times | undefined {
  const startsAt = instantOfText(start, location, context);
  if (startsAt === undefined || start === undefined) return undefined;
  const clock = context.book.clockOf(location);
  const localDay = parseLocalDate(start) ?? clock.dayOf(startsAt);
  const endsAt = end !== undefined && end.length > 10 ? instantOfText(end, location, context) : undefined;
  if (endsAt === undefined) return { startsAt, localDay, endsAt, minutes: undefined };
  const minutes = Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000);
  if (minutes < 0) return { startsAt, localDay, endsAt: undefined, minutes: undefined, backwards: end };
  return { startsAt, localDay, endsAt, minutes: minutes >= 1 && minutes <= 1440 ? minutes : undefined };
}

function backwardsNote(column: string, { backwards: value }: Times): CellProblem | undefined {
  return value === undefined ? undefined : { column, value, code: 'impossible', reason: told.fhir.endsEarly };
}

/** A FHIR dateTime as ISO 8601 with offset; a day alone is the midnight of the place. */
function instantOfText(
  text: string | undefined,
  location: BookLocation,
  context: VisitContext,
): string | undefined {
  if (text === undefined) return undefined;
  const read = readDate(text, 'day_first', 2200);
  if (read === undefined) return undefined;
  if (read.offset !== undefined && read.seconds !== undefined) return text;
  return context.book.clockOf(location).at(read.day, read.seconds ?? 0);
}

function bookedAt(
  text: string | undefined,
  location: BookLocation,
  context: VisitContext,
): string | undefined {
  return instantOfText(text, location, context);
}

// SNOMED ends its names with the kind of thing; the front desk does not.
const semanticTag =
  / \((?:procedure|finding|environment|situation|disorder|regime\/therapy|record artifact)\)$/;
const classWords: Readonly<Record<string, string>> = {
  AMB: 'Visit',
  EMER: 'Emergency visit',
  IMP: 'Inpatient stay',
  ACUTE: 'Inpatient stay',
  HH: 'Home visit',
  VR: 'Video visit',
  OBSENC: 'Observation',
  SS: 'Short stay',
};

function serviceOf(concepts: readonly unknown[], context: VisitContext): VisitRow['serviceId'] {
  for (const concept of concepts) {
    const fields = fieldsOf(concept);
    const code = textOf(fields.code);
    if (code !== undefined && fields.coding === undefined) {
      // Encounter.class is a bare coding.
      const words = Object.hasOwn(classWords, code) ? classWords[code] : textOf(fields.display);
      if (words !== undefined && words !== 'Visit') return context.book.service(words).id;
      continue;
    }
    const words = conceptWords(concept)?.replace(semanticTag, '');
    if (words !== undefined) return context.book.service(words).id;
  }
  // The visit that is new gets the default; one that we hold keeps the service it has.
  context.book.defaultService();
  return undefined;
}
