import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import {
  newId,
  type PatientId,
  type PatientNoteId,
  type PracticeId,
  type StaffMemberId,
} from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import { told } from '../words/told.ts';
import { patientExists } from './detail-actions.ts';
import type { NoteSensitivity } from './model.ts';

/** Whoever writes or reads a note, and whether clinical ones are for them. */
export interface NoteReader {
  readonly staff: StaffMemberId | null;
  readonly clinical: boolean;
}

const noNote = refuse('not_found', told.refusals.noNote);

/**
 * Writes a note about a patient.
 * @returns `not_found`; `not_allowed` for a clinical one by somebody who could not read it afterwards
 */
export async function addNote(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  note: { readonly words: string; readonly sensitivity: NoteSensitivity },
  writer: NoteReader,
  now: Date,
): Promise<Outcome<PatientNoteId, Refusal<'not_found' | 'not_allowed'>>> {
  if (!(await patientExists(db, practice, patient))) return refuse('not_found', told.refusals.noPatient);
  if (note.sensitivity === 'clinical' && !writer.clinical) {
    return refuse('not_allowed', told.refusals.clinicalNote);
  }
  const id = newId<PatientNoteId>(now.getTime());
  await insertVersion(db, practice, { id, noteId: id, patient, ...note, by: writer.staff, now });
  await tellDesks(db, 'patient', { id: patient });
  return done(id);
}

/**
 * Says it otherwise; what was said before stays as a version.
 * @returns the version, for an undo; `not_found` also for a clinical note and a reader it is not for; `not_own`
 * for somebody else's note
 */
export async function changeNote(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  id: PatientNoteId,
  words: string,
  writer: NoteReader,
  now: Date,
): Promise<Outcome<PatientNoteId, Refusal<'not_found' | 'not_own'>>> {
  const note = await findNote(db, practice, patient, id, writer);
  if (note === undefined) return noNote;
  if (note.by === null || note.by !== writer.staff) return refuse('not_own', told.refusals.othersNote);
  const version = newId<PatientNoteId>(now.getTime());
  const { sensitivity } = note;
  await insertVersion(db, practice, {
    id: version,
    noteId: id,
    patient,
    words,
    sensitivity,
    by: writer.staff,
    now,
  });
  await tellDesks(db, 'patient', { id: patient });
  return done(version);
}

/** The version is read no more; the one before it is. @returns `not_found` */
export async function takeVersionBack(
  db: Db,
  practice: PracticeId,
  version: PatientNoteId,
  now: Date,
): Promise<Outcome<PatientId, Refusal<'not_found'>>> {
  const found = await sql<{ patient_id: PatientId }>`
    update patient_note set undone_at = ${now}
    where practice_id = ${practice} and id = ${version} and id <> note_id and undone_at is null
    returning patient_id`.execute(db);
  const patient = found.rows[0]?.patient_id;
  if (patient === undefined) return noNote;
  await tellDesks(db, 'patient', { id: patient });
  return done(patient);
}

/** Takes a note out of what is read, or brings it back. @returns `not_found` also for a clinical one and a reader it is not for */
export async function removeNote(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  id: PatientNoteId,
  change: { readonly removed: boolean; readonly reader: NoteReader; readonly now: Date },
): Promise<Outcome<true, Refusal<'not_found'>>> {
  const { removed, reader, now } = change;
  const result = await sql`
    update patient_note set removed_at = ${removed ? now : null}, removed_by = ${removed ? reader.staff : null}
    where practice_id = ${practice} and patient_id = ${patient} and id = ${id} and note_id = id
      and (sensitivity = 'team' or ${reader.clinical})`.execute(db);
  if (result.numAffectedRows !== 1n) return noNote;
  await tellDesks(db, 'patient', { id: patient });
  return done(true);
}

async function findNote(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  id: PatientNoteId,
  reader: NoteReader,
): Promise<{ readonly by: StaffMemberId | null; readonly sensitivity: NoteSensitivity } | undefined> {
  const found = await sql<{ by: StaffMemberId | null; sensitivity: NoteSensitivity }>`
    select by_staff as by, sensitivity from patient_note
    where practice_id = ${practice} and patient_id = ${patient} and id = ${id} and note_id = id
      and removed_at is null and (sensitivity = 'team' or ${reader.clinical})
    for update`.execute(db);
  return found.rows[0];
}

interface Version {
  readonly id: PatientNoteId;
  readonly noteId: PatientNoteId;
  readonly patient: PatientId;
  readonly words: string;
  readonly sensitivity: NoteSensitivity;
  readonly by: StaffMemberId | null;
  readonly now: Date;
}

async function insertVersion(db: Db, practice: PracticeId, version: Version): Promise<void> {
  await db
    .insertInto('patient_note')
    .values({
      practice_id: practice,
      id: version.id,
      note_id: version.noteId,
      patient_id: version.patient,
      words: version.words,
      sensitivity: version.sensitivity,
      by_staff: version.by,
      at: version.now,
    })
    .execute();
}
