import { beginningOf } from '../../kit/beginning.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { ZoneClock } from '../../kit/zone-clock.ts';
import type { RowSource } from '../../patients/model.ts';
import type { VisitRow, VisitStatus } from '../../visits/model.ts';
import { told } from '../../words/told.ts';
import { type Cells, type RowRules, readId } from './cells.ts';
import { isNoDate, readClock, readDate, type WrittenDate } from './dates.ts';
import type { FieldName } from './fields.ts';
import { squeezeWord, visitStatuses, yesOrNo } from './statuses.ts';

// A visit may be booked years ahead, but not in another century.
const latestYear = 2100;
const longestMinutes = 1440;

/** What a row says of its visit. */
export function readVisit(
  cells: Cells,
  rules: RowRules,
  patient: { readonly system: string; readonly value: string },
  source: RowSource,
): VisitRow {
  const place = cells.get('visit.location');
  const location = place === undefined ? rules.book.defaultLocation() : rules.book.location(place);
  const clock = rules.book.clockOf(location);
  const start = readStart(cells, rules, clock);
  const times = readTimes(cells, rules, start, clock);
  const status = readStatus(cells, rules, start.localDay, times);
  const what = cells.get('visit.service');
  const who = cells.get('visit.clinician');
  const id = readId(cells, 'visit.id');
  return {
    patient,
    sourceSystem: rules.system,
    // Without an id of its own a visit is known by whose it is, when it begins and what for.
    sourceId: id ?? beginningOf(`${patient.value} | ${start.startsAt} | ${what ?? ''}`, 400),
    status,
    startsAt: start.startsAt,
    localDay: start.localDay,
    minutes: readMinutes(cells, rules, start, clock),
    bookedAt: readBooked(cells, rules, start, clock),
    ...times,
    cancelReason: cells.get('visit.cancel_reason'),
    chargeCents: readCharge(cells),
    locationId: place === undefined ? undefined : location.id,
    clinicianId: who === undefined ? undefined : rules.book.clinician(who).id,
    serviceId: what === undefined ? unnamedService(rules) : rules.book.service(what).id,
    source,
  };
}

// The visit that is new gets the default; one that we hold keeps the service it has.
function unnamedService(rules: RowRules): undefined {
  rules.book.defaultService();
}

interface Start {
  readonly startsAt: string;
  readonly localDay: LocalDate;
  readonly written: WrittenDate;
  /** The source knows the day and no time of day. */
  readonly dayOnly: boolean;
}

function readStart(cells: Cells, rules: RowRules, clock: ZoneClock): Start {
  const text = cells.get('visit.starts_at');
  if (text === undefined || isNoDate(text)) {
    cells.refuse('visit.starts_at', text ?? '', 'no_start', told.cells.noDay);
  }
  const read = readDate(text, rules.order, latestYear);
  if (read === undefined) cells.refuse('visit.starts_at', text, 'bad_date', told.cells.noDate);
  let written = read;
  const timeText = cells.get('visit.time');
  if (timeText !== undefined && (rules.daysOnly || read.seconds === undefined)) {
    const time = readClock(timeText) ?? clockOfDate(timeText, rules);
    if (time === undefined) cells.refuse('visit.time', timeText, 'bad_time', told.cells.noTimeOfDay);
    written = { day: read.day, seconds: time.seconds, offset: time.offset };
  } else if (rules.daysOnly || read.seconds === undefined) {
    // Midnight stands for "no time known"; shifted through a zone it would be the day before.
    return { startsAt: clock.at(read.day, 0), localDay: read.day, written: read, dayOnly: true };
  }
  const startsAt = instantText(written, clock);
  const localDay = written.offset === undefined ? written.day : clock.dayOf(startsAt);
  return { startsAt, localDay, written, dayOnly: false };
}

function clockOfDate(
  text: string,
  rules: RowRules,
): { seconds: number; offset: number | undefined } | undefined {
  const read = readDate(text, rules.order, latestYear);
  return read?.seconds === undefined ? undefined : { seconds: read.seconds, offset: read.offset };
}

