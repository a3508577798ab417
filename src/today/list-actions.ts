import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { ActId } from '../kit/ids.ts';
import { instantOf, localDateIn } from '../kit/instant.ts';
import { addDays, type LocalDate } from '../kit/local-date.ts';
import type { Practice } from '../practice/model.ts';
import { told } from '../words/told.ts';
import { checkBook, planWhatIf, presentView, refreshToday, scheduleAge, viewOf } from './actions.ts';
import type { ActShape, listDone, listHeld, listToday, oneAct } from './contract.ts';
import type { Act, DayPlan } from './model.ts';
import { planDay } from './plan-day.ts';
import { presentHeldCounts, presentPlanned, presentStored, readHeldReason } from './present.ts';
import { findActs, listHeldActs, listOpenActs } from './queries/acts.ts';
import { findDayPlan, type StoredDay } from './queries/find-day-plan.ts';
import { findPeople } from './queries/find-people.ts';
import { listOutcomesSince } from './queries/outcomes.ts';

export type TodayList = ReplyOf<typeof listToday>;
export type HeldList = ReplyOf<typeof listHeld>;

export interface TodayQuery {
  readonly practice: Practice;
  readonly now: Date;
  readonly staffName: string | undefined;
  /** Another day: a what-if that records nothing. */
  readonly asOf: LocalDate | undefined;
  readonly minutes: number | undefined;
  /** Plan anew when a schedule came in since: where no worker does it. */
  readonly renew?: boolean;
}

const mostHeldShown = 200;

/** A day as it was planned for this look alone, or the one that is stored. */
type Day = { readonly plan: DayPlan } | { readonly plan: undefined; readonly stored: StoredDay | undefined };

async function openDay(db: Db, query: TodayQuery): Promise<Day> {
  const { practice, now, asOf, minutes } = query;
  if (asOf !== undefined) return { plan: await planWhatIf(db, practice, asOf, minutes) };
  if (minutes !== undefined)
    return { plan: await planDay(db, practice, presentView(practice, now), minutes) };
  const day = localDateIn(practice.zone, now);
  const stored = await findDayPlan(db, practice.id, day);
  if (stored !== undefined && !(await isOutdated(db, query, stored))) return { plan: undefined, stored };
  await refreshToday(db, practice, now);
  return { plan: undefined, stored: await findDayPlan(db, practice.id, day) };
}

async function isOutdated(db: Db, { practice, now, renew }: TodayQuery, stored: StoredDay): Promise<boolean> {
  if (renew !== true || practice.isSample) return false;
  const { asOf } = await scheduleAge(db, practice, now);
  return asOf !== null && asOf > stored.madeAt;
}

async function namesIn(
  db: Db,
  { practice, now, asOf }: TodayQuery,
  acts: readonly Act[],
): Promise<(act: Act) => string> {
  const view = asOf === undefined ? presentView(practice, now) : viewOf(practice, asOf);
  const people = await findPeople(db, view, [...new Set(acts.map((act) => act.patientId))]);
  return (act) => people.get(act.patientId)?.shownAs ?? '';
}

async function presentPlan(db: Db, query: TodayQuery, plan: DayPlan): Promise<TodayList> {
  const { practice, now, staffName, asOf } = query;
  const name = await namesIn(db, query, plan.acts);
  const age = await scheduleAge(db, practice, now);
  return {
    asOf: plan.day,
    whatIf: asOf !== undefined,
    minutes: { ...plan.minutes, done: 0 },
    acts: plan.acts.map((act) => presentPlanned(act, name(act), staffName)),
    heldCounts: presentHeldCounts(plan.heldCounts),
    backlog: plan.backlog,
    doneToday: 0,
    scheduleAsOf: age.asOf?.toISOString() ?? null,
    scheduleIsStale: age.stale,
    bookingsAhead: age.ahead,
    checkFirst: [],
  };
}

function endOf(practice: Practice, day: LocalDate): Date {
  return instantOf(addDays(day, 1), 0, practice.zone);
}

async function presentStoredDay(
  db: Db,
  query: TodayQuery,
  stored: StoredDay | undefined,
): Promise<TodayList> {
  const { practice, now, staffName } = query;
  const day = localDateIn(practice.zone, now);
  const age = await scheduleAge(db, practice, now);
  const acts = await listOpenActs(db, practice.id, day, now, endOf(practice, day));
  const done = await listDoneActs(db, query);
  return {
    asOf: day,
    whatIf: false,
    minutes: {
      planned: acts.reduce((sum, act) => sum + act.minutes, 0),
      available: stored?.minutesAvailable ?? 0,
      done: done.minutes,
    },
    acts: acts.map((act) => presentStored(act, staffName)),
    heldCounts: presentHeldCounts(stored?.heldCounts ?? {}),
    backlog: { patients: stored?.backlog ?? 0, minutes: stored?.backlogMinutes ?? 0 },
    doneToday: done.done.length,
    scheduleAsOf: age.asOf?.toISOString() ?? null,
    scheduleIsStale: age.stale,
    bookingsAhead: age.ahead,
    checkFirst: acts.filter((act) => checkBook(act, age)).map((act) => act.id),
  };
}

