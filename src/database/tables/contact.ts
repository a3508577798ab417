import type { Generated } from 'kysely';
import type { ActId, PatientId, PracticeId, StaffMemberId } from '../../kit/ids.ts';
import type { Instant, InstantDefault, OrNull } from './column.ts';

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
  created_at: InstantDefault;
}

export interface ContactTables {
  contact_policy: ContactPolicyTable;
  contact_made: ContactMadeTable;
}
