import { newId, type ServiceId, type TouchpointId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { told } from '../words/told.ts';
import { owedShare, type Plan, type Touchpoint } from './model.ts';
import type { PlanWish, TouchpointWish } from './plan-file-contract.ts';

type Refused = Refusal<'invalid_input'>;

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never;
}

function isWhole(one: Partial<Touchpoint>): one is Omit<Touchpoint, 'id'> {
  const needed = [
    'title',
    'trigger',
    'channel',
    'purpose',
    'ownerRole',
    'minutes',
    'share',
    'script',
  ] as const;
  return needed.every((name) => one[name] !== undefined);
}

function mergeTouchpoint(before: Touchpoint | undefined, wish: TouchpointWish): Outcome<Touchpoint, Refused> {
  const wanted = withoutUndefined(wish) as Partial<Touchpoint>;
  const channel = wanted.channel ?? before?.channel;
  const merged = {
    params: {},
    services: null as readonly ServiceId[] | null,
    actKind: channel === 'post' ? 'letter' : 'call',
    topic: wish.code,
    priority: 0,
    holdOut: 0,
    enabled: false,
    legalClass: null,
    thirdPartyPaid: false,
    templates: {},
    restDays: null,
    ...before,
    ...wanted,
    // Nobody types e-mails and texts at the desk, and nothing else goes by itself.
    automatic: channel === 'email' || channel === 'text',
    id: before?.id ?? newId<TouchpointId>(),
  };
  if (!isWhole(merged)) return refuse('invalid_input', told.refusals.touchpointParts(wish.code));
  return done(merged);
}

// What cannot be meant: nothing may be sent without words, and promises go by no hand but a person's.
function faultOf(one: Touchpoint, plan: Plan): string | undefined {
  if (one.share !== owedShare && !plan.shares.some((share) => share.code === one.share)) {
    return told.refusals.noShare(one.share);
  }
  const scripts = Object.values(one.script);
  if (scripts.length === 0 || scripts.some((text) => text.trim() === '')) return told.refusals.scriptWords;
  if (one.automatic && one.share === owedShare) return told.refusals.owedByHand;
  if (one.enabled && one.automatic && one.templates[one.channel] === undefined) {
    return told.refusals.noTemplate(one.code);
  }
  if (one.enabled && one.legalClass === 'unknown') return told.refusals.noClass(one.code);
  return undefined;
}

/**
 * A plan with what is wished otherwise. Pure: a preview and a save see the same plan.
 * @returns `invalid_input` for what cannot be a plan; then nothing of the wish holds
 */
export function mergePlan(plan: Plan, wish: PlanWish): Outcome<Plan, Refused> {
  const percents = new Map(plan.shares.map((share) => [share.code, share.percent]));
  for (const { code, percent } of wish.shares ?? []) {
    if (!percents.has(code)) return refuse('invalid_input', told.refusals.noShare(code));
    percents.set(code, percent);
  }
  const sum = [...percents.values()].reduce((total, percent) => total + percent, 0);
  if (sum > 100) return refuse('invalid_input', told.refusals.sharesSum(sum));

  const touchpoints = new Map(plan.touchpoints.map((one) => [one.code, one]));
  for (const one of wish.touchpoints ?? []) {
    const merged = mergeTouchpoint(touchpoints.get(one.code), one);
    if (!merged.ok) return merged;
    const fault = faultOf(merged.value, plan);
    if (fault !== undefined) return refuse('invalid_input', fault);
    touchpoints.set(one.code, merged.value);
  }
  const capacity = new Map(plan.capacity.map((one) => [`${one.role} ${one.weekday}`, one]));
  for (const one of wish.capacity ?? []) capacity.set(`${one.role} ${one.weekday}`, one);
  return done({
    statement: { ...plan.statement, ...withoutUndefined(wish.statement ?? {}) },
    touchpoints: [...touchpoints.values()],
    shares: plan.shares.map((share) => ({ ...share, percent: percents.get(share.code) ?? share.percent })),
    capacity: [...capacity.values()],
  });
}
