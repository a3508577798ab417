import type { Db } from '../database/database.ts';
import { type ActId, newId, type PatientId, type StaffMemberId } from '../kit/ids.ts';
import { addDays, type LocalDate } from '../kit/local-date.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { byHandTouchpoint } from '../plan/actions.ts';
import { byHandTrigger } from '../plan/model.ts';
import { tellDesks } from '../platform/live.ts';
import type { Actor } from '../practice/model.ts';
import { told } from '../words/told.ts';
import { findAct, findColleague, type StoredAct } from './queries/acts.ts';
import { findOpenedPatient } from './queries/find-opened.ts';
import { deleteUnansweredAct, insertHandAct } from './queries/hand-acts.ts';

export interface HandAct {
  /** Why, in the words of whoever asks for it. */
  readonly reason: string;
  readonly channel: 'call' | 'post' | 'in_person';
  readonly minutes: number;
  readonly ownerRole: string;
  readonly assignedTo: StaffMemberId | null;
  readonly day: LocalDate;
}

// Farther ahead is a promise or a booking.
const farthestDays = 365;

/**
 * Puts an act on Today that no touchpoint proposed. It stands there until it is answered, from its day on.
 * @returns `not_found` for a patient or a colleague who is not here; `cannot_act` for somebody who has left;
 * `invalid_input` for a day that is not ahead
 */
export async function addHandAct(
  db: Db,
  actor: Actor,
  patientId: PatientId,
  wanted: HandAct,
  today: LocalDate,
  now: Date,
): Promise<Outcome<StoredAct, Refusal<'not_found' | 'cannot_act' | 'invalid_input'>>> {
  const practice = actor.practice.id;
  const patient = await findOpenedPatient(db, practice, patientId);
  if (patient === undefined) return refuse('not_found', told.refusals.noPatient);
  if (patient.exited) return refuse('cannot_act', told.gone.left);
  if (wanted.day < today || wanted.day > addDays(today, farthestDays)) {
    return refuse('invalid_input', told.refusals.actDay);
  }
  if (wanted.assignedTo !== null && !(await findColleague(db, practice, wanted.assignedTo))) {
    return refuse('not_found', told.refusals.noStaff);
  }
  const touchpointId = await byHandTouchpoint(db, practice);
  const id = newId<ActId>(now.getTime());
  const language = patient.language ?? actor.practice.languages[0] ?? 'en';
  await insertHandAct(db, practice, {
    id,
    touchpointId,
    patientId,
    language,
    ...wanted,
    today,
    title: told.facts.byHand,
    source: told.sources.byHand(actor.displayName),
  });
  await tellDesks(db, 'today');
  await tellDesks(db, 'patient', { id: patientId });
  const act = await findAct(db, practice, id);
  if (act === undefined) throw new Error('an act that was just written is not there');
  return done(act);
}

/** Takes an act back that somebody asked for by hand. @returns whose it was; `cannot_undo` when it was answered since */
export async function takeHandActBack(
  db: Db,
  actor: Actor,
  id: ActId,
): Promise<Outcome<PatientId, Refusal<'cannot_undo'>>> {
  const practice = actor.practice.id;
  const act = await findAct(db, practice, id, true);
  const gone =
    act !== undefined && act.trigger === byHandTrigger && (await deleteUnansweredAct(db, practice, id));
  if (!gone || act === undefined) return refuse('cannot_undo', told.refusals.actAnswered);
  await tellDesks(db, 'today');
  await tellDesks(db, 'patient', { id: act.patientId });
  return done(act.patientId);
}
