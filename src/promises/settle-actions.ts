import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PatientId, PracticeId, PromiseId, StaffMemberId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import { announce } from '../platform/queue.ts';
import { told } from '../words/told.ts';

/** How a promise stands, whole, so that an undo is exact. Instants are ISO. */
export interface Settlement {
  readonly keptAt: string | null;
  readonly brokenAt: string | null;
  readonly brokenBy: StaffMemberId | null;
  readonly brokenWhy: string | null;
  readonly madeGoodAt: string | null;
  readonly madeGoodBy: StaffMemberId | null;
}

export interface Settled {
  readonly patientId: PatientId;
  readonly before: Settlement;
}

interface Held extends Settlement {
  readonly patientId: PatientId;
}

type SettleRefusal = Refusal<'not_found' | 'already_done' | 'cannot_undo'>;

const notThere = refuse('not_found', told.refusals.noPromise);
const settledElsewhere = refuse('already_done', told.refusals.promiseSettledElsewhere);

async function lock(db: Db, practice: PracticeId, id: PromiseId): Promise<Held | undefined> {
  const row = await db
    .selectFrom('promise')
    .select(['patient_id', 'kept_at', 'broken_at', 'broken_by', 'broken_why', 'made_good_at', 'made_good_by'])
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    patientId: row.patient_id,
    keptAt: row.kept_at?.toISOString() ?? null,
    brokenAt: row.broken_at?.toISOString() ?? null,
    brokenBy: row.broken_by,
    brokenWhy: row.broken_why,
    madeGoodAt: row.made_good_at?.toISOString() ?? null,
    madeGoodBy: row.made_good_by,
  };
}

async function write(db: Db, practice: PracticeId, id: PromiseId, change: Settlement): Promise<void> {
  await db
    .updateTable('promise')
    .set({
      kept_at: change.keptAt,
      broken_at: change.brokenAt,
      broken_by: change.brokenBy,
      broken_why: change.brokenWhy,
      made_good_at: change.madeGoodAt,
      made_good_by: change.madeGoodBy,
    })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
}

async function settle(
  db: Db,
  practice: PracticeId,
  id: PromiseId,
  next: (before: Settlement) => Settlement | undefined,
  instead: Outcome<never, SettleRefusal> = settledElsewhere,
): Promise<Outcome<Settled, SettleRefusal>> {
  const held = await lock(db, practice, id);
  if (held === undefined) return notThere;
  const { patientId, ...before } = held;
  const after = next(before);
  if (after === undefined) return instead;
  await write(db, practice, id, after);
  await tellDesks(db, 'promises');
  await tellDesks(db, 'patient', { id: patientId });
  return done({ patientId, before });
}

async function announced(
  db: Db,
  event: 'promise.made' | 'promise.settled',
  settled: Outcome<Settled, SettleRefusal>,
): Promise<Outcome<Settled, SettleRefusal>> {
  if (settled.ok) await announce(db, event, { patientId: settled.value.patientId });
  return settled;
}

const isOpen = ({ keptAt, brokenAt }: Settlement): boolean => keptAt === null && brokenAt === null;

/** It was kept. @returns `not_found`, `already_done` */
export async function settleAsKept(
  db: Db,
  practice: PracticeId,
  id: PromiseId,
  now: Date,
): Promise<Outcome<Settled, SettleRefusal>> {
  const settled = await settle(db, practice, id, (before) =>
    isOpen(before) ? { ...before, keptAt: now.toISOString() } : undefined,
  );
  return announced(db, 'promise.settled', settled);
}

/** A person says that it was not kept, and why. @returns `not_found`, `already_done` */
export async function settleAsBroken(
  db: Db,
  practice: PracticeId,
  id: PromiseId,
  by: { readonly staff: StaffMemberId | null; readonly why: string },
  now: Date,
): Promise<Outcome<Settled, SettleRefusal>> {
  const settled = await settle(db, practice, id, (before) =>
    isOpen(before)
      ? { ...before, brokenAt: now.toISOString(), brokenBy: by.staff, brokenWhy: by.why }
      : undefined,
  );
  if (settled.ok) await announce(db, 'promise.broken', { promiseId: id, patientId: settled.value.patientId });
  return settled;
}

/** What was broken was made good: done late, or put right otherwise. @returns `not_found`, `already_done` */
export async function settleAsMadeGood(
  db: Db,
  practice: PracticeId,
  id: PromiseId,
  by: StaffMemberId | null,
  now: Date,
): Promise<Outcome<Settled, SettleRefusal>> {
  const never = refuse('already_done', told.refusals.promiseNotBroken);
  const settled = await settle(
    db,
    practice,
    id,
    (before) =>
      before.brokenAt !== null && before.madeGoodAt === null
        ? { ...before, madeGoodAt: now.toISOString(), madeGoodBy: by }
        : undefined,
    never,
  );
  return announced(db, 'promise.settled', settled);
}

/** As it stood before. @returns `not_found`; `cannot_undo` when what was broken was made good since */
export async function restoreSettlement(
  db: Db,
  practice: PracticeId,
  id: PromiseId,
  before: Settlement,
): Promise<Outcome<Settled, SettleRefusal>> {
  const madeGoodSince = refuse('cannot_undo', told.refusals.promiseSettledElsewhere);
  const restored = await settle(
    db,
    practice,
    id,
    (held) => (before.brokenAt === null && held.madeGoodAt !== null ? undefined : before),
    madeGoodSince,
  );
  return announced(db, 'promise.made', restored);
}

// Of one practice on one day; more would be a mistake of its record.
const mostADay = 10_000;

/**
 * At the end of the day that it was due, a promise that nobody kept is broken. Run twice, it happens once.
 * @param today the first day that is not over, in the practice's zone
 * @returns how many
 */
export async function breakOverdue(
  db: Db,
  practice: PracticeId,
  today: LocalDate,
  now: Date,
): Promise<number> {
  const found = await sql<{ id: PromiseId }>`
    update promise set broken_at = ${now}
    where practice_id = ${practice} and id in (
      select id from promise
      where practice_id = ${practice} and due_on < ${today} and kept_at is null and broken_at is null
      order by due_on, id limit ${mostADay} for update)
    returning id`.execute(db);
  if (found.rows.length > 0) await announce(db, 'promise.broken', { day: today });
  return found.rows.length;
}

/** Says once a day that promises fall due. */
export async function announceDue(db: Db, practice: PracticeId, today: LocalDate): Promise<void> {
  const found = await sql`
    select 1 from promise where practice_id = ${practice} and due_on = ${today}
      and kept_at is null and broken_at is null limit 1`.execute(db);
  if (found.rows.length > 0) await announce(db, 'promise.due', { day: today });
}
