import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PatientId, PracticeId, PromiseId, StaffMemberId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import { numberJoin } from '../../patients/reading.ts';

export interface PromiseRow {
  readonly id: PromiseId;
  readonly patientId: PatientId;
  readonly words: string;
  readonly ownerId: StaffMemberId | null;
  readonly ownerName: string | null;
  readonly madeOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly state: 'open' | 'kept' | 'broken' | 'made_good';
  readonly brokenWhy: string | null;
  /** On which they are called; null: none is known. */
  readonly phone: string | null;
}

export interface PromiseCounts {
  readonly owed: number;
  readonly late: number;
}

const mostListed = 200;
const settledDays = 90;

const isOwed = sql<boolean>`r.kept_at is null and r.made_good_at is null`;

function ofOwner(owner: StaffMemberId | null | undefined): RawBuilder<boolean> {
  return owner === undefined ? sql<boolean>`true` : sql<boolean>`r.owner_id = ${owner}`;
}

/** @param owner undefined: of everybody */
export async function listPromiseRows(
  db: Db,
  practice: PracticeId,
  wanted: { readonly owner: StaffMemberId | null | undefined; readonly settled: boolean; readonly now: Date },
): Promise<readonly PromiseRow[]> {
  const since = new Date(wanted.now.getTime() - settledDays * 86_400_000);
  const settledAt = sql`coalesce(r.made_good_at, r.kept_at)`;
  const which = wanted.settled ? sql`not (${isOwed}) and ${settledAt} >= ${since}` : isOwed;
  const order = wanted.settled ? sql`${settledAt} desc, r.id` : sql`r.due_on, r.id`;
  const found = await sql<PromiseRow>`
    select r.id, r.patient_id as "patientId", r.words, r.owner_id as "ownerId",
      m.display_name as "ownerName", r.made_on as "madeOn", r.due_on as "dueOn", r.broken_why as "brokenWhy",
      case when p.deceased_on is null and p.exit_reason is distinct from 'died' then called.received end as phone,
      case when r.made_good_at is not null then 'made_good' when r.broken_at is not null then 'broken'
        when r.kept_at is not null then 'kept' else 'open' end as state
    from promise r
    join patient p on p.practice_id = ${practice} and p.id = r.patient_id
    left join staff_member m on m.practice_id = ${practice} and m.id = r.owner_id
    ${numberJoin(practice, sql`r.patient_id`)}
    where r.practice_id = ${practice} and ${which} and ${ofOwner(wanted.owner)}
    order by ${order} limit ${mostListed}`.execute(db);
  return found.rows;
}

export async function countPromises(
  db: Db,
  practice: PracticeId,
  owner: StaffMemberId | null | undefined,
  today: LocalDate,
): Promise<PromiseCounts> {
  const found = await sql<PromiseCounts>`
    select count(*)::int as owed, count(*) filter (where r.due_on < ${today})::int as late
    from promise r where r.practice_id = ${practice} and ${isOwed} and ${ofOwner(owner)}`.execute(db);
  return found.rows[0] ?? { owed: 0, late: 0 };
}

export interface PromiseMonth {
  readonly month: string;
  readonly kept: number;
  readonly broken: number;
  readonly madeGood: number;
}

/** Promises by the month that they were due in, a year back; those that are open still are not counted. */
export async function listPromiseMonths(
  db: Db,
  practice: PracticeId,
  today: LocalDate,
): Promise<readonly PromiseMonth[]> {
  const found = await sql<PromiseMonth>`
    select to_char(due_on, 'YYYY-MM') as month, count(*) filter (where broken_at is null)::int as kept,
      count(*) filter (where broken_at is not null)::int as broken,
      count(*) filter (where made_good_at is not null)::int as "madeGood"
    from promise
    where practice_id = ${practice} and (kept_at is not null or broken_at is not null)
      and due_on >= date_trunc('month', ${today}::date) - interval '11 months'
    group by 1 order by 1 desc limit 13`.execute(db);
  return found.rows;
}
