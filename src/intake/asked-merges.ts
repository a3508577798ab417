import type { Db } from '../database/database.ts';
import type { PatientId, PracticeId } from '../kit/ids.ts';
import type { PatientIdentifier } from '../patients/model.ts';
import { recordAuditEvent } from '../platform/audit.ts';
import { mergePatients } from './merge-actions.ts';
import { listWaitingMerges, settleMergeRequest } from './merge-request-actions.ts';
import { areKnownDifferent } from './queries/possible-matches.ts';

/**
 * Merges the patients of whom their own source says that they are one (HL7 A40 and its like). One that a person made
 * two again is declined for good; one of whom we hold only one patient waits, because the other may still come. Run
 * twice, it happens once.
 * @returns how many were merged
 */
export async function mergeAsAsked(db: Db, practice: PracticeId, now: Date): Promise<number> {
  let merged = 0;
  for (const { id, old, survivor } of await listWaitingMerges(db, practice)) {
    const [one, other] = [await holderOf(db, practice, survivor), await holderOf(db, practice, old)];
    if (one === undefined || other === undefined) continue;
    if (one === other) {
      await settleMergeRequest(db, practice, id, 'merged', now);
    } else if (await areKnownDifferent(db, practice, one, other)) {
      await settleMergeRequest(db, practice, id, 'declined', now);
    } else {
      const wish = { one, other, decided: 'auto', by: null, score: null, why: [] } as const;
      const outcome = await mergePatients(db, practice, wish, now);
      if (!outcome.ok) continue;
      await settleMergeRequest(db, practice, id, 'merged', now);
      merged += 1;
      const { mergeId, survivor: kept, merged: gone } = outcome.value;
      // Nobody here asked for it, so the trail would not know of it.
      await recordAuditEvent(db, practice, {
        accountId: null,
        staffMemberId: null,
        action: 'patients.merge_asked',
        result: 'ok',
        patientIds: [kept, gone],
        objectIds: [mergeId],
        requestId: mergeId,
        network: null,
      });
    }
  }
  return merged;
}

async function holderOf(
  db: Db,
  practice: PracticeId,
  { system, value }: PatientIdentifier,
): Promise<PatientId | undefined> {
  const row = await db
    .selectFrom('patient_identifier')
    .select('patient_id')
    .where('practice_id', '=', practice)
    .where('system', '=', system)
    .where('value', '=', value)
    .executeTakeFirst();
  return row?.patient_id;
}
