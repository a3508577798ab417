import { isDeepStrictEqual } from 'node:util';
import { readLeavingItems } from '../plan/leaving-actions.ts';
import type { Capacity } from '../plan/model.ts';
import { readPlan } from '../plan/version-actions.ts';
import type { Deed } from '../platform/deeds.ts';
import { listServices } from '../practice/queries/services.ts';
import type { Context } from './request-context.ts';

/** The fields that a change names, as they were before it. */
export function sameFields<T extends object>(change: object, before: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(before).filter(([name]) => Object.hasOwn(change, name)),
  ) as Partial<T>;
}

interface Share {
  readonly code: string;
  readonly percent: number;
}

/** The percents of those shares that a change names. */
export function percentsOf(
  shares: readonly Share[],
  named: readonly Pick<Share, 'code'>[],
): readonly Share[] {
  const codes = new Set(named.map(({ code }) => code));
  return shares.filter(({ code }) => codes.has(code)).map(({ code, percent }) => ({ code, percent }));
}

/** The minutes of those roles and weekdays that a change names; a weekday without a row has none. */
export function minutesAt(
  capacity: readonly Capacity[],
  named: readonly Pick<Capacity, 'role' | 'weekday'>[],
): readonly Capacity[] {
  return named.map(({ role, weekday }) => ({
    role,
    weekday,
    minutes: capacity.find((one) => one.role === role && one.weekday === weekday)?.minutes ?? 0,
  }));
}

/** What there is now of that which a deed left; undefined: it is not there any more, or nothing of settings. */
async function presentOf({ db, actor }: Context, { kind, objectId }: Deed, left: object): Promise<unknown> {
  const practice = actor.practice.id;
  switch (kind) {
    case 'leaving_items':
      return readLeavingItems(db, practice);
    case 'touchpoint': {
      const found = (await readPlan(db, practice)).touchpoints.find(({ id }) => id === objectId);
      return found && sameFields(left, found);
    }
    case 'shares':
      return percentsOf((await readPlan(db, practice)).shares, left as readonly Share[]);
    case 'capacity':
      return minutesAt((await readPlan(db, practice)).capacity, left as readonly Capacity[]);
    case 'service': {
      const found = (await listServices(db, practice)).find(({ id }) => id === objectId);
      return found && sameFields(left, found);
    }
    default:
      return undefined;
  }
}

/**
 * Whether somebody has changed since what a deed left, where that is settings.
 * @param left undefined: it was not kept
 */
export async function isChangedSince(
  context: Context,
  deed: Deed,
  left: object | undefined,
): Promise<boolean> {
  if (left === undefined) return false;
  const present = await presentOf(context, deed, left);
  return present !== undefined && !isDeepStrictEqual(JSON.parse(JSON.stringify(present)), left);
}
