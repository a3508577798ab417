import type { Generated } from 'kysely';
import type { PatientId, PracticeId, RhythmModelId, ServiceId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { InstantDefault, Json, JsonDefault, OrNull } from './column.ts';

export interface VisitSummaryTable {
  practice_id: PracticeId;
  patient_id: PatientId;
  service_id: ServiceId;
  /** Days of completed visits since 1970-01-01, ascending, one a day. */
  visit_days: number[];
  last_day: number;
  visits: number;
  summarised_at: InstantDefault;
}

export interface RhythmModelTable {
  practice_id: PracticeId;
  id: RhythmModelId;
  service_id: ServiceId;
  kind: string;
  parameters: Json<Readonly<Record<string, unknown>>>;
  prior: Json<Readonly<Record<string, unknown>>>;
  figures: JsonDefault<Readonly<Record<string, unknown>>>;
  n: number;
  horizon_days: number;
  as_of: LocalDate;
  seed: number;
  champion: Generated<boolean>;
  fitted_at: InstantDefault;
}

export type RhythmStatusColumn =
  | 'new'
  | 'on_rhythm'
  | 'due'
  | 'drifting'
  | 'overdue'
  | 'booked'
  | 'exited'
  | 'too_few';

export interface RhythmScoreTable {
  practice_id: PracticeId;
  patient_id: PatientId;
  service_id: ServiceId;
  model_id: OrNull<RhythmModelId>;
  as_of: LocalDate;
  status: RhythmStatusColumn;
  episodes: number;
  first_day: LocalDate;
  last_day: LocalDate;
  recall_days: number;
  usual_gap_days: OrNull<number>;
  usual_gap_low: OrNull<number>;
  usual_gap_high: OrNull<number>;
  gaps: number;
  /** Probability in [0, 1] of a visit within the model's horizon. */
  p_visit: OrNull<number>;
  p_low: OrNull<number>;
  p_high: OrNull<number>;
  expected_visits: OrNull<number>;
  due_on: LocalDate;
  days_past_due: number;
  due_from: OrNull<LocalDate>;
  due_to: OrNull<LocalDate>;
  overdue_percentile: OrNull<number>;
  overdue_low: OrNull<number>;
  overdue_high: OrNull<number>;
  booked_on: OrNull<LocalDate>;
  call_value: OrNull<number>;
  call_value_low: OrNull<number>;
  call_value_high: OrNull<number>;
}

export interface LookBackTable {
  practice_id: PracticeId;
  /** Last day that the record covers. */
  day: LocalDate;
  origin: LocalDate;
  horizon_days: number;
  made_at: InstantDefault;
  /** loyalty/look-back.ts: counts and shares. */
  found: Json<Readonly<Record<string, unknown>>>;
}

export interface ModelCheckTable {
  practice_id: PracticeId;
  service_id: ServiceId;
  day: LocalDate;
  made_at: InstantDefault;
  champion: string;
  /** loyalty/check.ts. */
  found: Json<Readonly<Record<string, unknown>>>;
}

export interface LoyaltyTables {
  model_check: ModelCheckTable;
  look_back: LookBackTable;
  visit_summary: VisitSummaryTable;
  rhythm_model: RhythmModelTable;
  rhythm_score: RhythmScoreTable;
}