/** ISO 8601 with offset: the one that is written, else that of the place. */
function instantText(written: WrittenDate, clock: ZoneClock): string {
  const seconds = written.seconds ?? 0;
  if (written.offset === undefined) return clock.at(written.day, seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (written.offset === 0) return `${written.day}T${time}Z`;
  const size = Math.abs(written.offset);
  const offset = `${written.offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  return `${written.day}T${time}${offset}`;
}

function readBooked(cells: Cells, rules: RowRules, start: Start, clock: ZoneClock): string | undefined {
  const text = cells.get('visit.booked_at');
  if (text === undefined || isNoDate(text)) return undefined;
  const read = readDate(text, rules.order, latestYear);
  if (read === undefined) {
    cells.note('visit.booked_at', text, 'bad_date', told.cells.noDate);
    return undefined;
  }
  const booked = instantText(read, clock);
  // Walk-ins are entered after they began: the same day is no contradiction. Of a visit without a time of day
  // only the days can be compared, as they are written.
  const { day } = start.written;
  const onlyDays = start.dayOnly || read.seconds === undefined || read.offset === start.written.offset;
  if (read.day <= day && onlyDays) return booked;
  if (!onlyDays && (read.day === day || Date.parse(booked) <= Date.parse(start.startsAt))) return booked;
  cells.note('visit.booked_at', text, 'impossible', told.cells.afterVisit);
  return undefined;
}

interface Times {
  readonly arrivedAt: string | undefined;
  readonly roomedAt: string | undefined;
  readonly seenAt: string | undefined;
  readonly leftAt: string | undefined;
  readonly cancelledAt: string | undefined;
}

function readTimes(cells: Cells, rules: RowRules, start: Start, clock: ZoneClock): Times {
  const at = (field: FieldName): string | undefined => {
    const text = cells.get(field);
    if (text === undefined || isNoDate(text)) return undefined;
    const time = readClock(text);
    if (time !== undefined) return instantText({ day: start.written.day, ...time }, clock);
    const read = readDate(text, rules.order, latestYear);
    if (read === undefined) cells.note(field, text, 'bad_time', told.cells.noTime);
    // A day alone, or its midnight, says that nobody noted the time.
    const known = field === 'visit.cancelled_at' || (read?.seconds ?? 0) !== 0;
    return read === undefined || !known ? undefined : instantText(read, clock);
  };
  return {
    arrivedAt: at('visit.arrived_at'),
    roomedAt: at('visit.roomed_at'),
    seenAt: at('visit.seen_at'),
    leftAt: at('visit.left_at'),
    cancelledAt: at('visit.cancelled_at'),
  };
}

function answer(cells: Cells, field: FieldName): 'yes' | 'no' | undefined {
  const text = cells.get(field);
  if (text === undefined) return undefined;
  const found = yesOrNo.get(squeezeWord(text));
  if (found === undefined) cells.refuse(field, text, 'unknown_word', told.cells.neither);
  return found;
}

/**
 * What became of the visit. A no-show is believed before a status word; "did not miss it" on a day that is
 * over means that the visit took place; a day that is over says nothing by itself.
 */
function readStatus(cells: Cells, rules: RowRules, day: LocalDate, times: Times): VisitStatus {
  const missed = answer(cells, 'visit.no_show');
  const came = answer(cells, 'visit.attended');
  const cancelled = answer(cells, 'visit.cancelled');
  const toCome = day > rules.today;
  if (missed === 'yes' && !toCome) return 'no_show';
  const word = cells.get('visit.status');
  if (word !== undefined) {
    const squeezed = squeezeWord(word);
    const status = rules.statuses.get(squeezed) ?? visitStatuses.get(squeezed);
    if (status !== undefined) return status;
    const reason = told.cells.noStatus;
    cells.refuse('visit.status', word, 'unknown_word', reason);
  }
  if (cancelled === 'yes' || times.cancelledAt !== undefined) return 'cancelled';
  if (came === 'yes' && !toCome) return 'left';
  const over = day < rules.today;
  if (missed === 'no' && over && came !== 'no') return 'left';
  if (came === 'no' && missed === undefined && over) return 'no_show';
  if (times.leftAt !== undefined) return 'left';
  if (times.seenAt !== undefined) return 'seen';
  if (times.roomedAt !== undefined) return 'roomed';
  return times.arrivedAt === undefined ? 'booked' : 'arrived';
}

function readMinutes(cells: Cells, rules: RowRules, start: Start, clock: ZoneClock): number | undefined {
  const text = cells.get('visit.minutes');
  if (text !== undefined) {
    const minutes = Number.parseFloat(text.replace(',', '.'));
    if (minutes > 0 && minutes <= longestMinutes) return Math.max(1, Math.round(minutes));
    cells.note('visit.minutes', text, 'bad_number', told.cells.noMinutes);
    return undefined;
  }
  const end = cells.get('visit.ends_at');
  if (end === undefined || start.dayOnly || isNoDate(end)) return undefined;
  const time = readClock(end);
  const read =
    time === undefined ? readDate(end, rules.order, latestYear) : { day: start.written.day, ...time };
  if (read?.seconds === undefined) {
    if (read === undefined) cells.note('visit.ends_at', end, 'bad_time', told.cells.noTime);
    return undefined;
  }
  const minutes = Math.round((Date.parse(instantText(read, clock)) - Date.parse(start.startsAt)) / 60_000);
  return minutes >= 1 && minutes <= longestMinutes ? minutes : undefined;
}

/**
 * `1.234,50 EUR`, `$1,234.50`, `85` to minor units: the last mark before one or two digits is the decimal
 * one.
 */
function readCharge(cells: Cells): number | undefined {
  const text = cells.get('visit.charge');
  if (text === undefined) return undefined;
  const digits = text.replace(/[^\d.,-]/g, '');
  const parts = /^(-?[\d.,]*?)(?:[.,](\d{1,2}))?$/.exec(digits);
  const whole = parts?.[1]?.replace(/[.,]/g, '') ?? '';
  const cents = Number(whole) * 100 + Number((parts?.[2] ?? '').padEnd(2, '0'));
  if (/\d/.test(digits) && cents >= 0 && cents <= 2_000_000_000) return cents;
  cells.note('visit.charge', text, 'bad_number', told.cells.noMoney);
  return undefined;
}
