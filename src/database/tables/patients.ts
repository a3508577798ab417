import type { Generated } from 'kysely';
import type {
  HouseholdId,
  ImportId,
  LocationId,
  MergeId,
  PatientId,
  PatientNoteId,
  PersonalDetailId,
  PracticeId,
  QuestionAskedId,
  StaffMemberId,
  VisitId,
} from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { Instant, InstantDefault, InstantOrNull, Json, JsonDefault, OrNull } from './column.ts';

export interface PatientTable {
  practice_id: PracticeId;
  id: PatientId;
  family_name: Generated<string>;
  given_name: Generated<string>;
  /** Only where the source has no parts. */
  full_name: Generated<string>;
  preferred_name: Generated<string>;
  pronunciation: Generated<string>;
  pronouns: Generated<string>;
  birth_date: OrNull<LocalDate>;
  birth_precision: OrNull<'day' | 'month' | 'year'>;
  sex: Generated<'female' | 'male' | 'other' | 'unknown'>;
  spoken_language: OrNull<string>;
  written_language: OrNull<string>;
  needs_interpreter: Generated<boolean>;
  status: Generated<'active' | 'prospective' | 'exited'>;
  exit_reason: OrNull<'moved' | 'transferred' | 'died' | 'opted_out' | 'inactive'>;
  exited_on: OrNull<LocalDate>;
  deceased_on: OrNull<LocalDate>;
  primary_location_id: OrNull<LocationId>;
  primary_clinician_id: OrNull<StaffMemberId>;
  /** What happened before is hidden from any earlier day. */
  known_from: InstantDefault;
  import_id: OrNull<ImportId>;
  created_at: InstantDefault;
  updated_at: InstantDefault;
  /** When the source said so, by its own clock; null: it does not say. */
  told_at: InstantOrNull;
  /** The line that brought the patient; null: no line did, or it is not known. */
  feed: OrNull<string>;
}

export interface PatientIdentifierTable {
  practice_id: PracticeId;
  system: string;
  value: string;
  patient_id: PatientId;
  created_at: InstantDefault;
  import_id: OrNull<ImportId>;
  feed: OrNull<string>;
}

export interface RelatedPersonTable {
  practice_id: PracticeId;
  id: string;
  patient_id: PatientId;
  name: string;
  relationship: string;
  may_receive: Generated<boolean>;
  created_at: InstantDefault;
}

export interface ContactPointTable {
  practice_id: PracticeId;
  id: string;
  patient_id: PatientId;
  kind: 'mobile' | 'phone' | 'email' | 'post';
  received: string;
  normal: string;
  rank: Generated<number>;
  related_person_id: OrNull<string>;
  valid: Generated<boolean>;
  confidential_only: Generated<boolean>;
  /** Nothing is left on an answering machine of it. */
  never_voicemail: Generated<boolean>;
  created_at: InstantDefault;
  import_id: OrNull<ImportId>;
  feed: OrNull<string>;
  /** Who said that it is not theirs. */
  wrong_by: OrNull<StaffMemberId>;
  wrong_at: InstantOrNull;
}

/** How a patient asked to be written to: what stands on envelopes and where post goes, or plain mail after a warning. */
export interface ContactRequestTable {
  practice_id: PracticeId;
  id: string;
  patient_id: PatientId;
  kind: 'envelope' | 'plain_mail';
  name: Generated<string>;
  nameless: Generated<boolean>;
  address: Generated<string>;
  wording_version: OrNull<string>;
  method: OrNull<'in_person' | 'call' | 'form'>;
  at: Instant;
  by_staff: OrNull<StaffMemberId>;
  struck_at: InstantOrNull;
}

/** Who was erased at their own wish, so that no later file brings them back. */
export interface ErasedPatientTable {
  practice_id: PracticeId;
  /** SHA-256 of the system, a line end, and the number that it gave the patient. */
  identifier_hash: Buffer;
  erased_at: Instant;
}

export interface PatientSearchKeyTable {
  practice_id: PracticeId;
  key: string;
  patient_id: PatientId;
}

export interface HouseholdTable {
  practice_id: PracticeId;
  id: HouseholdId;
  name: Generated<string>;
  source: 'guarantor' | 'staff';
  /** Of a household that an import made: the number that its members share, and whose number it is. */
  guarantor_system: OrNull<string>;
  guarantor_value: OrNull<string>;
  created_at: InstantDefault;
}

/** Who pays for a patient, as a source says it. */
export interface PatientGuarantorTable {
  practice_id: PracticeId;
  patient_id: PatientId;
  system: string;
  /** A patient's number, or an account's. */
  value: string;
  created_at: InstantDefault;
}

export interface HouseholdMemberTable {
  practice_id: PracticeId;
  patient_id: PatientId;
  household_id: HouseholdId;
  created_at: InstantDefault;
  /** Who said so; null: a shared guarantor does. */
  by_staff: OrNull<StaffMemberId>;
}

export interface PersonalDetailTable {
  practice_id: PracticeId;
  id: PersonalDetailId;
  patient_id: PatientId;
  words: string;
  kind: 'likes' | 'fear' | 'family' | 'event' | 'comfort' | 'other';
  /** say; know but do not say; only whom they told. */
  sharing: 'say' | 'know' | 'only_told';
  told_to: OrNull<StaffMemberId>;
  told_on: LocalDate;
  source: 'visit' | 'call' | 'message' | 'booking' | 'form';
  expires_on: OrNull<LocalDate>;
  removed_at: InstantOrNull;
  created_at: InstantDefault;
}

