import type { PatientId, PracticeId, VisitId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { Json, JsonDefault, OrNull } from './column.ts';

export interface NoShowModelTable {
  practice_id: PracticeId;
  as_of: LocalDate;
  state: 'told' | 'too_few' | 'no_skill' | 'leakage';
  n: number;
  usual: OrNull<number>;
  figures: JsonDefault<Readonly<Record<string, unknown>>>;
}

export interface NoShowScoreTable {
  practice_id: PracticeId;
  visit_id: VisitId;
  patient_id: PatientId;
  as_of: LocalDate;
  /** That the visit is missed, in [0, 1], with the interval of the fit. */
  probability: number;
  low: number;
  high: number;
  n: number;
  usual: number;
  reasons: Json<Readonly<Record<string, unknown>>>;
}

export interface NoshowTables {
  no_show_model: NoShowModelTable;
  no_show_score: NoShowScoreTable;
}
