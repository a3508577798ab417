import type { Db } from '../database/database.ts';
import type { PracticeId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import { keepMission } from '../practice/actions.ts';
import type { Actor } from '../practice/model.ts';
import { told } from '../words/told.ts';
import { mergePlan } from './merge-plan-actions.ts';
import type { Plan, Statement } from './model.ts';
import type { PlanWish } from './plan-file-contract.ts';
import { listCapacity, listShares, updateShare, upsertCapacity } from './queries/minutes.ts';
import { insertTouchpoints, listTouchpoints, replaceTouchpoint } from './queries/touchpoints.ts';
import {
  addVersion,
  countVersions,
  findVersion,
  listVersions,
  lockVersions,
  type PlanVersion,
  readStatement,
  writeStatement,
} from './queries/versions.ts';

/** The plan as it stands; four small lists. */
export async function readPlan(db: Db, practice: PracticeId): Promise<Plan> {
  return {
    statement: await readStatement(db, practice),
    touchpoints: await listTouchpoints(db, practice),
    shares: await listShares(db, practice),
    capacity: await listCapacity(db, practice),
  };
}

/** The one line that stands on what the practice prints and sends; empty where it wrote none. */
export async function readMission(db: Db, practice: PracticeId): Promise<string> {
  return (await readStatement(db, practice)).mission;
}

/**
 * Makes a change of the plan and keeps the plan that came of it as a version. Before the first change ever, the plan as
 * it was is kept too: it can be brought back like any other.
 * @param what was changed, told
 */
export async function keepVersion<T>(
  db: Db,
  actor: Pick<Actor, 'practice' | 'staffMemberId'>,
  what: string,
  change: () => Promise<T>,
): Promise<T> {
  const practice = actor.practice.id;
  await lockVersions(db, practice);
  if ((await countVersions(db, practice)) === 0) {
    await addVersion(db, practice, {
      by: null,
      what: told.plan.began,
      content: await readPlan(db, practice),
    });
  }
  const result = await change();
  await addVersion(db, practice, { by: actor.staffMemberId, what, content: await readPlan(db, practice) });
  return result;
}

/** Makes the plan what it is wanted to be. A touchpoint that the wanted plan lacks is switched off, never deleted: acts stand on it. */
async function writePlan(db: Db, practice: PracticeId, wanted: Plan, now: Date): Promise<void> {
  const before = await readPlan(db, practice);
  await writeStatement(db, practice, wanted.statement);
  await keepMission(db, practice, wanted.statement.mission);
  const known = new Set(before.touchpoints.map((one) => one.code));
  const kept = new Set(wanted.touchpoints.map((one) => one.code));
  await insertTouchpoints(
    db,
    practice,
    wanted.touchpoints.filter((one) => !known.has(one.code)),
  );
  for (const one of wanted.touchpoints.filter(({ code }) => known.has(code))) {
    await replaceTouchpoint(db, practice, one, now);
  }
  for (const one of before.touchpoints.filter(({ code, enabled }) => enabled && !kept.has(code))) {
    await replaceTouchpoint(db, practice, { ...one, enabled: false }, now);
  }
  for (const { code, percent } of wanted.shares) await updateShare(db, practice, code, percent);
  // A weekday that the wanted plan does not name had no minutes.
  const none = before.capacity
    .filter(
      (one) => !wanted.capacity.some((other) => other.role === one.role && other.weekday === one.weekday),
    )
    .map((one) => ({ ...one, minutes: 0 }));
  await upsertCapacity(db, practice, [...wanted.capacity, ...none]);
}

/**
 * Changes the plan, all of the wish or nothing.
 * @returns the plan that came of it; `invalid_input` with the part that cannot be
 */
export async function applyPlan(
  db: Db,
  actor: Actor,
  wish: PlanWish,
  now: Date,
  what: string = told.plan.applied,
): Promise<Outcome<Plan, Refusal<'invalid_input'>>> {
  const practice = actor.practice.id;
  await lockVersions(db, practice);
  const merged = mergePlan(await readPlan(db, practice), wish);
  if (!merged.ok) return merged;
  await keepVersion(db, actor, what, () => writePlan(db, practice, merged.value, now));
  await tellDesks(db, 'plan');
  return done(await readPlan(db, practice));
}

/** Says what the plan is for. */
export function changeStatement(
  db: Db,
  actor: Actor,
  statement: Partial<Statement>,
  now: Date,
): Promise<Outcome<Plan, Refusal<'invalid_input'>>> {
  const methods = statement.methods === undefined ? {} : { methods: [...statement.methods] };
  return applyPlan(db, actor, { statement: { ...statement, ...methods } as never }, now, told.plan.statement);
}

export function listPlanVersions(db: Db, practice: PracticeId): Promise<readonly PlanVersion[]> {
  return listVersions(db, practice);
}

/** Brings a version back, as a version of its own. @returns `not_found` */
export async function restorePlan(
  db: Db,
  actor: Actor,
  version: number,
  now: Date,
): Promise<Outcome<Plan, Refusal<'not_found'>>> {
  const practice = actor.practice.id;
  const wanted = await findVersion(db, practice, version);
  if (wanted === undefined) return refuse('not_found', told.refusals.noPlanVersion);
  await keepVersion(db, actor, told.plan.restored(version), () => writePlan(db, practice, wanted, now));
  await tellDesks(db, 'plan');
  return done(await readPlan(db, practice));
}