/** A note is its versions: the first one has id = note_id, the newest that was not taken back is what is read. */
export interface PatientNoteTable {
  practice_id: PracticeId;
  id: PatientNoteId;
  note_id: PatientNoteId;
  patient_id: PatientId;
  words: string;
  /** clinical: for clinicians and managers alone. */
  sensitivity: 'team' | 'clinical';
  by_staff: OrNull<StaffMemberId>;
  at: Instant;
  undone_at: InstantOrNull;
  /** Of the first version: the note is read no more. */
  removed_at: InstantOrNull;
  removed_by: OrNull<StaffMemberId>;
}

/** One thing to find out: each time that it was asked. */
export interface QuestionAskedTable {
  practice_id: PracticeId;
  id: QuestionAskedId;
  patient_id: PatientId;
  question: 'texts' | 'reach' | 'name' | 'matters' | 'fear' | 'found_us';
  asked_at: Instant;
  by_staff: OrNull<StaffMemberId>;
  answered: boolean;
  /** What was remembered of it; null: a consent, or nothing. */
  detail_id: OrNull<PersonalDetailId>;
}

/** Ledger: the newest row by `at` for a purpose and channel holds. */
export interface ConsentTable {
  practice_id: PracticeId;
  id: string;
  patient_id: PatientId;
  purpose: 'care' | 'feedback' | 'marketing';
  channel: 'call' | 'text' | 'email' | 'post' | 'any';
  granted: boolean;
  contact_hash: OrNull<Buffer>;
  wording_version: OrNull<string>;
  source: string;
  evidence: OrNull<string>;
  at: Instant;
  by_staff: OrNull<StaffMemberId>;
  created_at: InstantDefault;
  import_id: OrNull<ImportId>;
}

/** Ledger: what a patient chose on the page of preferences; the newest row by `at` holds. */
export interface ContactWishTable {
  practice_id: PracticeId;
  id: string;
  patient_id: PatientId;
  best_time: 'any' | 'mornings' | 'afternoons' | 'evenings';
  welcome: string[];
  keep: 'in_touch' | 'pause' | 'appointments';
  /** The first day on which we may write again. */
  paused_until: OrNull<LocalDate>;
  /** Of a pause: the purposes that had been granted, to return with its end. */
  granted_before: Generated<string[]>;
  wording_version: string;
  at: Instant;
}

/** Ledger: what matters to a patient before a visit, and how worried they are; the newest row of a visit holds. */
export interface VisitWishTable {
  practice_id: PracticeId;
  id: string;
  patient_id: PatientId;
  visit_id: VisitId;
  matters: Generated<string>;
  /** 0 to 10; null: not said. */
  worry: OrNull<number>;
  comfort: Generated<string[]>;
  at: Instant;
  /** When somebody asked afterwards. */
  asked_at: InstantOrNull;
  asked_by: OrNull<StaffMemberId>;
  /** What it says among what matters. */
  detail_id: OrNull<PersonalDetailId>;
}

/** Ledger keyed by the hash of a number or address; outlives the patient. */
export interface SuppressionTable {
  practice_id: PracticeId;
  id: string;
  contact_hash: Buffer;
  scope: 'all' | 'marketing' | 'number';
  reason: string;
  lifted: Generated<boolean>;
  at: InstantDefault;
}

/** Journal: the merged patient's row is whole in its entries, and in `patient` no more until an undo. */
export interface MergeTable {
  practice_id: PracticeId;
  id: MergeId;
  survivor_id: PatientId;
  merged_id: PatientId;
  decided: 'auto' | 'staff';
  by_staff: OrNull<StaffMemberId>;
  /** null: a person found them. */
  score: OrNull<number>;
  why: JsonDefault<readonly MatchReasonColumn[]>;
  at: Instant;
  undone_at: InstantOrNull;
  undone_by: OrNull<StaffMemberId>;
  created_at: InstantDefault;
}

export interface MergeEntryTable {
  practice_id: PracticeId;
  merge_id: MergeId;
  position: number;
  table_name: string;
  action: 'moved' | 'removed' | 'changed' | 'added';
  rows: Json<readonly unknown[]>;
}

/** What was compared, how near it was, and what that says in bits. */
export type MatchReasonColumn = { readonly field: string; readonly level: string; readonly weight: number };

export interface PatientsTables {
  patient: PatientTable;
  erased_patient: ErasedPatientTable;
  patient_identifier: PatientIdentifierTable;
  related_person: RelatedPersonTable;
  contact_point: ContactPointTable;
  patient_search_key: PatientSearchKeyTable;
  patient_guarantor: PatientGuarantorTable;
  household: HouseholdTable;
  household_member: HouseholdMemberTable;
  personal_detail: PersonalDetailTable;
  patient_note: PatientNoteTable;
  question_asked: QuestionAskedTable;
  consent: ConsentTable;
  contact_wish: ContactWishTable;
  contact_request: ContactRequestTable;
  visit_wish: VisitWishTable;
  suppression: SuppressionTable;
  merge: MergeTable;
  merge_entry: MergeEntryTable;
}
