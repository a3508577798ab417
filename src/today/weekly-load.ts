import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database/database.ts';
import { addDays } from '../kit/local-date.ts';
import { fallsBackToPhone, numberParam, type Touchpoint, type Trigger, textParam } from '../plan/model.ts';
import { completedStatuses, type Viewpoint, visitsOf } from '../visits/reading.ts';
import { ofServices, servedPatients } from './occasions/occasion.ts';

/** How long the record is looked back on, days. */
const span = 90;

export interface WeeklyLoad {
  readonly code: string;
  /** Occasions a week, as the last 90 days had them. */
  readonly occasions: number;
  /** Of people; of what goes by itself only the calls to those whom it cannot reach. */
  readonly minutes: number;
}

type Count = (touchpoint: Touchpoint, view: Viewpoint) => RawBuilder<number>;

const within = (view: Viewpoint, column: RawBuilder<unknown>, ago = 0): RawBuilder<boolean> =>
  sql<boolean>`${column} >= ${addDays(view.day, -span - ago)} and ${column} < ${addDays(view.day, -ago)}`;

const yearly = (count: RawBuilder<number>): RawBuilder<number> => sql<number>`(${count} * ${span} / 365.25)`;

function visits(condition: (view: Viewpoint, touchpoint: Touchpoint) => RawBuilder<boolean>): Count {
  return (touchpoint, view) => sql<number>`(
    select count(*) from ${visitsOf(view)} v
    left join service s on s.practice_id = ${view.practice} and s.id = v.service_id
    where ${within(view, sql`v.local_day`)} and ${ofServices(touchpoint, sql`v.service_id`)}
      and ${condition(view, touchpoint)})`;
}

const earlier = (view: Viewpoint): RawBuilder<boolean> => sql<boolean>`exists (
  select from ${visitsOf(view)} e
  where e.patient_id = v.patient_id and e.status in ${completedStatuses} and e.local_day < v.local_day)`;

// Who missed before is likelier to miss again: what the share of firm reminders was cannot be read from the past scores.
const missedBefore = (view: Viewpoint): RawBuilder<boolean> => sql<boolean>`exists (
  select from ${visitsOf(view)} e
  where e.patient_id = v.patient_id and e.status = 'no_show' and e.local_day < v.local_day)`;

const seenPatients = (
  view: Viewpoint,
  days: number,
  more: RawBuilder<boolean>,
): RawBuilder<number> => sql<number>`(
  select count(*) from patient p
  where ${servedPatients(view)} and ${more} and exists (
    select from ${visitsOf(view)} v where v.patient_id = p.id and v.status in ${completedStatuses}
      and v.local_day >= ${addDays(view.day, -days)}))`;

const scored =
  (statuses: readonly string[]): Count =>
  (touchpoint, view) =>
    sql<number>`(
  select count(distinct r.patient_id) from rhythm_score r
  where r.practice_id = ${view.practice} and r.status = any(${statuses}::text[])
    and ${ofServices(touchpoint, sql`r.service_id`)}
    and ${within(view, sql`r.due_on`, Math.max(0, numberParam(touchpoint, 'pastDueDays', 0)))})`;

