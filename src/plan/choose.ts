import { chooseWithin } from '../statistics/knapsack/knapsack.ts';
import { owedShare, type Share } from './model.ts';

/** What the choice of the day needs to know of a candidate. */
export interface Choosable {
  readonly key: string;
  readonly patient: string;
  readonly household: string | undefined;
  readonly topic: string;
  readonly share: string;
  readonly role: string;
  readonly minutes: number;
  /** Expected extra visits kept; undefined: courtesy. */
  readonly value: number | undefined;
  /** Of the touchpoint; between acts of one patient the higher stays. */
  readonly priority: number;
  /** The last day on which it makes sense, days since 1970; the sooner goes first among equals. */
  readonly dueTo: number;
}

export type HeldCode = 'one_a_day' | 'household' | 'minutes';

export interface Choice<C extends Choosable> {
  /** In the order of the day: owed first, then by when it has to be done, then by value a minute. */
  readonly chosen: readonly C[];
  readonly held: readonly { readonly candidate: C; readonly code: HeldCode }[];
  readonly minutesPlanned: number;
}

export interface Minutes {
  readonly available: number;
  /** A role's own minutes; undefined: one purse for all. */
  readonly byRole: ReadonlyMap<string, number> | undefined;
}

function byPrecedence(a: Choosable, b: Choosable): number {
  const owed = Number(b.share === owedShare) - Number(a.share === owedShare);
  return owed || b.priority - a.priority || byWorth(a, b);
}

// What keeps most visits a minute; courtesies by what has to be done sooner. Ties go by key, so that the same morning
// always gives the same list.
function byWorth(a: Choosable, b: Choosable): number {
  const worth = (b.value ?? 0) / b.minutes - (a.value ?? 0) / a.minutes;
  return worth || a.dueTo - b.dueTo || b.priority - a.priority || (a.key < b.key ? -1 : 1);
}

/** One act a patient and day, and one a household and topic; the more important stays. */
function withoutRepeats<C extends Choosable>(
  candidates: readonly C[],
): Pick<Choice<C>, 'held'> & { readonly kept: C[] } {
  const patients = new Set<string>();
  const households = new Set<string>();
  const kept: C[] = [];
  const held: { candidate: C; code: HeldCode }[] = [];
  for (const candidate of [...candidates].sort(byPrecedence)) {
    const household =
      candidate.household === undefined ? undefined : `${candidate.household} ${candidate.topic}`;
    if (patients.has(candidate.patient)) {
      held.push({ candidate, code: 'one_a_day' });
    } else if (household !== undefined && households.has(household)) {
      held.push({ candidate, code: 'household' });
    } else {
      patients.add(candidate.patient);
      if (household !== undefined) households.add(household);
      kept.push(candidate);
    }
  }
  return { kept, held };
}

interface Purse {
  remaining(): number;
  /** Of a role; everything that is left where there is one purse for all. */
  remainingOf(role: string): number;
  fits(candidate: Choosable): boolean;
  take(candidate: Choosable): void;
}

function openPurse(minutes: Minutes): Purse {
  let left = minutes.available;
  const roles = minutes.byRole === undefined ? undefined : new Map(minutes.byRole);
  const remaining = (): number => Math.max(0, left);
  const remainingOf = (role: string): number =>
    roles === undefined ? remaining() : Math.max(0, Math.min(left, roles.get(role) ?? 0));
  return {
    remaining,
    remainingOf,
    fits: ({ minutes: needed, role }) => needed <= remainingOf(role),
    take: ({ minutes: needed, role }) => {
      left -= needed;
      roles?.set(role, (roles.get(role) ?? 0) - needed);
    },
  };
}

/**
 * Of the acts that are worth something, those that together keep most visits within these minutes.
 * @param queue the best for its minutes first: among equals the earlier is taken
 */
function mostKept<C extends Choosable>(queue: readonly C[], budget: number, purse: Purse): C[] {
  const worthy = queue.filter(({ value = 0 }) => value > 0);
  const roles = [...new Set(worthy.map(({ role }) => role))];
  const { choice } = chooseWithin({
    options: 1,
    value: Float64Array.from(worthy, ({ value = 0 }) => value),
    minutes: Float64Array.from(worthy, ({ minutes }) => minutes),
    kind: Uint8Array.from(worthy, ({ role }) => roles.indexOf(role)),
    draws: roles.map((_, nth) => [0, nth + 1]),
    limits: [Math.min(budget, purse.remaining()), ...roles.map((role) => purse.remainingOf(role))],
  });
  return worthy.filter((_, row) => choice[row] === 0);
}

/**
 * Chooses the day's acts. What is owed (clocks, promises) comes first, whatever the minutes. The rest of the minutes
 * is shared before anything is ranked, because a practice has a thousand overdue patients, and by value alone a month
 * of recall calls would leave no minute for a first visit or a card. Within a share those acts are taken that together
 * keep most visits in its minutes, then courtesies by what has to be done soonest; what a share does not use flows on
 * to the others in their order.
 * @param candidates any order; each has passed the gate
 * @param shares in the order in which left-over minutes flow
 * @cost O(n log n) for n candidates; a few milliseconds more a share where the best choice is proved
 */
export function chooseActs<C extends Choosable>(
  candidates: readonly C[],
  shares: readonly Share[],
  minutes: Minutes,
): Choice<C> {
  const { kept, held } = withoutRepeats(candidates);
  const purse = openPurse(minutes);
  const owed = kept.filter((candidate) => candidate.share === owedShare);
  for (const candidate of owed) purse.take(candidate);
  const queues = new Map(
    shares.map((share) => [
      share.code,
      kept.filter((candidate) => candidate.share === share.code).sort(byWorth),
    ]),
  );
  const chosen = new Set<C>(owed);
  const toShare = purse.remaining();
  const take = (candidate: C): void => {
    purse.take(candidate);
    chosen.add(candidate);
  };
  const fill = (queue: readonly C[], minutesOfShare: number): void => {
    let budget = minutesOfShare;
    const takeWithin = (candidate: C): void => {
      budget -= candidate.minutes;
      take(candidate);
    };
    for (const candidate of mostKept(queue, budget, purse)) takeWithin(candidate);
    for (const candidate of queue) {
      const fits = candidate.minutes <= budget && purse.fits(candidate);
      if (fits && !chosen.has(candidate) && !((candidate.value ?? 0) > 0)) takeWithin(candidate);
    }
  };
  for (const share of shares) fill(queues.get(share.code) ?? [], (toShare * share.percent) / 100);
  for (const share of shares) {
    const rest = (queues.get(share.code) ?? []).filter((candidate) => !chosen.has(candidate));
    fill(rest, purse.remaining());
  }
  const left = kept.filter((candidate) => !chosen.has(candidate));
  return {
    chosen: [...chosen].sort(byDay),
    held: [...held, ...left.sort(byWorth).map((candidate) => ({ candidate, code: 'minutes' as const }))],
    minutesPlanned: [...chosen].reduce((sum, candidate) => sum + candidate.minutes, 0),
  };
}

function byDay(a: Choosable, b: Choosable): number {
  const owed = Number(b.share === owedShare) - Number(a.share === owedShare);
  return owed || a.dueTo - b.dueTo || b.priority - a.priority || byWorth(a, b);
}