function presentDay(db: Db, query: TodayQuery, day: Day): Promise<TodayList> {
  return day.plan === undefined ? presentStoredDay(db, query, day.stored) : presentPlan(db, query, day.plan);
}

async function presentHeld(db: Db, query: TodayQuery, { plan }: Day): Promise<HeldList['heldBack']> {
  const { practice, now } = query;
  if (plan !== undefined) {
    const held = plan.held.slice(0, mostHeldShown);
    const acts = held.map(({ act }) => act);
    const name = await namesIn(db, query, acts);
    return held.map(({ act, code, reason }) => ({
      kind: act.kind,
      patientId: act.patientId,
      patientName: name(act),
      reason,
      code,
    }));
  }
  const day = localDateIn(practice.zone, now);
  const held = await listHeldActs(db, practice.id, day, endOf(practice, day));
  return held.map((act) => ({
    kind: act.kind,
    patientId: act.patientId,
    patientName: act.patientName,
    ...readHeldReason(act.heldReason),
  }));
}

/** The list of the day: the stored one today, a what-if for another day or for other minutes. */
export async function readToday(db: Db, query: TodayQuery): Promise<TodayList> {
  return presentDay(db, query, await openDay(db, query));
}

/** Who is held back on that day. */
export async function readHeld(db: Db, query: TodayQuery): Promise<HeldList> {
  return { heldBack: await presentHeld(db, query, await openDay(db, query)) };
}

/** Both at once, of one planning. */
export async function readTodayAndHeld(db: Db, query: TodayQuery): Promise<TodayList & HeldList> {
  const day = await openDay(db, query);
  return { ...(await presentDay(db, query, day)), heldBack: await presentHeld(db, query, day) };
}

/**
 * "I have a few minutes": of the open acts that fit, what is owed first, then what keeps most visits a minute, then
 * what has to be done soonest.
 */
export async function chooseOne(db: Db, query: TodayQuery, minutes: number): Promise<ReplyOf<typeof oneAct>> {
  const list = await readToday(db, { ...query, asOf: undefined, minutes: undefined });
  const now = query.now.toISOString();
  const fitting = list.acts.filter(
    (act) => act.minutes <= minutes && (act.notBefore === null || act.notBefore <= now),
  );
  const worth = (act: ActShape): number => (act.value ?? 0) / act.minutes;
  const [best] = [...fitting].sort(
    (a, b) =>
      Number(b.share === 'owed') - Number(a.share === 'owed') ||
      worth(b) - worth(a) ||
      a.dueTo.localeCompare(b.dueTo) ||
      a.id.localeCompare(b.id),
  );
  if (best !== undefined) return { act: best, reason: told.fits.into(minutes) };
  const reason = list.acts.length === 0 ? told.fits.nothingLeft : told.fits.nothing(minutes);
  return { act: null, reason };
}

/** What was answered today, with whether it can be taken back: only the newest answer to an act can. */
export async function listDoneActs(db: Db, query: TodayQuery): Promise<ReplyOf<typeof listDone>> {
  const { practice, now, staffName } = query;
  const midnight = instantOf(localDateIn(practice.zone, now), 0, practice.zone);
  const outcomes = await listOutcomesSince(db, practice.id, midnight);
  const acts = new Map<ActId, ActShape>();
  const ids = [...new Set(outcomes.map((outcome) => outcome.actId))];
  for (const act of await findActs(db, practice.id, ids)) acts.set(act.id, presentStored(act, staffName));
  const newest = new Set<ActId>();
  const done = outcomes.flatMap((outcome) => {
    const act = acts.get(outcome.actId);
    if (act === undefined) return [];
    const canUndo = !newest.has(outcome.actId);
    newest.add(outcome.actId);
    return [
      {
        outcomeId: outcome.id,
        outcome: outcome.outcome,
        reason: outcome.reason,
        by: outcome.byName,
        at: outcome.recordedAt.toISOString(),
        canUndo,
        act,
      },
    ];
  });
  const finished = [...acts.values()].filter((act) => act.state === 'done');
  return {
    done,
    people: new Set(finished.map((act) => act.patientId)).size,
    minutes: finished.reduce((sum, act) => sum + act.minutes, 0),
  };
}