/** Of each kind of occasion, how many the last 90 days had: counted on the visits themselves, not on acts. */
const counts: Readonly<Record<Trigger, Count>> = {
  first_visit_ahead: visits((view) => sql<boolean>`v.status <> 'cancelled' and not ${earlier(view)}`),
  visit_ahead: visits((view, touchpoint) => {
    const risk = textParam(touchpoint, 'risk');
    const some =
      risk === 'likelier'
        ? missedBefore(view)
        : risk === 'courtesy'
          ? sql`not ${missedBefore(view)}`
          : sql`true`;
    return sql<boolean>`v.status <> 'cancelled' and ${earlier(view)} and ${some}`;
  }),
  left_without_next: visits(
    (view) => sql<boolean>`v.status in ${completedStatuses} and not exists (
      select from ${visitsOf(view)} n
      where n.patient_id = v.patient_id and n.local_day > v.local_day and n.booked_at < v.starts_at + interval '12 hours')`,
  ),
  after_visit: visits((_, touchpoint) =>
    touchpoint.params.withAfterCare === true
      ? sql<boolean>`v.status in ${completedStatuses} and s.after_care <> '{}'`
      : sql<boolean>`v.status in ${completedStatuses} and s.check_in_days is not null`,
  ),
  milestone_visit: (touchpoint, view) => sql<number>`(
    select count(*) from (
      select v.local_day, row_number() over (partition by v.patient_id order by v.local_day, v.id) as nth
      from ${visitsOf(view)} v where v.status in ${completedStatuses}
    ) m where m.nth % ${Math.max(1, numberParam(touchpoint, 'every', 5))}::int = 0 and ${within(view, sql`m.local_day`)})`,
  told_us_event: (_, view) => sql<number>`(
    select count(*) from personal_detail d
    where d.practice_id = ${view.practice} and d.kind = 'event' and d.sharing = 'say' and d.removed_at is null
      and ${within(view, sql`d.told_on`)})`,
  birthday: (touchpoint, view) =>
    yearly(
      seenPatients(
        view,
        numberParam(touchpoint, 'seenWithinDays', 730),
        sql<boolean>`p.birth_precision = 'day'`,
      ),
    ),
  anniversary: (touchpoint, view) =>
    yearly(seenPatients(view, numberParam(touchpoint, 'seenWithinDays', 550), sql<boolean>`true`)),
  recall_due: scored(['due', 'overdue', 'booked']),
  drifting: scored(['drifting']),
  promise_due: (_, view) => sql<number>`(
    select count(*) from promise o where o.practice_id = ${view.practice} and ${within(view, sql`o.due_on`)})`,
  inbound_waiting: (_, view) => sql<number>`(
    select count(*) from inbound i
    where i.practice_id = ${view.practice} and ${within(view, sql`i.received_at::date`)})`,
  treatment_unfinished: visits(
    () => sql<boolean>`v.status in ('cancelled', 'no_show') and s.returns = false`,
  ),
  price_before: visits(
    (_, touchpoint) =>
      sql<boolean>`v.status <> 'cancelled' and s.price_cents >= ${numberParam(touchpoint, 'atLeastCents', 1)}`,
  ),
  welcome: (_, view) => sql<number>`(
    select count(*) from patient p
    where p.practice_id = ${view.practice} and p.status = 'prospective' and ${within(view, sql`p.known_from::date`)})`,
  feedback: () => sql<number>`0`,
  on_date: (touchpoint, view) => {
    const on = textParam(touchpoint, 'on') ?? '';
    // Every year; a whole date comes once, and is spread like one of this year.
    return on === ''
      ? sql<number>`0`
      : yearly(seenPatients(view, numberParam(touchpoint, 'seenWithinDays', 730), sql<boolean>`true`));
  },
};

/** The share of the patients whom no message of a channel can reach. */
async function unreachedShares(db: Db, view: Viewpoint): Promise<Readonly<Record<'email' | 'text', number>>> {
  const has = (kind: 'email' | 'mobile') => sql`exists (
    select from contact_point cp where cp.practice_id = ${view.practice} and cp.patient_id = p.id
      and cp.kind = ${kind} and cp.valid)`;
  const found = await sql<{ email: number; text: number }>`
    select coalesce(avg((not ${has('email')})::int), 0)::float8 as email,
      coalesce(avg((not ${has('mobile')})::int), 0)::float8 as text
    from patient p where ${servedPatients(view)}`.execute(db);
  return found.rows[0] ?? { email: 0, text: 0 };
}

/**
 * What each touchpoint would cost a week, by the practice's own record of the last 90 days, whether it is on or off.
 * @cost two statements, a pass over the visits of 90 days a touchpoint, one over all for milestones
 */
export async function weeklyLoad(
  db: Db,
  view: Viewpoint,
  touchpoints: readonly Touchpoint[],
): Promise<readonly WeeklyLoad[]> {
  if (touchpoints.length === 0) return [];
  const lines = touchpoints.map(
    (one) => sql`select ${one.code}::text as code, ${counts[one.trigger](one, view)}::float8 as count`,
  );
  const found = await sql<{ code: string; count: number }>`${sql.join(lines, sql` union all `)}`.execute(db);
  const unreached = touchpoints.some(fallsBackToPhone)
    ? await unreachedShares(db, view)
    : { email: 0, text: 0 };
  const minutesEach = (one: Touchpoint): number => {
    if (!one.automatic) return one.minutes;
    if (!fallsBackToPhone(one) || (one.channel !== 'email' && one.channel !== 'text')) return 0;
    return one.minutes * unreached[one.channel];
  };
  const minutesOf = new Map(touchpoints.map((one) => [one.code, minutesEach(one)]));
  return found.rows.map(({ code, count }) => {
    const occasions = (count / span) * 7;
    return {
      code,
      occasions: Math.round(occasions * 10) / 10,
      minutes: Math.round(occasions * (minutesOf.get(code) ?? 0)),
    };
  });
}
