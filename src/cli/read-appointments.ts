import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type DateOrder, dependsOnOrder, orderEvidence, readClock, readDate } from '../intake/csv/dates.ts';
import { findLayout, isBlank, type Layout } from '../intake/csv/layout.ts';
import { createCsvReader } from '../intake/csv/reader.ts';
import { inspectBytes, readText } from '../intake/text/encoding.ts';
import { dayNumber } from '../kit/local-date.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import type { Booking } from '../statistics/noshow/no-show-design.ts';
import { findColumns, isAppointmentHeading, outcomeReader, yesOrNoOf } from './appointment-columns.ts';
import type { AppointmentField } from './appointment-fields.ts';

export interface BadRow {
  readonly file: string;
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

export interface ReadAppointments {
  readonly bookings: readonly Booking[];
  readonly columns: Readonly<Partial<Record<AppointmentField, string>>>;
  /** Rows of the file, the headings and blank ones apart. */
  readonly rows: number;
  /** Neither missed nor kept: cancelled, or still ahead. */
  readonly neither: number;
  readonly bad: readonly BadRow[];
}

const sampleLength = 262_144;
// A year to read two-digit years by; a bare number of four digits needs none.
const latestYear = new Date().getUTCFullYear() + 2;

/**
 * Reads a table of appointments: who, on which day, booked when, and whether they came. A row that cannot be read is
 * left out and named with its column and value.
 * @returns `invalid_input` where there is no file, no headings, a column is missing, or nothing tells the order of day
 *   and month
 */
export async function readAppointments(
  path: string,
  said: Partial<Record<AppointmentField, string>>,
  dates: DateOrder | undefined,
): Promise<Outcome<ReadAppointments, Refusal<'invalid_input'>>> {
  const about = await stat(path).catch(() => undefined);
  if (about === undefined || !about.isFile()) return refuse('invalid_input', `there is no file ${path}`);
  const { encoding } = await inspectBytes(path);
  let sample = '';
  for await (const text of readText(path, encoding)) {
    sample += text;
    if (sample.length >= sampleLength) break;
  }
  const wanted = new Set(Object.values(said));
  const layout = findLayout(sample, (heading) => wanted.has(heading) || isAppointmentHeading(heading));
  if (layout === undefined) {
    return refuse('invalid_input', `no line of ${basename(path)} has headings of appointments`);
  }
  const columns = findColumns(layout.headings, said);
  if ('absent' in columns) {
    return refuse(
      'invalid_input',
      `${basename(path)} has no column ${columns.absent}; it has ${layout.headings.join(', ')}`,
    );
  }
  const missing = (['patient', 'day', 'outcome'] as const).filter((field) => !columns.has(field));
  if (missing.length > 0) {
    const options = missing.map((field) => `--${field}`).join(' and ');
    return refuse(
      'invalid_input',
      `say with ${options} which column it is, of ${layout.headings.join(', ')}`,
    );
  }
  const records: { readonly row: number; readonly cells: readonly string[] }[] = [];
  const bad: BadRow[] = [];
  const reader = createCsvReader(layout.delimiter, layout.newline);
  const keep = (record: ReturnType<typeof reader.end>[number]): void => {
    if (record.row <= layout.headerRow || (record.problem === undefined && isBlank(record))) return;
    if (record.problem === undefined) records.push(record);
    else {
      const reason = 'the line cannot be read';
      bad.push({ file: basename(path), row: record.row, column: '', value: '', reason });
    }
  };
  for await (const text of readText(path, encoding)) reader.push(text).forEach(keep);
  reader.end().forEach(keep);
  const order = dates ?? orderOf(records, columns);
  if (order === undefined) {
    return refuse(
      'invalid_input',
      'nothing in the file tells day from month; say --dates day-first or month-first',
    );
  }
  return done(bookingsOf(basename(path), layout, columns, order, records, bad));
}

/** Day or month first, as most dates prove; undefined where it matters and none does. */
function orderOf(
  records: readonly { readonly cells: readonly string[] }[],
  columns: ReadonlyMap<AppointmentField, number>,
): DateOrder | undefined {
  const counts = { day_first: 0, month_first: 0 };
  let matters = false;
  for (const { cells } of records) {
    for (const field of ['day', 'booked'] as const) {
      const cell = cells[columns.get(field) ?? -1]?.trim() ?? '';
      matters ||= dependsOnOrder(cell);
      const told = orderEvidence(cell);
      if (told !== undefined) counts[told] += 1;
    }
  }
  if (counts.day_first + counts.month_first === 0) return matters ? undefined : 'day_first';
  return counts.day_first >= counts.month_first ? 'day_first' : 'month_first';
}

/** Ends the reading of one row. */
class BadCell extends Error {
  readonly field: AppointmentField;

