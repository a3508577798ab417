import type { Db } from '../database/database.ts';
import { nameOf } from '../insight/actions.ts';
import { describePatients } from '../insight/patient-queries.ts';
import type { PatientId, PracticeId } from '../kit/ids.ts';

/** What each patient is called on a list. */
export type Names = ReadonlyMap<PatientId, string>;

export async function namesOf(
  db: Db,
  practice: PracticeId,
  rows: readonly { readonly patientId: PatientId }[],
): Promise<Names> {
  const lines = await describePatients(db, practice, [...new Set(rows.map((row) => row.patientId))]);
  return new Map(lines.map((line) => [line.id as PatientId, nameOf(line)]));
}
