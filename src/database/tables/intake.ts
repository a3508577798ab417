import type { Generated } from 'kysely';
import type {
  AccountId,
  Hl7MessageId,
  ImportId,
  MergeRequestId,
  PatientId,
  PossibleMatchId,
  PracticeId,
  StaffMemberId,
} from '../../kit/ids.ts';
import type {
  Instant,
  InstantDefault,
  InstantOrNull,
  Json,
  JsonDefault,
  JsonOrNull,
  OrNull,
} from './column.ts';
import type { MatchReasonColumn } from './patients.ts';

export interface ImportTable {
  practice_id: PracticeId;
  id: ImportId;
  started_at: InstantDefault;
  finished_at: InstantOrNull;
  state: Generated<'running' | 'finished' | 'failed' | 'undone'>;
  patients: Generated<number>;
  visits: Generated<number>;
  by_account: OrNull<AccountId>;
  /** What it changed was noted, so it can be taken back. */
  journalled: Generated<boolean>;
  undone_at: InstantOrNull;
  undone_by: OrNull<AccountId>;
}

/** Written by a trigger alone; see docs/decisions/0016. */
export interface ImportChangeTable {
  practice_id: PracticeId;
  import_id: ImportId;
  table_name: string;
  key: Json<Readonly<Record<string, unknown>>>;
  before: JsonOrNull<Readonly<Record<string, unknown>>>;
  after: JsonOrNull<Readonly<Record<string, unknown>>>;
}

export interface ImportFileTable {
  practice_id: PracticeId;
  import_id: ImportId;
  position: number;
  name: string;
  kind: string;
  content_hash: OrNull<Buffer>;
  rows: Generated<number>;
  added: Generated<number>;
  updated: Generated<number>;
  unchanged: Generated<number>;
  refused: Generated<number>;
  mapping: JsonDefault<Readonly<Record<string, unknown>>>;
}

export interface ImportMappingTable {
  practice_id: PracticeId;
  fingerprint: string;
  mapping: Json<Readonly<Record<string, unknown>>>;
  created_at: InstantDefault;
  updated_at: InstantDefault;
  import_id: OrNull<ImportId>;
}

/** A content that came into the watched folder. */
export interface InboxFileTable {
  practice_id: PracticeId;
  content_hash: Buffer;
  name: string;
  state: 'done' | 'refused' | 'waiting';
  import_id: OrNull<ImportId>;
  at: Instant;
}

export interface RefusalTable {
  practice_id: PracticeId;
  import_id: ImportId;
  position: number;
  row_number: number;
  column_name: Generated<string>;
  value: Generated<string>;
  code: string;
  reason: string;
}

export interface MergeRequestTable {
  practice_id: PracticeId;
  id: MergeRequestId;
  old_system: string;
  old_value: string;
  survivor_system: string;
  survivor_value: string;
  source: string;
  /** When the source said so. */
  asked_at: Instant;
  state: Generated<'waiting' | 'merged' | 'declined'>;
  settled_at: InstantOrNull;
  created_at: InstantDefault;
}

export interface Hl7FeedTable {
  practice_id: PracticeId;
  name: string;
  mapping: JsonDefault<Readonly<Record<string, unknown>>>;
  created_at: InstantDefault;
  updated_at: InstantDefault;
}

export interface Hl7MessageTable {
  practice_id: PracticeId;
  id: Hl7MessageId;
  feed: string;
  control_id: string;
  content_hash: Buffer;
  kind: string;
  /** Blanked when the message has served. */
  raw: OrNull<Buffer>;
  state: 'waiting' | 'done' | 'ignored' | 'refused' | 'failed';
  reason: Generated<string>;
  attempts: Generated<number>;
  received_at: Instant;
  processed_at: InstantOrNull;
}

/** A pair that a person has to look at; the smaller id first. */
export interface PossibleMatchTable {
  practice_id: PracticeId;
  id: PossibleMatchId;
  patient_a: PatientId;
  patient_b: PatientId;
  score: number;
  why: Json<readonly MatchReasonColumn[]>;
  state: Generated<'open' | 'different'>;
  decided_by: OrNull<StaffMemberId>;
  decided_at: InstantOrNull;
  found_at: InstantDefault;
}

export interface MatchingRunTable {
  practice_id: PracticeId;
  id: string;
  /** What was changed until then has been compared. */
  through: Instant;
  compared: number;
  merged: number;
  possible: number;
  created_at: InstantDefault;
}

export interface IntakeTables {
  import: ImportTable;
  import_change: ImportChangeTable;
  import_file: ImportFileTable;
  import_mapping: ImportMappingTable;
  inbox_file: InboxFileTable;
  refusal: RefusalTable;
  merge_request: MergeRequestTable;
  hl7_feed: Hl7FeedTable;
  hl7_message: Hl7MessageTable;
  possible_match: PossibleMatchTable;
  matching_run: MatchingRunTable;
}
