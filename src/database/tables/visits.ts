import type { Generated } from 'kysely';
import type {
  ImportId,
  LocationId,
  PatientId,
  PracticeId,
  ServiceId,
  StaffMemberId,
  VisitId,
} from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { Instant, InstantDefault, InstantOrNull, OrNull } from './column.ts';

export type VisitStatusColumn =
  | 'booked'
  | 'confirmed'
  | 'arrived'
  | 'roomed'
  | 'seen'
  | 'left'
  | 'cancelled'
  | 'no_show';

export interface VisitTable {
  practice_id: PracticeId;
  id: VisitId;
  patient_id: PatientId;
  location_id: OrNull<LocationId>;
  clinician_id: OrNull<StaffMemberId>;
  service_id: OrNull<ServiceId>;
  booked_at: InstantOrNull;
  starts_at: Instant;
  /** starts_at in the location's zone. */
  local_day: LocalDate;
  minutes: OrNull<number>;
  status: VisitStatusColumn;
  arrived_at: InstantOrNull;
  roomed_at: InstantOrNull;
  seen_at: InstantOrNull;
  left_at: InstantOrNull;
  cancelled_at: InstantOrNull;
  cancel_reason: OrNull<string>;
  charge_cents: OrNull<number>;
  source_system: string;
  source_id: string;
  import_id: OrNull<ImportId>;
  /** Booked at our desk, not yet seen in the practice's own schedule. */
  provisional: Generated<boolean>;
  created_at: InstantDefault;
  updated_at: InstantDefault;
  /** When the source said so, by its own clock; null: it does not say. */
  told_at: InstantOrNull;
  /** The beginning that the patient has confirmed. */
  confirmed_for: InstantOrNull;
}

/** Ledger: values before a change. */
export interface VisitChangeTable {
  practice_id: PracticeId;
  id: string;
  visit_id: VisitId;
  changed_at: InstantDefault;
  old_status: VisitStatusColumn;
  old_starts_at: Instant;
  old_local_day: LocalDate;
  by_staff: OrNull<StaffMemberId>;
  import_id: OrNull<ImportId>;
}

export interface EpisodeTable {
  practice_id: PracticeId;
  id: string;
  patient_id: PatientId;
  service_id: OrNull<ServiceId>;
  first_visit_id: VisitId;
  last_visit_id: VisitId;
  problem: OrNull<string>;
  solved: Generated<'yes' | 'partly' | 'no' | 'unknown'>;
  created_at: InstantDefault;
  updated_at: InstantDefault;
}

/** What one claim charges for one visit, in hundredths; the visit may come later. */
export interface VisitChargeTable {
  practice_id: PracticeId;
  source_system: string;
  kind: 'claim' | 'charge_item';
  charge_id: string;
  /** A visit's source_id, or an alias of one. */
  visit_key: string;
  cents: number;
  created_at: InstantDefault;
}

export interface VisitAliasTable {
  practice_id: PracticeId;
  source_system: string;
  alias: string;
  source_id: string;
  created_at: InstantDefault;
}

export interface VisitDirtyTable {
  practice_id: PracticeId;
  patient_id: PatientId;
}

export interface VisitsTables {
  visit: VisitTable;
  visit_change: VisitChangeTable;
  episode: EpisodeTable;
  visit_charge: VisitChargeTable;
  visit_alias: VisitAliasTable;
  visit_dirty: VisitDirtyTable;
}
