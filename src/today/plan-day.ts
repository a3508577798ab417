import { askGateForAll } from '../contact/actions.ts';
import type { GateDecision } from '../contact/model.ts';
import { everyDesk, reasonWords } from '../contact/policy.ts';
import type { Db } from '../database/database.ts';
import type { ActId, PatientId } from '../kit/ids.ts';
import { instantOf } from '../kit/instant.ts';
import { addDays, dayNumber, isoWeekday, type LocalDate } from '../kit/local-date.ts';
import { probability } from '../kit/probability.ts';
import { armOf } from '../plan/arm.ts';
import { type Choosable, chooseActs, type Minutes } from '../plan/choose.ts';
import { askOfTouchpoint, type Capacity, mayHoldOut, type Plan } from '../plan/model.ts';
import { readPlan } from '../plan/version-actions.ts';
import type { Practice } from '../practice/model.ts';
import type { Viewpoint } from '../visits/reading.ts';
import { told, toldWords } from '../words/told.ts';
import type { Act, DayPlan, HeldAct, HeldReason } from './model.ts';
import { byPeople, type Finder, findAnew, type Proposed, propose } from './propose.ts';
import {
  type ActHistory,
  findAskedLately,
  findDeclined,
  findHistory,
  findTouchedToday,
} from './queries/find-history.ts';
import { findPeople, type Person } from './queries/find-people.ts';
import { renderScript } from './script.ts';

interface Choosing extends Choosable {
  readonly proposed: Proposed;
}

// After a no the topic rests for a season.
const declinedDays = 90;

// A patient may be proposed for several kinds of contact; what is known of them is read once.
async function askForAll(
  db: Db,
  view: Viewpoint,
  proposed: readonly Proposed[],
  now: Date,
): Promise<(one: Proposed) => GateDecision | undefined> {
  const asks = proposed.map(({ touchpoint, candidate }) => ({
    patient: candidate.patientId,
    ask: askOfTouchpoint(touchpoint),
  }));
  const decisions = await askGateForAll(db, view.practice, asks, now, view.knownAt);
  const answers = new Map(proposed.map((one, nth) => [one, decisions[nth]]));
  return (one) => answers.get(one);
}

interface Known {
  readonly decision: (one: Proposed) => GateDecision | undefined;
  readonly history: ReadonlyMap<ActId, ActHistory>;
  readonly declined: ReadonlySet<string>;
  readonly askedLately: ReadonlySet<string>;
  readonly touched: ReadonlySet<PatientId>;
  readonly endOfDay: Date;
}

type Verdict = 'propose' | 'drop' | { readonly code: HeldReason; readonly reason: string };

function verdictOf(one: Proposed, known: Known): Verdict {
  const { candidate, touchpoint, owed } = one;
  const before = known.history.get(one.id);
  // What closed by itself is here again with its occasion; what somebody answered is not.
  const ended = before?.state === 'done' || (before?.state === 'closed' && !before.closedItself);
  // A promise is not kept by a message, nor a question answered: the occasion would be gone.
  const owedStill = owed && before?.owedStill === true;
  if (ended && !before?.bookingMissing && !owedStill) return 'drop';
  if (before?.state === 'waiting' && before.notBefore !== null && before.notBefore > known.endOfDay) {
    return { code: 'waiting', reason: told.held.waiting };
  }
  if (!owed && before?.state !== 'waiting' && known.touched.has(candidate.patientId)) {
    return { code: 'contacted_today', reason: told.held.contacted_today };
  }
  if (!owed && known.declined.has(`${candidate.patientId} ${touchpoint.topic}`)) {
    return { code: 'declined_before', reason: told.held.declined_before };
  }
  if (known.askedLately.has(`${touchpoint.id} ${candidate.patientId}`) && before?.state !== 'waiting') {
    return { code: 'asked_lately', reason: told.held.asked_lately };
  }
  const unit = candidate.householdId ?? candidate.patientId;
  if (mayHoldOut(touchpoint) && armOf(touchpoint.id, unit, probability(touchpoint.holdOut)) === 'hold_out') {
    return { code: 'hold_out', reason: told.held.hold_out };
  }
  const decision = known.decision(one);
  if (decision === undefined) return 'drop';
  const words = reasonWords(everyDesk, decision.reasons);
  if (decision.verdict === 'refuse') return { code: 'gate_refused', reason: words };
  if (decision.verdict === 'delay' && decision.until >= known.endOfDay)
    return { code: 'gate_later', reason: words };
  return 'propose';
}

function toAct(one: Proposed, practice: Practice, view: Viewpoint, person: Person | undefined): Act {
  const { touchpoint, candidate } = one;
  const usesDetail = touchpoint.params.useDetail === true;
  const input = {
    script: touchpoint.script,
    merge: candidate.merge,
    languages: [person?.language ?? null, ...practice.languages],
    patientName: person?.calledBy,
    practiceName: practice.name,
    day: view.day,
    detail: usesDetail ? person?.detail : undefined,
  };
  const rendered = renderScript(input);
  // The desk can switch to another language of the practice without planning anew.
  const others = practice.languages.map((language) => renderScript({ ...input, languages: [language] }));
  const scripts = Object.fromEntries([...others, rendered].map(({ language, text }) => [language, text]));
  const held = mayHoldOut(touchpoint)
    ? armOf(touchpoint.id, candidate.householdId ?? candidate.patientId, probability(touchpoint.holdOut))
    : 'act';
  return {
    id: one.id,
    touchpointId: touchpoint.id,
    patientId: candidate.patientId,
    householdId: candidate.householdId,
    occurrence: candidate.occurrence,
    day: view.day,
    kind: touchpoint.actKind,
    channel: touchpoint.channel,
    purpose: touchpoint.purpose,
    topic: touchpoint.topic,
    ownerRole: touchpoint.ownerRole,
    minutes: touchpoint.minutes,
    share: touchpoint.share,
    dueFrom: candidate.dueFrom,
    dueTo: candidate.dueTo,
    deadline: candidate.deadline ?? null,
    whyNow: candidate.facts,
    language: rendered.language,
    title: Object.keys(touchpoint.title).length === 0 ? touchpoint.code : toldWords(touchpoint.title),
    script: rendered.text,
    scripts,
    value: candidate.value ?? null,
    valueLow: candidate.valueLow ?? null,
    valueHigh: candidate.valueHigh ?? null,
    arm: held,
    premise: candidate.premise,
  };
}

