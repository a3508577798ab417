import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { PatientId, PracticeId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { patientExists } from '../patients/detail-actions.ts';
import { told } from '../words/told.ts';
import type { readOrigins, readSeenBy, readTimeline, TimelineFilter } from './contract.ts';
import { listOrigins } from './origin-queries.ts';
import { listSeenBy } from './seen-queries.ts';
import { type Cursor, listTimeline, type TimelineReader } from './timeline-queries.ts';

type Missing = Refusal<'not_found'>;
const noPatient = refuse('not_found', told.refusals.noPatient);

/** `micros.key`, as a reply of ours had it. */
function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  const end = text.indexOf('.');
  return { micros: text.slice(0, end), key: text.slice(end + 1) };
}

/** A page of the timeline of one patient. @returns `not_found` */
export async function drawTimeline(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  reader: TimelineReader,
  page: {
    readonly only: TimelineFilter;
    readonly after: string | undefined;
    readonly limit: number;
  },
): Promise<Outcome<ReplyOf<typeof readTimeline>, Missing>> {
  if (!(await patientExists(db, practice, patient))) return noPatient;
  const { only, after, limit } = page;
  const asked = { practice, patient, reader };
  // One more than is wanted says whether there is more.
  const rows = await listTimeline(db, asked, only, readCursor(after), limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return done({
    entries: shown.map(({ micros, whole_day, ...row }) => ({
      ...row,
      at: new Date(Number(BigInt(micros) / 1000n)).toISOString(),
      wholeDay: whole_day,
    })),
    next: rows.length > limit && last !== undefined ? `${last.micros}.${last.key}` : null,
  });
}

/** Where each fact about a patient came from. @returns `not_found` */
export async function drawOrigins(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  reader: TimelineReader,
): Promise<Outcome<ReplyOf<typeof readOrigins>, Missing>> {
  if (!(await patientExists(db, practice, patient))) return noPatient;
  const rows = await listOrigins(db, practice, patient, reader);
  return done({
    origins: rows.map((row) => ({
      ...row,
      at: row.at?.toISOString() ?? null,
      changedAt: row.changedAt?.toISOString() ?? null,
    })),
  });
}

/** Who has seen a patient in the last 30 days. @returns `not_found` */
export async function drawSeenBy(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  now: Date,
): Promise<Outcome<ReplyOf<typeof readSeenBy>, Missing>> {
  if (!(await patientExists(db, practice, patient))) return noPatient;
  const rows = await listSeenBy(db, practice, patient, now);
  return done({
    people: rows.map((row) => ({ ...row, lastAt: row.lastAt.toISOString(), on: [...row.on] })),
  });
}
