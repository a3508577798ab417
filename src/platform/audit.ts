import type { Db } from '../database/database.ts';
import { type AccountId, newId, type PatientId, type PracticeId, type StaffMemberId } from '../kit/ids.ts';

/** One request, as the audit trail keeps it: ids and names of operations, never a value. */
export interface AuditEvent {
  readonly accountId: AccountId | null;
  readonly staffMemberId: StaffMemberId | null;
  readonly action: string;
  readonly result: string;
  readonly patientIds: readonly PatientId[];
  readonly objectIds: readonly string[];
  readonly requestId: string;
  readonly network: string | null;
}

// A list of a thousand patients is one event with the first thousand ids; the action says that it was a list.
const mostIds = 1000;

/** Adds the event in the transaction whose reads and writes it tells of. The sealer chains it within a second. */
export async function recordAuditEvent(db: Db, practice: PracticeId, event: AuditEvent): Promise<void> {
  await db
    .insertInto('audit_event')
    .values({
      practice_id: practice,
      id: newId(),
      account_id: event.accountId,
      staff_member_id: event.staffMemberId,
      action: event.action,
      result: event.result,
      patient_ids: event.patientIds.slice(0, mostIds),
      object_ids: event.objectIds.slice(0, mostIds),
      request_id: event.requestId,
      network: event.network,
    })
    .execute();
}

export interface AuditLine {
  readonly id: string;
  readonly at: string;
  readonly who: string | null;
  readonly action: string;
  readonly result: string;
  readonly patients: number;
  readonly network: string | null;
  readonly requestId: string;
}

/** The trail, newest first, a hundred a page. @param before the id of the last line of the page before */
export async function listAuditEvents(
  db: Db,
  practice: PracticeId,
  before: string | undefined,
): Promise<readonly AuditLine[]> {
  let query = db
    .selectFrom('audit_event')
    .leftJoin('staff_member', (join) =>
      join
        .onRef('staff_member.practice_id', '=', 'audit_event.practice_id')
        .onRef('staff_member.id', '=', 'audit_event.staff_member_id'),
    )
    .select([
      'audit_event.id',
      'audit_event.at',
      'staff_member.display_name as who',
      'audit_event.action',
      'audit_event.result',
      'audit_event.patient_ids',
      'audit_event.network',
      'audit_event.request_id as requestId',
    ])
    .where('audit_event.practice_id', '=', practice)
    // Ids are version 7: their order is that of time.
    .orderBy('audit_event.id', 'desc')
    .limit(100);
  if (before !== undefined) query = query.where('audit_event.id', '<', before);
  const rows = await query.execute();
  return rows.map(({ patient_ids, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    patients: patient_ids.length,
  }));
}
