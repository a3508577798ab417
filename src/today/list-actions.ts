import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { ActId, PatientId } from '../kit/ids.ts';
import { instantOf, localDateIn } from '../kit/instant.ts';
import type { LocalDate } from '../kit/local-date.ts';
import type { Practice } from '../practice/model.ts';
import { told } from '../words/told.ts';
import { checkBook, planWhatIf, presentView, refreshToday, scheduleAge, viewOf } from './actions.ts';
import type { ActShape, listDone, listToday, oneAct } from './contract.ts';
import type { DayPlan } from './model.ts';
import { planDay } from './plan-day.ts';
import { presentHeldCounts, presentPlanned, presentStored, readHeldReason } from './present.ts';
import { findActs, listHeldActs, listOpenActs } from './queries/acts.ts';
import { findDayPlan } from './queries/find-day-plan.ts';
import { findPeople } from './queries/find-people.ts';
import { listOutcomesSince } from './queries/outcomes.ts';

export type TodayList = ReplyOf<typeof listToday>;

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

// A plan that was not stored, presented as the list.
async function presentPlan(db: Db, query: TodayQuery, plan: DayPlan, doneToday: number): Promise<TodayList> {
  const { practice, now, staffName, asOf } = query;
  const view = asOf === undefined ? presentView(practice, now) : viewOf(practice, asOf);
  const held = plan.held.slice(0, mostHeldShown);
  const patients = [...plan.acts, ...held.map((one) => one.act)].map((act) => act.patientId);
  const people = await findPeople(db, view, [...new Set(patients)]);
  const name = (id: PatientId): string => people.get(id)?.shownAs ?? '';
  const age = await scheduleAge(db, practice, now);
  return {
    asOf: plan.day,
    whatIf: asOf !== undefined,
    minutes: { ...plan.minutes, done: 0 },
    acts: plan.acts.map((act) => presentPlanned(act, name(act.patientId), staffName)),
    heldBack: held.map(({ act, code, reason }) => ({
      kind: act.kind,
      patientId: act.patientId,
      patientName: name(act.patientId),
      reason,
      code,
    })),
    heldCounts: presentHeldCounts(plan.heldCounts),
    backlog: plan.backlog,
    doneToday,
    scheduleAsOf: age.asOf?.toISOString() ?? null,
    scheduleIsStale: age.stale,
    bookingsAhead: age.ahead,
    checkFirst: [],
  };
}

async function presentStoredDay(db: Db, query: TodayQuery): Promise<TodayList> {
  const { practice, now, staffName } = query;
  const day = localDateIn(practice.zone, now);
  const age = await scheduleAge(db, practice, now);
  let stored = await findDayPlan(db, practice.id, day);
  const outdated =
    query.renew === true &&
    !practice.isSample &&
    age.asOf !== null &&
    stored !== undefined &&
    age.asOf > stored.madeAt;
  if (stored === undefined || outdated) {
    await refreshToday(db, practice, now);
    stored = await findDayPlan(db, practice.id, day);
  }
  const acts = await listOpenActs(db, practice.id, day, now);
  const held = await listHeldActs(db, practice.id, day);
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
    heldBack: held.map((act) => ({
      kind: act.kind,
      patientId: act.patientId,
      patientName: act.patientName,
      ...readHeldReason(act.heldReason),
    })),
    heldCounts: presentHeldCounts(stored?.heldCounts ?? {}),
    backlog: { patients: stored?.backlog ?? 0, minutes: stored?.backlogMinutes ?? 0 },
    doneToday: done.done.length,
    scheduleAsOf: age.asOf?.toISOString() ?? null,
    scheduleIsStale: age.stale,
    bookingsAhead: age.ahead,
    checkFirst: acts.filter((act) => checkBook(act, age)).map((act) => act.id),
  };
}

/** The list of the day: the stored one today, a what-if for another day or for other minutes. */
export async function readToday(db: Db, query: TodayQuery): Promise<TodayList> {
  const { practice, now, asOf, minutes } = query;
  if (asOf !== undefined) return presentPlan(db, query, await planWhatIf(db, practice, asOf, minutes), 0);
  if (minutes === undefined) return presentStoredDay(db, query);
  const plan = await planDay(db, practice, presentView(practice, now), minutes);
  return presentPlan(db, query, plan, 0);
}

/**
 * "I have a few minutes": of the open acts that fit, what is owed first, then what keeps most visits a minute, then
 * what has to be done soonest.
 */
export async function chooseOne(db: Db, query: TodayQuery, minutes: number): Promise<ReplyOf<typeof oneAct>> {
  const list = await presentStoredDay(db, query);
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
