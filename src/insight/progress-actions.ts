import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import { localDateIn } from '../kit/instant.ts';
import { addDays, daysBetween, isoWeekday, type LocalDate } from '../kit/local-date.ts';
import type { Practice } from '../practice/model.ts';
import { wilsonInterval } from '../statistics/inference/wilson.ts';
import type { getProgress } from './contract.ts';
import { chartOn, weeksNeeded, whatKeptThem } from './progress.ts';

// A booking that follows a call by more is not its doing.
const followDays = 30;
const mostWeeks = 26;

interface Contacts {
  readonly since: LocalDate | null;
  readonly calls: number;
  readonly reached: number;
  readonly cards: number;
}

async function countContacts(db: Db, { id, zone }: Practice): Promise<Contacts> {
  const found = await sql<Contacts>`
    select min((at at time zone ${zone})::date) as since,
      count(*) filter (where channel = 'call')::int as calls,
      count(*) filter (where channel = 'call' and reached)::int as reached,
      count(*) filter (where channel = 'post')::int as cards
    from contact_made
    where practice_id = ${id} and not undone and act_id is not null`.execute(db);
  return found.rows[0] ?? { since: null, calls: 0, reached: 0, cards: 0 };
}

// A patient counts once, by the first call that reached them; whoever was reached lately and has not booked is still open.
async function countBookings(db: Db, practice: Practice, now: Date): Promise<{ n: number; booked: number }> {
  const found = await sql<{ n: number; booked: number }>`
    with first as (
      select patient_id, min(at) as at from contact_made
      where practice_id = ${practice.id} and not undone and act_id is not null and channel = 'call' and reached
      group by patient_id
    ), followed as (
      select f.at, exists (
        select from visit v
        where v.practice_id = ${practice.id} and v.patient_id = f.patient_id and v.status <> 'cancelled'
          and coalesce(v.booked_at, v.created_at) >= f.at
          and coalesce(v.booked_at, v.created_at) <= f.at + make_interval(days => ${followDays}::int)
          and v.starts_at > f.at) as booked
      from first f
    )
    select count(*)::int as n, count(*) filter (where booked)::int as booked
    from followed
    where booked or at <= ${now}::timestamptz - make_interval(days => ${followDays}::int)`.execute(db);
  return found.rows[0] ?? { n: 0, booked: 0 };
}

async function countPromises(
  db: Db,
  practice: Practice,
  today: LocalDate,
): Promise<{ n: number; kept: number }> {
  const found = await sql<{ n: number; kept: number }>`
    select count(*)::int as n, count(kept_at)::int as kept
    from promise
    where practice_id = ${practice.id} and (due_on < ${today} or kept_at is not null or broken_at is not null)`.execute(
    db,
  );
  return found.rows[0] ?? { n: 0, kept: 0 };
}

interface Week {
  readonly from: LocalDate;
  readonly calls: number;
  readonly reached: number;
}

// Whole weeks from the first Monday on, the empty ones too: a week without calls is a point of the chart.
async function listWeeks(
  db: Db,
  { id, zone }: Practice,
  since: LocalDate,
  today: LocalDate,
): Promise<readonly Week[]> {
  const first = mondayFrom(since);
  const earliest = mondayFrom(addDays(today, -7 * (mostWeeks + 1)));
  const begin = first > earliest ? first : earliest;
  const found = await sql<Week>`
    select w::date as "from",
      count(c.id)::int as calls, count(c.id) filter (where c.reached)::int as reached
    from generate_series(${begin}::date, ${addDays(today, -7)}::date, interval '7 days') w
    left join contact_made c on c.practice_id = ${id} and not c.undone and c.act_id is not null and c.channel = 'call'
      and (c.at at time zone ${zone})::date >= w::date and (c.at at time zone ${zone})::date < w::date + 7
    group by w order by w limit ${mostWeeks}`.execute(db);
  return found.rows;
}

function mondayFrom(day: LocalDate): LocalDate {
  return addDays(day, (8 - isoWeekday(day)) % 7);
}

async function countArms(
  db: Db,
  practice: Practice,
): Promise<{ acted: number; held: number; base: number | null }> {
  const found = await sql<{ acted: number; held: number; base: number | null }>`
    select count(distinct patient_id) filter (where arm = 'act' and state = 'done')::int as acted,
      count(distinct patient_id) filter (where arm = 'hold_out')::int as held,
      (select avg(p_visit) from rhythm_score where practice_id = ${practice.id} and p_visit is not null) as base
    from act
    where practice_id = ${practice.id}
      and touchpoint_id in (select id from touchpoint where practice_id = ${practice.id} and hold_out > 0)`.execute(
    db,
  );
  return found.rows[0] ?? { acted: 0, held: 0, base: null };
}

/** How it goes: what was done, what followed, and from when on more can be said. */
export async function describeProgress(
  db: Db,
  practice: Practice,
  now: Date,
): Promise<ReplyOf<typeof getProgress>> {
  const today = localDateIn(practice.zone, now);
  const { since, calls, reached, cards } = await countContacts(db, practice);
  const bookings = await countBookings(db, practice, now);
  const promises = await countPromises(db, practice, today);
  const arms = await countArms(db, practice);
  const weeks = since === null ? [] : await listWeeks(db, practice, since, today);
  const shareOf = (part: number, n: number) => (n === 0 ? null : wilsonInterval(part, n));
  return {
    since,
    days: since === null ? 0 : daysBetween(since, today) + 1,
    calls,
    reached: shareOf(reached, calls),
    booked: shareOf(bookings.booked, bookings.n),
    cards,
    promisesKept: shareOf(promises.kept, promises.n),
    weeks: weeks.map((week) => ({ ...week })),
    weeksNeeded,
    weeksOn: chartOn(since, weeks.length, since === null ? null : mondayFrom(since)),
    whatKept: whatKeptThem(arms, arms.base ?? undefined, since, today),
  };
}
