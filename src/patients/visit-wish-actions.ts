import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import {
  newId,
  type PatientId,
  type PersonalDetailId,
  type PracticeId,
  type StaffMemberId,
  type VisitId,
} from '../kit/ids.ts';
import { addDays, type LocalDate } from '../kit/local-date.ts';
import { tellDesks } from '../platform/live.ts';
import { told, toldDay } from '../words/told.ts';
import { rememberDetail } from './detail-actions.ts';
import type { Comfort } from './model.ts';

/** What a patient told us before a visit. */
export interface VisitWish {
  readonly id: string;
  readonly visitId: VisitId;
  readonly patientId: PatientId;
  /** In their own words; empty: not said. */
  readonly matters: string;
  /** 0 to 10; null: not said. */
  readonly worry: number | null;
  readonly comfort: readonly Comfort[];
  readonly at: Date;
  /** When somebody asked afterwards how it was; null: not yet. */
  readonly askedAt: Date | null;
}

/** What was told before each of these visits, the newest word; visits without one are left out. */
export async function listVisitWishes(
  db: Db,
  practice: PracticeId,
  visits: readonly VisitId[],
): Promise<ReadonlyMap<VisitId, VisitWish>> {
  if (visits.length === 0) return new Map();
  const found = await sql<VisitWish>`
    select distinct on (visit_id) id, visit_id as "visitId", patient_id as "patientId", matters, worry, comfort, at,
      asked_at as "askedAt"
    from visit_wish
    where practice_id = ${practice} and visit_id = any(${visits}::uuid[])
    order by visit_id, at desc, id desc`.execute(db);
  return new Map(found.rows.map((wish) => [wish.visitId, wish]));
}

// A season after the visit it is history, and stays with the visit alone.
const detailDays = 90;

function detailWords(wish: Pick<VisitWish, 'matters' | 'worry' | 'comfort'>, day: LocalDate): string {
  const { worry, calm, comfort } = told.facts.wish;
  const begins = wish.worry === null ? calm(toldDay(day)) : worry(toldDay(day), wish.worry);
  const helps = wish.comfort.map((one) => comfort[one]);
  const matters = wish.matters === '' ? [] : [`“${wish.matters}”`];
  return [begins, ...helps, ...matters].join('; ').slice(0, 500);
}

/**
 * Keeps what a patient tells us before a visit, and shows it among what matters to them until a season after it. The
 * newest word counts; the same again writes nothing.
 */
export async function saveVisitWish(
  db: Db,
  practice: PracticeId,
  visit: { readonly id: VisitId; readonly patientId: PatientId; readonly day: LocalDate },
  wish: Pick<VisitWish, 'matters' | 'worry' | 'comfort'>,
  today: LocalDate,
  now: Date,
): Promise<void> {
  await sql`select 1 from visit where practice_id = ${practice} and id = ${visit.id} for update`.execute(db);
  const before = (await listVisitWishes(db, practice, [visit.id])).get(visit.id);
  const plain = (one: typeof wish): string =>
    JSON.stringify([one.matters, one.worry, [...one.comfort].sort()]);
  if (before !== undefined && plain(before) === plain(wish)) return;
  await sql`
    update personal_detail set removed_at = ${now}
    where practice_id = ${practice} and patient_id = ${visit.patientId} and removed_at is null and id in (
      select detail_id from visit_wish where practice_id = ${practice} and visit_id = ${visit.id})`.execute(
    db,
  );
  const detail = await rememberDetail(db, practice, visit.patientId, {
    words: detailWords(wish, visit.day),
    kind: 'comfort',
    sharing: 'know',
    source: 'form',
    toldOn: today,
    expiresOn: addDays(visit.day, detailDays),
    toldTo: null,
  });
  await db
    .insertInto('visit_wish')
    .values({
      practice_id: practice,
      id: newId(now.getTime()),
      patient_id: visit.patientId,
      visit_id: visit.id,
      matters: wish.matters,
      worry: wish.worry,
      comfort: [...wish.comfort],
      // Two words of one moment have an order too.
      at: before === undefined ? now : new Date(Math.max(now.getTime(), before.at.getTime() + 1)),
      detail_id: detail.ok ? (detail.value as PersonalDetailId) : null,
    })
    .execute();
  await tellDesks(db, 'patient', { id: visit.patientId });
}

/** Somebody asked afterwards how it was; null takes it back. @returns false when it is not there */
export async function markWishAsked(
  db: Db,
  practice: PracticeId,
  id: string,
  by: StaffMemberId | null,
  askedAt: Date | null,
): Promise<boolean> {
  const changed = await db
    .updateTable('visit_wish')
    .set({ asked_at: askedAt, asked_by: askedAt === null ? null : by })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** Settles what was told before one visit as asked about, or takes that back: those that stood at `from` stand at `to`. */
export async function settleWishesOf(
  db: Db,
  practice: PracticeId,
  visit: VisitId,
  by: StaffMemberId | null,
  asked: { readonly from: Date | null; readonly to: Date | null },
): Promise<void> {
  await sql`
    update visit_wish set asked_at = ${asked.to}, asked_by = ${by}
    where practice_id = ${practice} and visit_id = ${visit} and asked_at is not distinct from ${asked.from}`.execute(
    db,
  );
}

/** What was told before visits that are over since a day, and nobody has asked about yet; oldest visit first. */
export async function listWishesToAskAbout(
  db: Db,
  practice: PracticeId,
  since: LocalDate,
  today: LocalDate,
): Promise<readonly VisitWish[]> {
  const found = await sql<VisitWish>`
    select * from (
      select distinct on (w.visit_id) w.id, w.visit_id as "visitId", w.patient_id as "patientId", w.matters, w.worry,
        w.comfort, w.at, w.asked_at as "askedAt", v.local_day
      from visit_wish w
      join visit v on v.practice_id = ${practice} and v.id = w.visit_id and v.status in ('seen', 'left')
      where w.practice_id = ${practice} and v.local_day between ${since} and ${today}
      order by w.visit_id, w.at desc, w.id desc
    ) newest
    where "askedAt" is null
    order by local_day, "visitId" limit 200`.execute(db);
  return found.rows;
}
