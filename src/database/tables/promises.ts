import type { PatientId, PracticeId, PromiseId, StaffMemberId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { InstantDefault, InstantOrNull, OrNull } from './column.ts';

export interface PromiseTable {
  practice_id: PracticeId;
  id: PromiseId;
  patient_id: PatientId;
  words: string;
  owner_id: OrNull<StaffMemberId>;
  made_on: LocalDate;
  due_on: LocalDate;
  kept_at: InstantOrNull;
  broken_at: InstantOrNull;
  source: 'visit' | 'call' | 'case';
  created_at: InstantDefault;
  /** Who wrote it down; null: not known. */
  made_by: OrNull<StaffMemberId>;
  /** Who said that it was broken; null: its day went by. */
  broken_by: OrNull<StaffMemberId>;
  broken_why: OrNull<string>;
  made_good_at: InstantOrNull;
  made_good_by: OrNull<StaffMemberId>;
}

export interface PromisesTables {
  promise: PromiseTable;
}
