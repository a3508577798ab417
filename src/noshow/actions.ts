import type { Db } from '../database/database.ts';
import type { PatientId, PracticeId, VisitId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import type { Booking } from '../statistics/noshow/no-show-design.ts';
import type { Viewpoint } from '../visits/reading.ts';
import { isLikelier, type NoShowState } from './model.ts';
import {
  type BookingRow,
  findNextNoShow,
  findState,
  listAhead,
  listNoShowsOn,
  listPast,
  storeNoShows,
} from './queries/no-shows.ts';
import { runNoShows } from './run-engine.ts';
import { missedSentence, type Sentence } from './sentences.ts';

/** Says of each visit to come how likely it is missed, where the practice's past can tell; made anew each night. */
export async function scoreNoShows(db: Db, view: Viewpoint): Promise<void> {
  const past = await listPast(db, view);
  const ahead = await listAhead(db, view);
  const patients = new Map<string, number>();
  const bookings = [...past, ...ahead].map((row) => bookingOf(row, patients));
  const answer = await runNoShows({ bookings, firstAhead: past.length });
  await storeNoShows(db, view, ahead, answer);
}

function bookingOf(row: BookingRow, patients: Map<string, number>): Booking {
  const patient = patients.get(row.patient) ?? patients.size;
  patients.set(row.patient, patient);
  return {
    patient,
    day: row.day,
    bookedDay: row.bookedDay ?? undefined,
    hour: row.hour,
    bookedHour: row.bookedHour ?? undefined,
    // A protected attribute is no reason to treat a booking otherwise, however much it would foretell.
    age: undefined,
    service: row.service ?? undefined,
    // The record does not say which reminders went out.
    reminded: undefined,
    missed: row.missed ?? undefined,
  };
}

/** What is said of a patient's next visit, and its day; undefined where there is none or nobody can tell. */
export async function sayOfNextVisit(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  day: LocalDate,
): Promise<{ readonly day: LocalDate; readonly sentence: Sentence } | undefined> {
  const found = await findNextNoShow(db, practice, patient, day);
  return found === undefined ? undefined : { day: found.day, sentence: missedSentence(found) };
}

/** The visits of a day that may be missed more often than usual, each with its reason: whom to call before. */
export async function sayOfVisitsOn(
  db: Db,
  practice: PracticeId,
  day: LocalDate,
): Promise<ReadonlyMap<VisitId, Sentence>> {
  const found = await listNoShowsOn(db, practice, day);
  return new Map(found.filter(isLikelier).map((score) => [score.visit, missedSentence(score)]));
}

/** Whether the practice's past tells which visits may be missed; undefined: not looked at yet. */
export async function findNoShowState(db: Db, practice: PracticeId): Promise<NoShowState | undefined> {
  return findState(db, practice);
}
