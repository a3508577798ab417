import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { ActId } from '../kit/ids.ts';
import { addDays } from '../kit/local-date.ts';
import { done, type Outcome, type Refusal } from '../kit/outcome.ts';
import type { previewPlan } from '../plan/contract.ts';
import { mergePlan } from '../plan/merge-plan-actions.ts';
import type { Plan, Touchpoint } from '../plan/model.ts';
import type { PlanWish } from '../plan/plan-file-contract.ts';
import { readPlan } from '../plan/version-actions.ts';
import type { Practice } from '../practice/model.ts';
import type { Viewpoint } from '../visits/reading.ts';
import { presentView } from './actions.ts';
import type { Act, DayPlan } from './model.ts';
import { planDay } from './plan-day.ts';
import { findOnce } from './propose.ts';
import { findPeople } from './queries/find-people.ts';
import { weeklyLoad } from './weekly-load.ts';

type Preview = ReplyOf<typeof previewPlan>;

/** Lines that are shown of each kind; the numbers count all. */
const mostShown = 30;

const costKey = ({ trigger, params, services, minutes, automatic }: Touchpoint): string =>
  JSON.stringify([trigger, params, services, minutes, automatic]);

/** The minutes that the touchpoints which are on cost a week, by plan; what both plans have alike is counted once. */
async function minutesAWeek(db: Db, view: Viewpoint, plans: readonly Plan[]): Promise<readonly number[]> {
  const on = plans.map((plan) => plan.touchpoints.filter((one) => one.enabled));
  const once = new Map(on.flat().map((one) => [costKey(one), { ...one, code: costKey(one) }]));
  const load = await weeklyLoad(db, view, [...once.values()]);
  const minutes = new Map(load.map((one) => [one.code, one.minutes]));
  return on.map((touchpoints) => touchpoints.reduce((sum, one) => sum + (minutes.get(costKey(one)) ?? 0), 0));
}

function missing(from: DayPlan, other: DayPlan): readonly Act[] {
  const there = new Set<ActId>(other.acts.map((act) => act.id));
  return from.acts.filter((act) => !there.has(act.id));
}

/**
 * What tomorrow's list would be with a change of the plan, beside what it is without. Reads only: both days are planned
 * by the very code that plans Today.
 * @returns `invalid_input` when the change cannot be
 */
export async function previewTomorrow(
  db: Db,
  practice: Practice,
  wish: PlanWish,
  now: Date,
): Promise<Outcome<Preview, Refusal<'invalid_input'>>> {
  const plan = await readPlan(db, practice.id);
  const merged = mergePlan(plan, wish);
  if (!merged.ok) return merged;
  const today = presentView(practice, now);
  const view = { ...today, day: addDays(today.day, 1) };
  const find = findOnce();
  const before = await planDay(db, practice, view, undefined, plan, find);
  const after = await planDay(db, practice, view, undefined, merged.value, find);
  const added = missing(after, before);
  const removed = missing(before, after);
  const people = await findPeople(db, view, [...new Set([...added, ...removed].map((act) => act.patientId))]);
  const present = (act: Act) => ({
    title: act.title,
    patientId: act.patientId,
    patientName: people.get(act.patientId)?.shownAs ?? '',
    channel: act.channel,
    minutes: act.minutes,
  });
  const [weekBefore = 0, weekAfter = 0] = await minutesAWeek(db, today, [plan, merged.value]);
  return done({
    day: view.day,
    before: { acts: before.acts.length, minutes: before.minutes.planned },
    after: { acts: after.acts.length, minutes: after.minutes.planned },
    available: after.minutes.available,
    added: { count: added.length, acts: added.slice(0, mostShown).map(present) },
    removed: { count: removed.length, acts: removed.slice(0, mostShown).map(present) },
    aWeek: { before: weekBefore, after: weekAfter },
  });
}
