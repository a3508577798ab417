import { sql } from 'kysely';
import type { InboundKind, InboundOutcome, InboundVia } from '../contact/inbound-contract.ts';
import type { Db } from '../database/database.ts';
import type { InboundId, PatientId, PracticeId, StaffMemberId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import { numberJoin } from '../patients/reading.ts';
import { completedStatuses } from '../visits/reading.ts';

export interface InboundRow {
  readonly id: InboundId;
  readonly kind: InboundKind;
  readonly via: InboundVia;
  readonly patientId: PatientId;
  readonly status: string;
  readonly phone: string | null;
  readonly reference: string;
  readonly words: string;
  readonly wants: string;
  readonly expects: string;
  readonly bestTime: string | null;
  readonly worry: number | null;
  readonly location: string | null;
  readonly visitDay: LocalDate | null;
  readonly receivedAt: Date;
  readonly answerBy: Date;
  readonly ownerId: StaffMemberId | null;
  readonly ownerName: string | null;
  readonly answeredAt: Date | null;
  readonly answeredBy: string | null;
  readonly outcome: InboundOutcome | null;
  readonly suspects: number;
}

const mostListed = 200;
const answeredDays = 30;

/** Who waits, the nearest clock first; or who was answered in the last month, the newest first. */
export async function listInboundRows(
  db: Db,
  practice: PracticeId,
  state: 'waiting' | 'answered',
  now: Date,
): Promise<readonly InboundRow[]> {
  const since = new Date(now.getTime() - answeredDays * 86_400_000);
  const which = state === 'waiting' ? sql`i.answered_at is null` : sql`i.answered_at >= ${since}`;
  const order = state === 'waiting' ? sql`i.answer_by, i.id` : sql`i.answered_at desc, i.id`;
  const found = await sql<InboundRow>`
    select i.id, i.kind, i.via, i.patient_id as "patientId", p.status,
      called.received as phone, i.reference, i.words, i.wants, i.expects, i.best_time as "bestTime", i.worry, l.name as location,
      v.local_day as "visitDay", i.received_at as "receivedAt", i.answer_by as "answerBy", i.owner_id as "ownerId",
      o.display_name as "ownerName", i.answered_at as "answeredAt", a.display_name as "answeredBy", i.outcome,
      (select count(*) from possible_match m
        where m.practice_id = ${practice} and m.state = 'open' and i.patient_id in (m.patient_a, m.patient_b)
      )::int as suspects
    from inbound i
    join patient p on p.practice_id = ${practice} and p.id = i.patient_id
    ${numberJoin(practice, sql`i.patient_id`)}
    left join location l on l.practice_id = ${practice} and l.id = i.location_id
    left join visit v on v.practice_id = ${practice} and v.id = i.visit_id
    left join staff_member o on o.practice_id = ${practice} and o.id = i.owner_id
    left join staff_member a on a.practice_id = ${practice} and a.id = i.answered_by
    where i.practice_id = ${practice} and ${which}
    order by ${order} limit ${mostListed}`.execute(db);
  return found.rows;
}

export async function countWaiting(db: Db, practice: PracticeId): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::int as n from inbound where practice_id = ${practice} and answered_at is null`.execute(
    db,
  );
  return found.rows[0]?.n ?? 0;
}

export interface EnquiryMonth {
  readonly month: string;
  /** Whoever enquired then for the first time, and had never been here. */
  readonly enquired: number;
  /** Of them, who has been here since. */
  readonly came: number;
  /** Of them, who has not been here and is booked. */
  readonly booked: number;
  /** Of everything that came in then: answered within its clock, and all whose clock has run out or was stopped. */
  readonly inTime: number;
  readonly clocked: number;
}

/**
 * What became of enquiries, by the month of a stranger's first one, a year back. Somebody who turned out to be a patient
 * of ours is no stranger: a merge points their enquiry at whoever they are, whose earlier visits count.
 */
export async function listEnquiryMonths(
  db: Db,
  practice: PracticeId,
  zone: string,
  today: LocalDate,
  now: Date,
): Promise<readonly EnquiryMonth[]> {
  const found = await sql<EnquiryMonth>`
    with bounds as (select date_trunc('month', ${today}::date) - interval '11 months' as since),
    asked as (
      select i.*, (i.received_at at time zone ${zone})::date as on_day,
        to_char(i.received_at at time zone ${zone}, 'YYYY-MM') as month
      from inbound i, bounds
      where i.practice_id = ${practice} and (i.received_at at time zone ${zone}) >= bounds.since
    ),
    strangers as (
      select distinct on (a.patient_id) a.patient_id, a.on_day, a.month
      from asked a
      where (a.kind = 'enquiry' or (a.kind = 'call_me' and a.link_id is null))
      order by a.patient_id, a.received_at
    ),
    fates as (
      select s.month,
        exists (select from visit v where v.practice_id = ${practice} and v.patient_id = s.patient_id
          and v.status in ${completedStatuses} and v.local_day < s.on_day) as known,
        exists (select from visit v where v.practice_id = ${practice} and v.patient_id = s.patient_id
          and v.status in ${completedStatuses} and v.local_day >= s.on_day) as came,
        exists (select from visit v where v.practice_id = ${practice} and v.patient_id = s.patient_id
          and v.status in ('booked', 'confirmed') and v.local_day >= ${today}) as booked
      from strangers s
    ),
    months as (
      select month, count(*)::int as enquired, count(*) filter (where came)::int as came,
        count(*) filter (where booked and not came)::int as booked
      from fates where not known group by month
    ),
    clocks as (
      select month, count(*) filter (where answered_at <= answer_by)::int as "inTime",
        count(*) filter (where answered_at is not null or answer_by < ${now})::int as clocked
      from asked group by month
    )
    select c.month, coalesce(m.enquired, 0) as enquired, coalesce(m.came, 0) as came, coalesce(m.booked, 0) as booked,
      c."inTime", c.clocked
    from clocks c left join months m on m.month = c.month
    order by c.month desc limit 13`.execute(db);
  return found.rows;
}

/** Whether a visit is booked from today on. */
export async function hasVisitAhead(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  today: LocalDate,
): Promise<boolean> {
  const row = await db
    .selectFrom('visit')
    .select('id')
    .where('practice_id', '=', practice)
    .where('patient_id', '=', patient)
    .where('status', 'in', ['booked', 'confirmed'])
    .where('local_day', '>=', today)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
