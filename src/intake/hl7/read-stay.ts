import type { ZoneClock } from '../../kit/zone-clock.ts';
import type { PatientIdentifier } from '../../patients/model.ts';
import type { VisitRow } from '../../visits/model.ts';
import { told } from '../../words/told.ts';
import type { BookLocation } from '../places-book.ts';
import type { CellProblem } from '../refused-row.ts';
import { findSegment, type Hl7Message, type Segment, textAt } from './er7.ts';
import type { EventMeaning } from './events.ts';
import { firstText } from './places-in-message.ts';
import { clinicianOf, locationOf, serviceOf } from './read-places.ts';
import type { Hl7Context } from './reading.ts';
import { instantText, readTime, type WrittenTime } from './times.ts';

/** The visit of an ADT message, or why the patient is taken without one; neither where there is none. */
export type ReadStay =
  | { readonly kind: 'visit'; readonly row: VisitRow }
  | { readonly kind: 'none'; readonly note: CellProblem | undefined };

const none: ReadStay = { kind: 'none', note: undefined };

interface Moments {
  readonly admitted: WrittenTime | undefined;
  readonly discharged: WrittenTime | undefined;
  readonly expected: WrittenTime | undefined;
  /** EVN-6, when it happened, else EVN-2, when it was recorded. */
  readonly happened: WrittenTime | undefined;
}

/** Admissions, registrations and discharges: PV1 with the event of the message. */
export function readStay(
  message: Hl7Message,
  meaning: Extract<EventMeaning, { kind: 'visit' | 'change' }>,
  patient: PatientIdentifier,
  toldAt: string | undefined,
  context: Hl7Context,
): ReadStay {
  const segment = findSegment(message, 'PV1');
  // Class N: not applicable, the message is about the person alone.
  if (segment === undefined || textAt(message, segment, 2)?.toUpperCase() === 'N') return none;
  const moments = momentsOf(message, segment);
  const start = startOf(meaning, moments);
  const id = idOf(message, patient, moments.admitted, context);
  if (id === undefined) return withoutVisit('PV1-19', told.hl7.noVisitId);
  if (start === undefined) return withoutVisit('PV1-44', told.hl7.noVisitTime);
  const location = locationOf(message, context);
  const clock = clockOf(location, context);
  const startsAt = instantText(start.time, clock);
  const status = statusOf(meaning, moments);
  return {
    kind: 'visit',
    row: {
      patient,
      sourceSystem: context.system,
      sourceId: `Visit/${id}`,
      ...status,
      startsAt,
      localDay: start.time.offset === undefined ? start.time.day : clock.dayOf(startsAt),
      // Where bookings and admissions share their numbers, the booking says when the visit was to begin.
      keepsStart: start.guessed || context.mapping.oneSeries,
      ...timesOf(meaning, status.status, moments, clock),
      cancelledAt: status.status === 'cancelled' ? toldAt : undefined,
      locationId: location?.id,
      clinicianId: clinicianOf(message, context)?.id,
      serviceId: serviceOf(message, context),
      toldAt,
      source: context.source,
    },
  };
}

function withoutVisit(column: string, reason: string): ReadStay {
  return { kind: 'none', note: { column, value: '', code: 'not_a_visit', reason } };
}

function momentsOf(message: Hl7Message, segment: Segment): Moments {
  const event = findSegment(message, 'EVN');
  return {
    admitted: readTime(textAt(message, segment, 44)),
    discharged: readTime(textAt(message, segment, 45)),
    expected: readTime(textAt(message, findSegment(message, 'PV2'), 8)),
    happened: readTime(textAt(message, event, 6)) ?? readTime(textAt(message, event, 2)),
  };
}

// Only an event that is itself a beginning may stand for one that is not written down.
function startOf(
  meaning: Extract<EventMeaning, { kind: 'visit' | 'change' }>,
  moments: Moments,
): { readonly time: WrittenTime; readonly guessed: boolean } | undefined {
  const booked = meaning.kind === 'visit' && meaning.status === 'booked';
  const time = booked ? (moments.expected ?? moments.admitted) : (moments.admitted ?? moments.expected);
  if (time !== undefined) return { time, guessed: false };
  const { happened, discharged } = moments;
  const fallback = meaning.kind === 'visit' && !booked ? (discharged ?? happened) : undefined;
  return fallback === undefined ? undefined : { time: fallback, guessed: true };
}

/** The number of the visit; without one, the patient and the moment of admission tell visits apart. */
function idOf(
  message: Hl7Message,
  patient: PatientIdentifier,
  admitted: WrittenTime | undefined,
  context: Hl7Context,
): string | undefined {
  const number = firstText(message, context.mapping.encounterFrom);
  if (number !== undefined) return number.length > 200 ? undefined : number;
  if (admitted?.seconds === undefined) return undefined;
  const seconds = String(admitted.seconds).padStart(5, '0');
  return `${patient.system}|${patient.value}|${admitted.day}T${seconds}${admitted.offset ?? ''}`;
}

function statusOf(
  meaning: Extract<EventMeaning, { kind: 'visit' | 'change' }>,
  moments: Moments,
): Pick<VisitRow, 'status' | 'keepsStatus'> {
  if (meaning.kind === 'visit') return { status: meaning.status };
  // An update of a visit that is over still says that it is over.
  if (moments.discharged !== undefined) return { status: 'left' };
  return { status: meaning.ifNew, keepsStatus: true };
}

function timesOf(
  meaning: Extract<EventMeaning, { kind: 'visit' | 'change' }>,
  status: VisitRow['status'],
  moments: Moments,
  clock: ZoneClock,
): Pick<VisitRow, 'arrivedAt' | 'roomedAt' | 'leftAt'> {
  const happened = meaning.kind === 'visit' ? moments.happened : undefined;
  const write = (time: WrittenTime | undefined): string | undefined =>
    time?.seconds === undefined ? undefined : instantText(time, clock);
  switch (status) {
    case 'arrived':
      return { arrivedAt: write(moments.admitted ?? happened) };
    case 'roomed':
      return { roomedAt: write(happened), arrivedAt: write(moments.admitted) };
    case 'left':
      return { leftAt: write(moments.discharged ?? happened), arrivedAt: write(moments.admitted) };
    default:
      return {};
  }
}

function clockOf(location: BookLocation | undefined, context: Hl7Context): ZoneClock {
  if (context.mapping.zone !== undefined) return context.clock;
  return context.book.clockOf(location ?? context.book.defaultLocation());
}
