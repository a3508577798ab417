import type { Generated } from 'kysely';
import type {
  ActId,
  MessageId,
  PatientId,
  PatientLinkId,
  PracticeId,
  StaffMemberId,
  VisitId,
} from '../../kit/ids.ts';
import type { Instant, InstantDefault, InstantOrNull, OrNull } from './column.ts';

export interface ContactPolicyTable {
  practice_id: PracticeId;
  version: number;
  /** Local to the patient's location, HH:MM:SS. */
  call_from: Generated<string>;
  call_to: Generated<string>;
  /** ISO weekdays. */
  call_weekdays: Generated<number[]>;
  max_per_day: Generated<number>;
  max_per_week: Generated<number>;
  max_per_month: Generated<number>;
  stale_hours: Generated<number>;
  created_at: InstantDefault;
}

/** Ledger of contacts; caps count it. */
export interface ContactMadeTable {
  practice_id: PracticeId;
  id: string;
  patient_id: PatientId;
  channel: 'call' | 'text' | 'email' | 'post' | 'in_person';
  purpose: 'care' | 'feedback' | 'marketing';
  reached: boolean;
  act_id: OrNull<ActId>;
  by_staff: OrNull<StaffMemberId>;
  at: Instant;
  undone: Generated<boolean>;
  /** Clinical, safety, complaint or promise: no cap counts it. */
  owed: Generated<boolean>;
  created_at: InstantDefault;
}

/** A signed authorisation under 45 CFR 164.508. */
export interface MarketingAuthorisationTable {
  practice_id: PracticeId;
  id: string;
  patient_id: PatientId;
  discloses: string;
  used_by: string;
  sent_to: string;
  purpose: string;
  covers_payment: Generated<boolean>;
  signed_at: Instant;
  expires_at: Instant;
  revoked_at: InstantOrNull;
  by_staff: OrNull<StaffMemberId>;
  created_at: InstantDefault;
}

/** A link to one page of a patient, for one purpose; only the hash of its token is kept. */
export interface PatientLinkTable {
  practice_id: PracticeId;
  id: PatientLinkId;
  token_hash: Buffer;
  purpose: 'preferences' | 'unsubscribe' | 'visit' | 'question';
  patient_id: PatientId;
  visit_id: OrNull<VisitId>;
  message_id: OrNull<MessageId>;
  contact_hash: OrNull<Buffer>;
  expires_at: Instant;
  ended_at: InstantOrNull;
  created_at: InstantDefault;
}

export interface ContactTables {
  contact_policy: ContactPolicyTable;
  contact_made: ContactMadeTable;
  marketing_authorisation: MarketingAuthorisationTable;
  patient_link: PatientLinkTable;
}
