import { askGate } from '../contact/actions.ts';
import { everyDesk, reasonWords } from '../contact/policy.ts';
import type { Database, Db } from '../database/database.ts';
import type { PatientId } from '../kit/ids.ts';
import { instantOf, localDateIn } from '../kit/instant.ts';
import { addDays, type LocalDate } from '../kit/local-date.ts';
import { lookFromThePast, scorePractice, scoresAreOf } from '../loyalty/actions.ts';
import { askOfTouchpoint, byHandTrigger, type Trigger } from '../plan/model.ts';
import type { Practice } from '../practice/model.ts';
import { listOpenPlaces } from '../practice/reading.ts';
import type { Viewpoint } from '../visits/reading.ts';
import { told } from '../words/told.ts';
import { mayReopen } from './desk-actions.ts';
import { freshnessOf } from './freshness.ts';
import type { DayPlan } from './model.ts';
import type { PremiseContext } from './occasions/occasion.ts';
import { occasions } from './occasions.ts';
import { planDay } from './plan-day.ts';
import { listClosedByHand, listOpenActsOf, stateOf, updateAct } from './queries/acts.ts';
import { findDayPlan } from './queries/find-day-plan.ts';
import { findScheduleNews, hasBookingsAhead, listHeardSources } from './queries/schedule-sources.ts';
import { beginPlanning, storeDayPlan } from './queries/store-day-plan.ts';

/** The present: all that is recorded is known. */
export function presentView(practice: Practice, now: Date): Viewpoint {
  return { practice: practice.id, day: localDateIn(practice.zone, now), knownAt: now, live: true };
}

/** The end of a day, past or future: what was recorded later is hidden. */
export function viewOf(practice: Practice, day: LocalDate): Viewpoint {
  const knownAt = new Date(instantOf(addDays(day, 1), 0, practice.zone).getTime() - 1);
  return { practice: practice.id, day, knownAt, live: false };
}

/**
 * Plans today anew and writes it: scores first, when they are of another day or visits have changed since.
 * Runs at the day's beginning, after an import, and when somebody looks before either.
 */
export async function refreshToday(db: Db, practice: Practice, now: Date): Promise<DayPlan> {
  const view = presentView(practice, now);
  if (!(await scoresAreOf(db, practice.id, view.day))) await scorePractice(db, view);
  await beginPlanning(db, practice.id, view.day);
  const plan = await planDay(db, practice, view);
  await storeDayPlan(db, practice.id, plan);
  return plan;
}

/**
 * What a day would look like, or would have looked like: scores and plan as of its end. Writes only to temporary
 * tables that vanish with the transaction.
 * @param asked minutes instead of the practice's capacity
 */
export async function planWhatIf(
  db: Db,
  practice: Practice,
  day: LocalDate,
  asked?: number,
): Promise<DayPlan> {
  const view = viewOf(practice, day);
  await lookFromThePast(db, view);
  await scorePractice(db, view);
  return planDay(db, practice, view, asked);
}

/** True when today has been planned already. */
export function isPlanned(database: Database, practice: Practice, now: Date): Promise<boolean> {
  const day = localDateIn(practice.zone, now);
  return database.inPractice(
    practice.id,
    async (db) => (await findDayPlan(db, practice.id, day)) !== undefined,
  );
}

/** Why the reason of an act is gone; undefined while it holds, or while somebody who knows better said that it does. */
export function premiseGone(context: PremiseContext, trigger: string): Promise<string | undefined> {
  // Whoever asked for it by hand is its premise.
  if (context.premise.overruled !== undefined || trigger === byHandTrigger) return Promise.resolve(undefined);
  return occasions[trigger as Trigger].gone(context);
}

export interface ScheduleAge {
  readonly asOf: Date | null;
  readonly stale: boolean;
  /** What is of this very day may be otherwise by now. */
  readonly checkToday: boolean;
  /** False: the files that came hold no bookings of the future, so that nobody can tell who has one. */
  readonly ahead: boolean;
}

