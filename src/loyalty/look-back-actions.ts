import { sql } from 'kysely';
import { withBulkPlans } from '../database/bulk-plans.ts';
import { copyOut } from '../database/copy.ts';
import type { Database, Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { PracticeId } from '../kit/ids.ts';
import { addDays, dayNumber, type LocalDate } from '../kit/local-date.ts';
import type { readLookBack } from './contract.ts';
import type { LookBackQuestion } from './look-back-engine.ts';
import { runLookBack } from './look-back-runner.ts';
import { presentLookBack } from './present-look-back.ts';
import {
  describeRecord,
  findLastNews,
  findLookBack,
  forgetLookBack,
  lookBackRows,
  prepareLookBack,
  type StoredLookBack,
  storeLookBack,
} from './queries/look-back.ts';
import { listRecalls } from './queries/scores.ts';

/** A year: what a practice asks of its year, and long enough for a yearly recall to have come round. */
const horizonDays = 365;
const seed = 4600;
// Where fewer visits than this know when they were booked, who was booked a year ago cannot be told.
const enoughBooked = 0.5;

const weekMilliseconds = 7 * 86_400_000;
// Ten years of a hundred thousand patients are read in seconds.
const longRead = { statementTimeoutMs: 600_000 } as const;

interface Gathered {
  readonly day: LocalDate;
  readonly origin: LocalDate;
  readonly rows: Uint8Array;
  readonly question: LookBackQuestion;
}

async function gather(db: Db, practice: PracticeId, today: LocalDate): Promise<Gathered | undefined> {
  const { lastDay, bookedShare, exits } = await describeRecord(db, practice, today);
  if (lastDay === null) return undefined;
  const origin = addDays(lastDay, -horizonDays);
  await withBulkPlans(db, () => prepareLookBack(db, practice, origin, lastDay));
  const chunks: Buffer[] = [];
  for await (const chunk of copyOut(db, lookBackRows)) chunks.push(Buffer.from(chunk as Buffer));
  await sql`drop table looking_back`.execute(db);
  const recalls = await listRecalls(db, practice);
  return {
    day: lastDay,
    origin,
    rows: Uint8Array.from(Buffer.concat(chunks)),
    question: {
      origin: dayNumber(origin),
      horizonDays,
      seed,
      knows: { bookings: bookedShare >= enoughBooked, exits: exits > 0 },
      services: Object.fromEntries(recalls.map(({ id, recallDays }) => [id, recallDays])),
    },
  };
}

/**
 * Stands one year before the last day that the record covers, and compares what could have been said then with what
 * followed. Reads in one transaction and thinks outside of it, in a thread: nobody waits for it.
 * @returns undefined where the record has no completed visit
 */
export async function makeLookBack(
  database: Database,
  practice: PracticeId,
  today: LocalDate,
  now: Date,
): Promise<StoredLookBack | undefined> {
  const gathered = await database.inPractice(practice, (db) => gather(db, practice, today), longRead);
  if (gathered === undefined) return undefined;
  const { day, origin, rows, question } = gathered;
  return { day, origin, horizonDays, madeAt: now, found: await runLookBack(rows, question) };
}

/** Looks back and keeps what was found in place of what was; an empty record has none. */
export async function refreshLookBack(
  database: Database,
  practice: PracticeId,
  today: LocalDate,
  now: Date,
): Promise<StoredLookBack | undefined> {
  const made = await makeLookBack(database, practice, today, now);
  await database.inPractice(practice, (db) =>
    made === undefined ? forgetLookBack(db, practice) : storeLookBack(db, practice, made),
  );
  return made;
}

/** True when nobody looked back since the last import, or within the week: new days came to the record. */
export async function isLookBackDue(db: Db, practice: PracticeId, now: Date): Promise<boolean> {
  const last = await findLookBack(db, practice);
  if (last === undefined) return true;
  return now.getTime() - last.madeAt.getTime() > weekMilliseconds;
}

/** The last look back, or why there is none. */
export async function showLookBack(db: Db, practice: PracticeId): Promise<ReplyOf<typeof readLookBack>> {
  const last = await findLookBack(db, practice);
  const { visits, importedAt } = await findLastNews(db, practice);
  const outdated = last !== undefined && importedAt !== null && importedAt > last.madeAt;
  if (outdated || (last === undefined && visits)) return { state: 'waiting', lookBack: null };
  if (last === undefined) return { state: 'none', lookBack: null };
  return { state: 'made', lookBack: presentLookBack(last) };
}
