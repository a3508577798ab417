import type { Db } from '../database/database.ts';
import type { PracticeId, TouchpointId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import type { Actor } from '../practice/model.ts';
import { told, toldWords } from '../words/told.ts';
import { startLeavingItems } from './leaving-actions.ts';
import type { Capacity, Share, Touchpoint } from './model.ts';
import { insertShares, listCapacity, listShares, updateShare, upsertCapacity } from './queries/minutes.ts';
import {
  ensureHandTouchpoint,
  findTouchpoint,
  insertTouchpoints,
  updateTouchpoint,
} from './queries/touchpoints.ts';
import { starterCapacity, starterShares, starterTouchpoints } from './starter.ts';
import { keepVersion } from './version-actions.ts';

/** Gives a practice the starter plan; rows that it has already stay as they are. */
export async function startPlan(db: Db, practice: PracticeId): Promise<void> {
  await insertTouchpoints(db, practice, starterTouchpoints);
  await insertShares(db, practice, starterShares);
  await startLeavingItems(db, practice);
  if ((await listCapacity(db, practice)).length === 0) await upsertCapacity(db, practice, starterCapacity);
}

/**
 * Adds the touchpoints of the starter plan that the practice does not have, all switched off: those of a later version,
 * or whichever it never had.
 */
export async function addStarterTouchpoints(db: Db, actor: Actor): Promise<void> {
  const off = starterTouchpoints.map((one) => ({ ...one, enabled: false }));
  await keepVersion(db, actor, told.plan.starter, () => insertTouchpoints(db, actor.practice.id, off));
  await tellDesks(db, 'plan');
}

/** The touchpoint under which acts by hand stand; made when the first of them is asked for. */
export function byHandTouchpoint(db: Db, practice: PracticeId): Promise<TouchpointId> {
  return ensureHandTouchpoint(db, practice);
}

/**
 * Changes one touchpoint; Today follows when it is next planned.
 * @returns `not_found`, or `invalid_input` for a script without any words
 */
export async function changeTouchpoint(
  db: Db,
  actor: Actor,
  id: TouchpointId,
  change: Parameters<typeof updateTouchpoint>[3],
  now: Date,
): Promise<Outcome<Touchpoint, Refusal<'not_found' | 'invalid_input'>>> {
  const scripts = change.script === undefined ? undefined : Object.values(change.script);
  if (scripts !== undefined && (scripts.length === 0 || scripts.some((text) => text.trim() === ''))) {
    return refuse('invalid_input', told.refusals.scriptWords);
  }
  const before = await findTouchpoint(db, actor.practice.id, id);
  if (before === undefined) return refuse('not_found', told.refusals.noTouchpoint);
  await keepVersion(db, actor, told.plan.touchpoint(toldWords(before.title)), () =>
    updateTouchpoint(db, actor.practice.id, id, change, now),
  );
  await tellDesks(db, 'plan');
  const after = await findTouchpoint(db, actor.practice.id, id);
  return after === undefined ? refuse('not_found', told.refusals.noTouchpoint) : done(after);
}

/** Shares the minutes anew. @returns `invalid_input` when they add up to more than 100 or name a share unknown here */
export async function changeShares(
  db: Db,
  actor: Actor,
  wanted: readonly { readonly code: string; readonly percent: number }[],
): Promise<Outcome<readonly Share[], Refusal<'invalid_input'>>> {
  const before = await listShares(db, actor.practice.id);
  const percents = new Map(before.map((share) => [share.code, share.percent]));
  for (const { code, percent } of wanted) {
    if (!percents.has(code)) return refuse('invalid_input', told.refusals.noShare(code));
    percents.set(code, percent);
  }
  const sum = [...percents.values()].reduce((total, percent) => total + percent, 0);
  if (sum > 100) return refuse('invalid_input', told.refusals.sharesSum(sum));
  await keepVersion(db, actor, told.plan.shares, async () => {
    for (const { code, percent } of wanted) await updateShare(db, actor.practice.id, code, percent);
  });
  await tellDesks(db, 'plan');
  return done(await listShares(db, actor.practice.id));
}

/** Sets the minutes that roles have on weekdays; those not named stay. */
export async function changeCapacity(
  db: Db,
  actor: Actor,
  capacity: readonly Capacity[],
): Promise<Outcome<readonly Capacity[], never>> {
  const last = new Map(capacity.map((one) => [`${one.role} ${one.weekday}`, one]));
  await keepVersion(db, actor, told.plan.capacity, () =>
    upsertCapacity(db, actor.practice.id, [...last.values()]),
  );
  await tellDesks(db, 'plan');
  return done(await listCapacity(db, actor.practice.id));
}