/** How old the schedule is that the day's acts rest on. The sample's is made with the day and never stale. */
export async function scheduleAge(db: Db, practice: Practice, now: Date): Promise<ScheduleAge> {
  if (practice.isSample) return { asOf: now, stale: false, checkToday: false, ahead: true };
  const news = await findScheduleNews(db, practice.id);
  if (news === undefined) return { asOf: null, stale: false, checkToday: false, ahead: false };
  const ahead = await hasBookingsAhead(db, practice.id, localDateIn(practice.zone, now));
  const { stale, checkToday } = freshnessOf(news, await listOpenPlaces(db, practice.id), now);
  return { asOf: news.at, stale, checkToday, ahead };
}

/** Whether somebody has to look into the book before they act on this. */
export function checkBook(act: { readonly trigger: string }, age: ScheduleAge): boolean {
  // What somebody asked for by hand rests on nothing but their word.
  if (act.trigger === byHandTrigger) return false;
  const { restsOnSchedule, restsOnToday } = occasions[act.trigger as Trigger];
  return restsOnSchedule && (age.stale || !age.ahead || (age.checkToday && restsOnToday === true));
}

export interface ScheduleSource {
  readonly kind: 'files' | 'line' | 'sample';
  readonly name: string;
  readonly at: string | null;
  readonly stale: boolean;
}

/** The same by source. The sample's schedule is made as the day goes on. */
export async function listScheduleSources(db: Db, practice: Practice, now: Date): Promise<ScheduleSource[]> {
  if (practice.isSample) return [{ kind: 'sample', name: '', at: now.toISOString(), stale: false }];
  const places = await listOpenPlaces(db, practice.id);
  const heard = await listHeardSources(db, practice.id);
  return heard.map(({ kind, name, at }) => ({
    kind,
    name,
    at: at?.toISOString() ?? null,
    stale: at === null || freshnessOf({ at, by: kind === 'line' ? 'line' : 'file' }, places, now).stale,
  }));
}

/**
 * Something about a patient changed: their open acts whose premise is gone, or that the gate now refuses, are closed
 * at once, on every desk; acts by hand that were closed so are open again when nothing refuses them any more.
 */
export async function recheckActs(db: Db, practice: Practice, patient: string, now: Date): Promise<void> {
  for (const act of await listOpenActsOf(db, practice.id, patient as PatientId)) {
    const ask = askOfTouchpoint({ ...act, automatic: false });
    const decision = (await askGate(db, practice.id, new Map([[act.patientId, ask]]), now)).get(
      act.patientId,
    );
    const view = presentView(practice, now);
    const context = { db, view, patientId: act.patientId, premise: act.premise };
    const reason =
      decision === undefined || decision.verdict === 'refuse'
        ? decision === undefined
          ? told.gate.gone
          : reasonWords(everyDesk, decision.reasons)
        : await premiseGone(context, act.trigger);
    if (reason === undefined) continue;
    await updateAct(db, practice.id, act.id, { ...stateOf(act), state: 'closed', closedReason: reason }, now);
  }
  await reopenByHand(db, practice, patient as PatientId, now);
}

// Longer ago, whoever asked for it would not expect it any more.
const closedDays = 30;

/** What somebody asked for by hand is in no plan that would bring it back: it is open again once it may be done again. */
async function reopenByHand(db: Db, practice: Practice, patient: PatientId, now: Date): Promise<void> {
  const since = new Date(now.getTime() - closedDays * 86_400_000);
  for (const act of await listClosedByHand(db, practice.id, patient, since)) {
    if (!(await mayReopen(db, { practice }, act, now))) continue;
    const state = act.notBefore === null ? 'planned' : 'waiting';
    await updateAct(db, practice.id, act.id, { ...stateOf(act), state, closedReason: null }, now);
  }
}
