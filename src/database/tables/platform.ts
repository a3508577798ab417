import type { Generated } from 'kysely';
import type { AccountId, PatientId, PracticeId, StaffMemberId } from '../../kit/ids.ts';
import type { Instant, InstantDefault, InstantOrNull, JsonDefault, OrNull } from './column.ts';

export interface AuditEventTable {
  practice_id: PracticeId;
  id: string;
  at: InstantDefault;
  account_id: OrNull<AccountId>;
  staff_member_id: OrNull<StaffMemberId>;
  /** The operation's name. */
  action: string;
  /** `ok`, or the code of the refusal. */
  result: string;
  /** Whose record was read or changed. */
  patient_ids: Generated<PatientId[]>;
  object_ids: Generated<string[]>;
  request_id: string;
  /** /24 or /64, never the full address. */
  network: OrNull<string>;
}

export interface AuditSealTable {
  practice_id: PracticeId;
  seq: string;
  event_id: string;
  /** sha256(previous digest, seq, canonical event). */
  digest: Buffer;
  sealed_at: InstantDefault;
}

/** What a staff member did that can be taken back. */
export interface DeedTable {
  practice_id: PracticeId;
  id: string;
  by_staff: StaffMemberId;
  kind: string;
  object_id: OrNull<string>;
  before: JsonDefault<Readonly<Record<string, unknown>>>;
  at: Instant;
  undone_at: InstantOrNull;
}

export interface PlatformTables {
  audit_event: AuditEventTable;
  audit_seal: AuditSealTable;
  deed: DeedTable;
}
