import type { Generated } from 'kysely';
import type {
  ActId,
  ActOutcomeId,
  HouseholdId,
  LeavingId,
  PatientId,
  PersonalDetailId,
  PracticeId,
  StaffMemberId,
  TouchpointId,
  VisitId,
} from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { Instant, InstantDefault, InstantOrNull, Json, JsonDefault, OrNull } from './column.ts';

export interface DayPlanTable {
  practice_id: PracticeId;
  day: LocalDate;
  made_at: InstantDefault;
  minutes_available: number;
  minutes_planned: number;
  backlog: Generated<number>;
  backlog_minutes: Generated<number>;
  held_counts: JsonDefault<Readonly<Record<string, number>>>;
}

/** Why now: one fact, where it comes from, and its date. */
export interface WhyNowColumn {
  readonly fact: string;
  readonly source: string;
  readonly date: LocalDate;
}

export interface ActTable {
  practice_id: PracticeId;
  id: ActId;
  touchpoint_id: TouchpointId;
  patient_id: PatientId;
  household_id: OrNull<HouseholdId>;
  occurrence: string;
  day: LocalDate;
  kind: string;
  channel: 'call' | 'post' | 'in_person';
  purpose: 'care' | 'feedback' | 'marketing';
  topic: string;
  owner_role: string;
  minutes: number;
  share: string;
  due_from: LocalDate;
  due_to: LocalDate;
  deadline: InstantOrNull;
  why_now: Json<readonly WhyNowColumn[]>;
  language: string;
  title: string;
  script: string;
  /** Expected extra visits kept; null: courtesy. */
  value: OrNull<number>;
  value_low: OrNull<number>;
  value_high: OrNull<number>;
  arm: Generated<'act' | 'hold_out'>;
  state: 'planned' | 'held' | 'waiting' | 'done' | 'closed';
  held_reason: OrNull<string>;
  position: Generated<number>;
  attempts: Generated<number>;
  not_before: InstantOrNull;
  closed_reason: OrNull<string>;
  premise: JsonDefault<Readonly<Record<string, string>>>;
  /** null: whoever has the role. */
  assigned_to: OrNull<StaffMemberId>;
  /** By language, as the touchpoint has them; `{staff}` is left for whoever opens the act. */
  scripts: JsonDefault<Readonly<Record<string, string>>>;
  created_at: InstantDefault;
  updated_at: InstantDefault;
}

export type OutcomeColumn =
  | 'done'
  | 'booked'
  | 'no_answer'
  | 'left_message'
  | 'call_back'
  | 'declined'
  | 'wrong_number'
  | 'stop'
  | 'not_appropriate'
  | 'later'
  | 'undo';

/** Ledger: an undo is a later row that names the row it takes back. */
export interface ActOutcomeTable {
  practice_id: PracticeId;
  id: ActOutcomeId;
  act_id: ActId;
  patient_id: PatientId;
  outcome: OutcomeColumn;
  reason: OrNull<string>;
  call_back_at: InstantOrNull;
  undoes: OrNull<ActOutcomeId>;
  before: JsonDefault<Readonly<Record<string, unknown>>>;
  effects: JsonDefault<Readonly<Record<string, unknown>>>;
  client_key: string;
  by_staff: OrNull<StaffMemberId>;
  recorded_at: InstantDefault;
}

/** Versions: the newest that was not taken back is what is said. */
export interface ActWordsTable {
  practice_id: PracticeId;
  id: string;
  act_id: ActId;
  language: string;
  /** null: the touchpoint's own again. */
  words: OrNull<string>;
  by_staff: OrNull<StaffMemberId>;
  at: Instant;
  undone_at: InstantOrNull;
}

/** Each time that somebody finished the list of a visit before the patient left. */
export interface LeavingTable {
  practice_id: PracticeId;
  id: LeavingId;
  visit_id: VisitId;
  patient_id: PatientId;
  /** Codes of the items. */
  seen_to: string[];
  left_open: string[];
  /** What was heard on the way. */
  detail_id: OrNull<PersonalDetailId>;
  client_key: string;
  by_staff: OrNull<StaffMemberId>;
  at: Instant;
  undone_at: InstantOrNull;
}

/** Visits that were talked about in the huddle. */
export interface TalkedAboutTable {
  practice_id: PracticeId;
  visit_id: VisitId;
  patient_id: PatientId;
  by_staff: OrNull<StaffMemberId>;
  at: Instant;
}

export interface TodayTables {
  day_plan: DayPlanTable;
  act: ActTable;
  act_outcome: ActOutcomeTable;
  act_words: ActWordsTable;
  leaving: LeavingTable;
  talked_about: TalkedAboutTable;
}