  constructor(field: AppointmentField, reason: string) {
    super(reason);
    this.field = field;
  }
}

function bookingsOf(
  file: string,
  layout: Layout,
  columns: ReadonlyMap<AppointmentField, number>,
  order: DateOrder,
  records: readonly { readonly row: number; readonly cells: readonly string[] }[],
  unread: readonly BadRow[],
): ReadAppointments {
  const headingOf = (field: AppointmentField): string => layout.headings[columns.get(field) ?? -1] ?? '';
  const readOutcome = outcomeReader(headingOf('outcome'));
  const patients = new Map<string, number>();
  const seen = new Set<string>();
  const bookings: Booking[] = [];
  const bad = [...unread];
  let neither = 0;
  for (const { row, cells } of records) {
    const cell = (field: AppointmentField): string => cells[columns.get(field) ?? -1]?.trim() ?? '';
    try {
      const id = cell('id');
      if (id !== '' && seen.has(id)) throw new BadCell('id', 'the appointment is there twice');
      const booking = bookingOf(cell, order, readOutcome, patients);
      if (id !== '') seen.add(id);
      if (booking.missed === undefined) neither += 1;
      bookings.push(booking);
    } catch (error) {
      if (!(error instanceof BadCell)) throw error;
      const { field, message } = error;
      bad.push({ file, row, column: headingOf(field), value: cell(field), reason: message });
    }
  }
  const names = [...columns].map(([field]) => [field, headingOf(field)]);
  return { bookings, columns: Object.fromEntries(names), rows: records.length + unread.length, neither, bad };
}

function bookingOf(
  cell: (field: AppointmentField) => string,
  order: DateOrder,
  readOutcome: ReturnType<typeof outcomeReader>,
  patients: Map<string, number>,
): Booking {
  const who = cell('patient');
  if (who === '') throw new BadCell('patient', 'there is no patient');
  const day = readDate(cell('day'), order, latestYear);
  if (day === undefined) throw new BadCell('day', 'this is no date');
  const bookedCell = cell('booked');
  const booked = bookedCell === '' ? undefined : readDate(bookedCell, order, latestYear);
  if (bookedCell !== '' && booked === undefined) throw new BadCell('booked', 'this is no date');
  if (booked !== undefined && booked.day > day.day)
    throw new BadCell('booked', 'it was booked after the visit');
  const outcome = readOutcome(cell('outcome'));
  if (outcome === 'unknown_word')
    throw new BadCell('outcome', 'this word says neither that they came nor that not');
  const ageCell = cell('age');
  const age = ageCell === '' ? undefined : Number(ageCell);
  if (age !== undefined && !(age >= 0 && age <= 125)) throw new BadCell('age', 'nobody is of this age');
  const clock = cell('time') === '' ? undefined : readClock(cell('time'));
  const seconds = clock?.seconds ?? day.seconds;
  const patient = patients.get(who) ?? patients.size;
  patients.set(who, patient);
  return {
    patient,
    day: dayNumber(day.day),
    bookedDay: booked === undefined ? undefined : dayNumber(booked.day),
    hour: seconds === undefined ? undefined : seconds / 3600,
    bookedHour: booked?.seconds === undefined ? undefined : booked.seconds / 3600,
    age,
    service: cell('service') || undefined,
    reminded: yesOrNoOf(cell('reminder')),
    missed: outcome === 'neither' ? undefined : outcome === 'missed',
  };
}
