import { beginningOf } from '../../kit/beginning.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { PatientIdentifier } from '../../patients/model.ts';
import type { VisitRow, VisitStatus } from '../../visits/model.ts';
import { told } from '../../words/told.ts';
import { squeezeWord, visitStatuses } from '../csv/statuses.ts';
import { findSegment, type Hl7Message, listSegments, textAt } from './er7.ts';
import { bookingWords, type EventMeaning, endings } from './events.ts';
import { firstText } from './places-in-message.ts';
import { clinicianOf, locationOf, serviceOf } from './read-places.ts';
import { type Hl7Context, refused } from './reading.ts';
import { instantText, readTime, type WrittenTime } from './times.ts';

type Refused = ReturnType<typeof refused>;
export type ReadVisit = { readonly kind: 'visit'; readonly row: VisitRow } | Refused;

/** The visit of a scheduling message (SIU). */
export function readBooking(
  message: Hl7Message,
  event: string,
  meaning: Extract<EventMeaning, { kind: 'visit' | 'change' }>,
  patient: PatientIdentifier,
  toldAt: string | undefined,
  context: Hl7Context,
): ReadVisit {
  const id = firstText(message, context.mapping.appointmentFrom);
  if (id === undefined || id.length > 200) {
    return refused('SCH-2', beginningOf(id ?? '', 200), 'no_identity', told.hl7.noBookingId);
  }
  const status = statusOf(message, event, meaning, context);
  if ('kind' in status) return status;
  const location = locationOf(message, context);
  const clock =
    context.mapping.zone === undefined
      ? context.book.clockOf(location ?? context.book.defaultLocation())
      : context.clock;
  const start = startOf(message, context);
  if (start.time === undefined) {
    const reason = start.text === undefined ? told.hl7.noBeginning : told.hl7.noSuchBeginning;
    return refused('SCH-11', start.text, 'no_start', reason);
  }
  const startsAt = instantText(start.time, clock);
  return {
    kind: 'visit',
    row: {
      patient,
      sourceSystem: context.system,
      sourceId: `${context.mapping.oneSeries ? 'Visit' : 'Appointment'}/${id}`,
      ...status,
      startsAt,
      localDay: start.time.offset === undefined ? start.time.day : clock.dayOf(startsAt),
      minutes: minutesOf(message, start.time),
      bookedAt: event === 'S12' ? bookedAt(toldAt, startsAt) : undefined,
      cancelledAt: status.status === 'cancelled' ? toldAt : undefined,
      cancelReason: status.status === 'cancelled' ? reasonOf(message) : undefined,
      locationId: location?.id,
      clinicianId: clinicianOf(message, context)?.id,
      serviceId: serviceOf(message, context),
      toldAt,
      source: context.source,
    },
  };
}

interface ReadStatus {
  readonly status: VisitStatus;
  readonly keepsStatus?: boolean;
}

/**
 * What the booking's own status word says, within what the event allows: an ending stays one. The word of
 * the feed's mapping comes first; a number has a meaning only there.
 */
function statusOf(
  message: Hl7Message,
  event: string,
  meaning: Extract<EventMeaning, { kind: 'visit' | 'change' }>,
  context: Hl7Context,
): ReadStatus | Refused {
  const word = firstText(message, context.mapping.statusFrom);
  const squeezed = word === undefined ? '' : squeezeWord(word);
  const byFeed = context.statuses.get(squeezed);
  const said = byFeed ?? bookingWords.get(squeezed) ?? visitStatuses.get(squeezed);
  const column = context.mapping.statusFrom[0]?.written ?? 'SCH-25';
  if (meaning.kind === 'visit' && endings.has(event)) {
    return { status: said === 'no_show' ? said : byFeed === 'cancelled' ? byFeed : meaning.status };
  }
  if (meaning.kind === 'visit' && context.mapping.events.has(event)) {
    return { status: byFeed ?? meaning.status };
  }
  if (said === 'not-booked') {
    return refused(column, word, 'not_a_visit', told.hl7.waitingList);
  }
  if (said !== undefined) return { status: said };
  if (word !== undefined) {
    const reason = told.hl7.noStatus;
    return refused(column, word, 'unknown_word', reason);
  }
  return meaning.kind === 'visit' ? { status: meaning.status } : { status: meaning.ifNew, keepsStatus: true };
}

interface Start {
  readonly text: string | undefined;
  readonly time: WrittenTime | undefined;
}

// Where a beginning may stand: TQ1 since 2.5, SCH-11 before; else the earliest of what was booked.
function startOf(message: Hl7Message, context: Hl7Context): Start {
  const named = firstText(message, context.mapping.startFrom);
  const own = named ?? firstOf(message, 'TQ1', 7) ?? textAt(message, findSegment(message, 'SCH'), 11, 4);
  if (own !== undefined) return { text: own, time: readTime(own) };
  for (const [segment, field] of [
    ['AIS', 4],
    ['AIP', 6],
    ['AIL', 6],
    ['AIG', 8],
  ] as const) {
    const texts = listSegments(message, segment)
      .map((one) => textAt(message, one, field))
      .filter((text) => text !== undefined)
      .sort();
    const [text] = texts;
    if (text !== undefined) return { text, time: readTime(text) };
  }
  return { text: undefined, time: undefined };
}

function firstOf(message: Hl7Message, segment: string, field: number): string | undefined {
  return textAt(message, findSegment(message, segment), field);
}

const minutesIn: Readonly<Record<string, number>> = {
  S: 1 / 60,
  SEC: 1 / 60,
  H: 60,
  HR: 60,
  HRS: 60,
  D: 1440,
};

// An end says it best; a duration is in minutes unless it says otherwise.
function minutesOf(message: Hl7Message, start: WrittenTime): number | undefined {
  const booking = findSegment(message, 'SCH');
  const end = readTime(firstOf(message, 'TQ1', 8) ?? textAt(message, booking, 11, 5));
  const candidates = [
    end === undefined || end.seconds === undefined || end.offset !== start.offset
      ? Number.NaN
      : (daysApart(start.day, end.day) * 86_400 + end.seconds - (start.seconds ?? 0)) / 60,
    duration(textAt(message, booking, 9), textAt(message, booking, 10)),
    ...listSegments(message, 'AIS').map((one) => duration(textAt(message, one, 7), textAt(message, one, 8))),
  ];
  const found = candidates.map(Math.round).find((minutes) => minutes >= 1 && minutes <= 1440);
  return found;
}

function daysApart(from: LocalDate, to: LocalDate): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

function duration(amount: string | undefined, unit: string | undefined): number {
  if (amount === undefined || !/^\d{1,6}(?:\.\d{1,3})?$/.test(amount)) return Number.NaN;
  const key = (unit ?? '').toUpperCase();
  return Number(amount) * (Object.hasOwn(minutesIn, key) ? (minutesIn[key] ?? 1) : 1);
}

// A booking that is told after its visit was not made then: an export, or a correction.
function bookedAt(toldAt: string | undefined, startsAt: string): string | undefined {
  return toldAt !== undefined && Date.parse(toldAt) <= Date.parse(startsAt) ? toldAt : undefined;
}

function reasonOf(message: Hl7Message): string | undefined {
  const booking = findSegment(message, 'SCH');
  const words = textAt(message, booking, 6, 2) ?? textAt(message, booking, 6);
  return words === undefined ? undefined : beginningOf(words, 200);
}
