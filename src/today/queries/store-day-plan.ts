import { sql } from 'kysely';
import { copyInto, copyLine } from '../../database/copy.ts';
import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import { byHandTrigger } from '../../plan/model.ts';
import { tellDesks } from '../../platform/live.ts';
import { told } from '../../words/told.ts';
import type { Act, DayPlan, HeldAct } from '../model.ts';

const columns = [
  'id',
  'touchpoint_id',
  'patient_id',
  'household_id',
  'occurrence',
  'day',
  'kind',
  'channel',
  'purpose',
  'topic',
  'owner_role',
  'minutes',
  'share',
  'due_from',
  'due_to',
  'deadline',
  'why_now',
  'language',
  'title',
  'script',
  'scripts',
  'value',
  'value_low',
  'value_high',
  'arm',
  'state',
  'held_reason',
  'position',
  'premise',
].join(', ');

function line(act: Act, state: 'planned' | 'held', heldReason: string | null, position: number): string {
  return copyLine([
    act.id,
    act.touchpointId,
    act.patientId,
    act.householdId,
    act.occurrence,
    act.day,
    act.kind,
    act.channel,
    act.purpose,
    act.topic,
    act.ownerRole,
    act.minutes,
    act.share,
    act.dueFrom,
    act.dueTo,
    act.deadline?.toISOString(),
    JSON.stringify(act.whyNow),
    act.language,
    act.title,
    act.script,
    JSON.stringify(act.scripts),
    act.value,
    act.valueLow,
    act.valueHigh,
    act.arm,
    state,
    heldReason,
    position,
    JSON.stringify(act.premise),
  ]);
}

function* lines(acts: readonly Act[], held: readonly HeldAct[]): Generator<string> {
  for (const [position, act] of acts.entries()) yield line(act, 'planned', null, position);
  for (const [position, { act, code, reason }] of held.entries())
    yield line(act, 'held', `${code}: ${reason}`, position);
}

/**
 * Before the first reading of a plan that will be stored: one planning of a practice at a time, and how its acts stand
 * as it begins, those that are open and those of the day. Planning 100,000 patients takes seconds, and desks go on
 * answering meanwhile.
 */
export async function beginPlanning(db: Db, practice: PracticeId, day: LocalDate): Promise<void> {
  // Two plannings at once would close each other's acts.
  await sql`select pg_advisory_xact_lock(4602, ${practice})`.execute(db);
  await sql`
    create temporary table act_before on commit drop as
    select id, state, attempts, not_before, premise from act
    where practice_id = ${practice} and (state in ('planned', 'held', 'waiting') or day >= ${day})`.execute(
    db,
  );
}

// Of an act: nobody has touched it since the planning began. By what it holds, not by the time of its last change: the
// clocks of the database and of the server are two.
const untouched = sql`exists (
  select from act_before b
  where b.id = act.id and (b.state, b.attempts, b.not_before, b.premise)
    is not distinct from (act.state, act.attempts, act.not_before, act.premise))`;

/**
 * Writes the plan of a day, after `beginPlanning`: its acts and what is held back. An act that somebody has answered,
 * taken back or opened again is left alone, also when that came while the plan was being made; one that waits for its
 * time keeps its tries and the time that was agreed. Planned acts of before that are not in the plan any more are
 * closed: their occasion has passed.
 */
export async function storeDayPlan(db: Db, practice: PracticeId, plan: DayPlan): Promise<void> {
  await sql`create temporary table planned_act (like act including defaults) on commit drop`.execute(db);
  await sql`alter table planned_act alter practice_id drop not null`.execute(db);
  await copyInto(db, `planned_act (${columns})`, lines(plan.acts, plan.held));
  await sql`
    insert into act (practice_id, ${sql.raw(columns)})
    select ${practice}::int, ${sql.raw(columns)} from planned_act
    on conflict (practice_id, id) do update set
      day = excluded.day, minutes = excluded.minutes, due_from = excluded.due_from, due_to = excluded.due_to,
      deadline = case when act.state = 'waiting' and act.deadline = act.not_before then act.deadline
        else excluded.deadline end,
      why_now = excluded.why_now, language = excluded.language, title = excluded.title,
      script = excluded.script, scripts = excluded.scripts, value = excluded.value, value_low = excluded.value_low,
      value_high = excluded.value_high, held_reason = excluded.held_reason, position = excluded.position,
      -- an arm is fixed once somebody has acted on it
      arm = case when act.attempts = 0 then excluded.arm else act.arm end,
      premise = excluded.premise, closed_reason = null, household_id = excluded.household_id, updated_at = now(),
      state = case when act.state = 'waiting' then 'waiting' else excluded.state end
    where act.practice_id = ${practice} and (
      ${untouched}
      -- of another day, and its occasion is here again
      or act.state in ('done', 'closed') and not exists (select from act_before b where b.id = act.id))`.execute(
    db,
  );
  await sql`
    update act set state = 'closed', closed_reason = ${told.gone.passed}, updated_at = now()
    where practice_id = ${practice} and state in ('planned', 'held') and day <= ${plan.day}
      -- an act by hand is no part of any plan: it stands until it is answered
      and share <> ${byHandTrigger}
      and ${untouched}
      and not exists (select from planned_act p where p.id = act.id)`.execute(db);
  await db
    .insertInto('day_plan')
    .values({
      practice_id: practice,
      day: plan.day,
      minutes_available: plan.minutes.available,
      minutes_planned: plan.minutes.planned,
      backlog: plan.backlog.patients,
      backlog_minutes: plan.backlog.minutes,
      held_counts: JSON.stringify(plan.heldCounts),
    })
    .onConflict((conflict) =>
      conflict.columns(['practice_id', 'day']).doUpdateSet((eb) => ({
        made_at: sql`now()`,
        minutes_available: eb.ref('excluded.minutes_available'),
        minutes_planned: eb.ref('excluded.minutes_planned'),
        backlog: eb.ref('excluded.backlog'),
        backlog_minutes: eb.ref('excluded.backlog_minutes'),
        held_counts: eb.ref('excluded.held_counts'),
      })),
    )
    .execute();
  await sql`drop table planned_act, act_before`.execute(db);
  await tellDesks(db, 'today');
}
