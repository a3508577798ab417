import { askGate } from '../contact/actions.ts';
import type { Db } from '../database/database.ts';
import type { ActId, StaffMemberId } from '../kit/ids.ts';
import { localDateIn } from '../kit/instant.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { askOfTouchpoint } from '../plan/model.ts';
import { tellDesks } from '../platform/live.ts';
import type { Actor } from '../practice/model.ts';
import { told } from '../words/told.ts';
import {
  bringToDay,
  findAct,
  findColleague,
  overrulePremise,
  type StoredAct,
  setAssigned,
  stateOf,
  updateAct,
} from './queries/acts.ts';
import { findOpenedPatient } from './queries/find-opened.ts';
import { listOutcomesOf } from './queries/outcomes.ts';
import { insertWords, undoWords } from './queries/words.ts';

const noAct = refuse('not_found', told.refusals.noAct);

/**
 * Gives an act to a colleague, or to whoever has the role.
 * @param left when this takes an assignment back: whose act that made it
 * @returns `not_found` also for a colleague who works here no more; `cannot_undo` when it is somebody else's since
 */
export async function assignAct(
  db: Db,
  actor: Actor,
  id: ActId,
  to: StaffMemberId | null,
  left?: StaffMemberId | null,
): Promise<
  Outcome<
    { readonly act: StoredAct; readonly before: StaffMemberId | null },
    Refusal<'not_found' | 'cannot_undo'>
  >
> {
  const practice = actor.practice.id;
  const act = await findAct(db, practice, id, true);
  if (act === undefined) return noAct;
  if (left !== undefined && act.assignedTo !== left) {
    return refuse('cannot_undo', told.refusals.changedSince);
  }
  if (to !== null && !(await findColleague(db, practice, to))) return noAct;
  await setAssigned(db, practice, id, to);
  await tellDesks(db, 'act', { id });
  return done({ act: (await findAct(db, practice, id)) ?? act, before: act.assignedTo });
}

// Another desk speaks under its own name.
function withoutSpeaker(words: string, actor: Actor): string {
  return actor.displayName.length < 2 ? words : words.replaceAll(actor.displayName, '{staff}');
}

/**
 * Keeps what will be said for this one act, for every desk and for paper.
 * @param words null: as the touchpoint has it
 * @returns `not_found`; `invalid_input` for a language that the practice has no words in
 */
export async function changeWords(
  db: Db,
  actor: Actor,
  id: ActId,
  version: { readonly language: string; readonly words: string | null },
  now: Date,
): Promise<
  Outcome<{ readonly act: StoredAct; readonly versionId: string }, Refusal<'not_found' | 'invalid_input'>>
> {
  const practice = actor.practice.id;
  const act = await findAct(db, practice, id, true);
  if (act === undefined) return noAct;
  if (!Object.hasOwn(act.scripts, version.language)) {
    return refuse('invalid_input', told.refusals.wordsLanguage);
  }
  const words = version.words === null ? null : withoutSpeaker(version.words, actor);
  const versionId = await insertWords(db, practice, {
    act: id,
    language: version.language,
    words: words === act.scripts[version.language] ? null : words,
    by: actor.staffMemberId,
    now,
  });
  await tellDesks(db, 'act', { id });
  return done({ act: (await findAct(db, practice, id)) ?? act, versionId });
}

/** @returns `already_undone` */
export async function takeWordsBack(
  db: Db,
  actor: Actor,
  version: string,
  now: Date,
): Promise<Outcome<true, Refusal<'already_undone'>>> {
  const act = await undoWords(db, actor.practice.id, version, now);
  if (act === undefined) return refuse('already_undone', told.refusals.wordsTakenBack);
  await tellDesks(db, 'act', { id: act });
  return done(true);
}

/** True when an act that closed itself may be opened again by somebody who knows better. */
export async function mayReopen(
  db: Db,
  actor: Pick<Actor, 'practice'>,
  act: StoredAct,
  now: Date,
): Promise<boolean> {
  if (act.state !== 'closed') return false;
  const practice = actor.practice.id;
  if ((await listOutcomesOf(db, practice, act.id)).some((outcome) => !outcome.undone)) return false;
  const patient = await findOpenedPatient(db, practice, act.patientId);
  if (patient === undefined || patient.exited) return false;
  const ask = askOfTouchpoint({ ...act, automatic: false });
  const decision = (await askGate(db, practice, new Map([[act.patientId, ask]]), now)).get(act.patientId);
  return decision !== undefined && decision.verdict !== 'refuse';
}

/**
 * Opens an act again that closed itself: its reason is not asked for again until the day is planned anew. An act that
 * is open stays as it is.
 * @returns `cannot_undo` when somebody answered it, the patient left, or may not be contacted
 */
export async function reopenAct(
  db: Db,
  actor: Actor,
  id: ActId,
  now: Date,
): Promise<Outcome<StoredAct, Refusal<'not_found' | 'cannot_undo'>>> {
  const practice = actor.practice.id;
  const act = await findAct(db, practice, id, true);
  if (act === undefined) return noAct;
  if (act.state !== 'closed' && act.state !== 'done') return done(act);
  if (!(await mayReopen(db, actor, act, now))) {
    return refuse('cannot_undo', told.refusals.staysClosed);
  }
  const state = act.notBefore === null ? 'planned' : 'waiting';
  await overrulePremise(db, practice, id);
  await updateAct(db, practice, id, { ...stateOf(act), state, closedReason: null }, now);
  await bringToDay(db, practice, id, localDateIn(actor.practice.zone, now));
  return done((await findAct(db, practice, id)) ?? act);
}

/** Tells the other desks who is on an act. Nothing is written. @returns `not_found` */
export async function sayPresence(
  db: Db,
  actor: Actor,
  id: ActId,
  presence: { readonly desk: string; readonly here: boolean },
): Promise<Outcome<StoredAct, Refusal<'not_found'>>> {
  const act = await findAct(db, actor.practice.id, id);
  if (act === undefined || actor.staffMemberId === null) return noAct;
  await tellDesks(db, 'presence', { id, staff: actor.staffMemberId, ...presence });
  return done(act);
}