function toChoosing(one: Proposed): Choosing {
  const { touchpoint, candidate } = one;
  return {
    key: one.id,
    patient: candidate.patientId,
    household: candidate.householdId ?? undefined,
    topic: touchpoint.topic,
    share: touchpoint.share,
    role: touchpoint.ownerRole,
    minutes: touchpoint.minutes,
    value: candidate.value,
    priority: touchpoint.priority,
    dueTo: dayNumber(candidate.dueTo),
    proposed: one,
  };
}

/** The minutes of a day: the capacity of its weekday by role, or as many as the caller says, in one purse. */
export function minutesOf(
  capacity: readonly Capacity[],
  weekday: number,
  asked: number | undefined,
): Minutes {
  if (asked !== undefined) return { available: asked, byRole: undefined };
  const byRole = new Map<string, number>();
  for (const one of capacity) if (one.weekday === weekday) byRole.set(one.role, one.minutes);
  return { available: [...byRole.values()].reduce((sum, minutes) => sum + minutes, 0), byRole };
}

/** The first day after this one on which any role has minutes; undefined where none ever has. */
function nextWorkdayOf(capacity: readonly Capacity[], day: LocalDate): LocalDate | undefined {
  const worked = new Set(capacity.filter(({ minutes }) => minutes > 0).map(({ weekday }) => weekday));
  return [1, 2, 3, 4, 5, 6, 7].map((ahead) => addDays(day, ahead)).find((one) => worked.has(isoWeekday(one)));
}

// Rows that are kept and shown; the counts below are of all.
const mostHeld = 500;

/**
 * Plans a day from scratch: finds the occasions, asks the gate, keeps one act a patient and one a household and
 * topic, shares the minutes, ranks. Reads only; `store-day-plan.ts` writes what it returns.
 * @param asked minutes instead of the practice's capacity
 * @param wanted a plan to try instead of the practice's own
 */
export async function planDay(
  db: Db,
  practice: Practice,
  view: Viewpoint,
  asked?: number,
  wanted?: Plan,
  find: Finder = findAnew,
): Promise<DayPlan> {
  const plan = wanted ?? (await readPlan(db, practice.id));
  const touchpoints = plan.touchpoints.flatMap(byPeople);
  const { proposed, unread } = await propose(
    db,
    practice,
    view,
    touchpoints,
    nextWorkdayOf(plan.capacity, view.day),
    find,
  );
  const patients = [...new Set(proposed.map((one) => one.candidate.patientId))];
  const known: Known = {
    // The day's list is for the whole day: at dawn and at dusk it is the same, and the gate is asked again on opening.
    decision: await askForAll(db, view, proposed, instantOf(view.day, 0, practice.zone)),
    history: await findHistory(
      db,
      view,
      proposed.map((one) => one.id),
    ),
    declined: await findDeclined(db, view, patients, declinedDays),
    askedLately: await findAskedLately(db, view, touchpoints),
    touched: await findTouchedToday(db, view),
    endOfDay: instantOf(addDays(view.day, 1), 0, practice.zone),
  };
  const people = await findPeople(db, view, patients);
  const act = (one: Proposed): Act => toAct(one, practice, view, people.get(one.candidate.patientId));
  const held: HeldAct[] = [];
  const choosing: Choosing[] = [];
  const counts: Record<string, number> = {};
  const hold = (one: Proposed, code: HeldReason, reason: string): void => {
    counts[code] = (counts[code] ?? 0) + 1;
    if (held.length < mostHeld) held.push({ act: act(one), code, reason });
  };
  for (const one of proposed) {
    const verdict = verdictOf(one, known);
    if (verdict === 'propose') choosing.push(toChoosing(one));
    else if (verdict !== 'drop') hold(one, verdict.code, verdict.reason);
  }
  const minutes = minutesOf(plan.capacity, isoWeekday(view.day), asked);
  const choice = chooseActs(choosing, plan.shares, minutes);
  const backlog = { ...unread };
  for (const { candidate, code } of choice.held) {
    // The overdue beyond the day's minutes are one line, not a thousand.
    if (code === 'minutes' && candidate.value !== undefined) {
      backlog.patients += 1;
      backlog.minutes += candidate.minutes;
    } else {
      hold(candidate.proposed, code, told.held[code]);
    }
  }
  return {
    day: view.day,
    minutes: { available: minutes.available, planned: choice.minutesPlanned },
    acts: choice.chosen.map((one) => act(one.proposed)),
    held,
    heldCounts: counts,
    backlog,
  };
}
