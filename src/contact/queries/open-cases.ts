import type { Db } from '../../database/database.ts';
import type { PatientId, PracticeId } from '../../kit/ids.ts';

/**
 * Which of these patients have a case that is open. No folder keeps cases yet, so nobody has; whoever begins to keep them
 * answers here, and the gate pauses promotion and review requests from then on.
 */
export async function findOpenCases(
  _db: Db,
  _practice: PracticeId,
  _patients: readonly PatientId[],
): Promise<ReadonlySet<PatientId>> {
  return new Set();
}
