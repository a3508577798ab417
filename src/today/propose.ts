import type { Db } from '../database/database.ts';
import type { ActId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import { actIdOf } from '../plan/arm.ts';
import { fallsBackToPhone, owedShare, type Touchpoint } from '../plan/model.ts';
import type { Practice } from '../practice/model.ts';
import type { Viewpoint } from '../visits/reading.ts';
import type { Act } from './model.ts';
import type { Candidate, Found, OccasionContext } from './occasions/occasion.ts';
import { occasions } from './occasions.ts';
import { findLastForVisits } from './queries/find-history.ts';
import { findMessaged, findReached } from './queries/find-reach.ts';

/** A touchpoint whose acts people make; what goes by itself is found by `messages-due.ts`. */
export interface HumanTouchpoint extends Touchpoint {
  readonly channel: Act['channel'];
  /** It goes by itself in this way; people do it for whom that cannot reach. */
  readonly insteadOf?: 'email' | 'text';
}

export function byPeople(touchpoint: Touchpoint): readonly HumanTouchpoint[] {
  const { channel } = touchpoint;
  if (!touchpoint.enabled) return [];
  if (channel !== 'email' && channel !== 'text')
    return touchpoint.automatic ? [] : [{ ...touchpoint, channel }];
  if (!fallsBackToPhone(touchpoint)) return [];
  return [{ ...touchpoint, channel: 'call', automatic: false, insteadOf: channel }];
}

/** Those of the candidates to whom nothing goes by itself. */
async function unreached(
  db: Db,
  view: Viewpoint,
  { code, insteadOf }: HumanTouchpoint,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  if (insteadOf === undefined) return candidates;
  const patients = candidates.map(({ patientId }) => patientId);
  const reached = await findReached(db, view, patients, insteadOf);
  const left = candidates.filter(({ patientId }) => !reached.has(patientId));
  const messaged = await findMessaged(
    db,
    view,
    code,
    left.map(({ patientId }) => patientId),
  );
  return left.filter(({ patientId, occurrence }) => !messaged.has(`${patientId} ${occurrence}`));
}

export interface Proposed {
  readonly id: ActId;
  readonly touchpoint: HumanTouchpoint;
  readonly candidate: Candidate;
  readonly owed: boolean;
}

/** How the occasions of a touchpoint are found; a preview remembers what it found for the same trigger and parameters. */
export type Finder = (context: OccasionContext) => Promise<Found>;

export const findAnew: Finder = (context) => occasions[context.touchpoint.trigger].find(context);

/** A finder that reads each occasion once, for days that are planned twice in one transaction. */
export function findOnce(): Finder {
  const found = new Map<string, Promise<Found>>();
  return (context) => {
    const { trigger, params, services } = context.touchpoint;
    const key = JSON.stringify([trigger, params, services, context.view.day, context.nextWorkday]);
    const before = found.get(key) ?? findAnew(context);
    found.set(key, before);
    return before;
  };
}

/**
 * An act that was done for a visit holds for the day that it named: of a visit that was moved since, the same is due
 * anew. One that is open is the same act still, with the day that the visit has now.
 */
async function anewForMoved(
  db: Db,
  view: Viewpoint,
  touchpoint: Touchpoint,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const last = await findLastForVisits(
    db,
    view,
    touchpoint,
    candidates.filter(({ premise: { localDay } }) => localDay !== undefined && localDay > view.day),
  );
  return candidates.map((one) => {
    const { visitId, localDay } = one.premise;
    const before = last.get(`${one.patientId} ${visitId}`);
    if (before === undefined || localDay === undefined) return one;
    const moved = before.done && before.localDay !== localDay;
    return { ...one, occurrence: moved ? `${one.occurrence}@${localDay}` : before.occurrence };
  });
}

export interface Proposals {
  readonly proposed: readonly Proposed[];
  /** Candidates of the return share beyond those that were read, and the minutes that they would take. */
  readonly unread: { readonly patients: number; readonly minutes: number };
}

/** Who might be contacted on a day, by whom and about what: each occasion, before anything is asked, chosen or held. */
export async function propose(
  db: Db,
  practice: Practice,
  view: Viewpoint,
  touchpoints: readonly HumanTouchpoint[],
  nextWorkday: LocalDate | undefined,
  find: Finder,
): Promise<Proposals> {
  const proposed: Proposed[] = [];
  let patients = 0;
  let minutes = 0;
  for (const touchpoint of touchpoints) {
    const found = await find({ db, practice, view, touchpoint, nextWorkday });
    const left = await unreached(db, view, touchpoint, found.candidates);
    const candidates = await anewForMoved(db, view, touchpoint, left);
    const beyond = touchpoint.insteadOf === undefined ? found.total - found.candidates.length : 0;
    patients += beyond;
    minutes += beyond * touchpoint.minutes;
    for (const candidate of candidates) {
      const id = actIdOf(practice.id, touchpoint.id, candidate.patientId, candidate.occurrence);
      proposed.push({ id, touchpoint, candidate, owed: touchpoint.share === owedShare });
    }
  }
  return { proposed, unread: { patients, minutes } };
}
