import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { HouseholdId, PatientId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { Words } from '../../kit/words.ts';
import type { Touchpoint } from '../../plan/model.ts';
import type { Practice } from '../../practice/model.ts';
import type { Viewpoint } from '../../visits/reading.ts';
import { told, toldWords } from '../../words/told.ts';

/** Why now: what is so, who says so, and since when. */
export interface Fact {
  readonly fact: string;
  readonly source: string;
  readonly date: LocalDate;
}

/** What a script may fill in; days, times and words are put into the patient's language when it is rendered. */
export type MergeValue =
  | { readonly text: string }
  | { readonly day: LocalDate }
  | { readonly time: Date; readonly zone: string }
  | { readonly words: Words }
  | { readonly cents: number; readonly currency: string };

/** One touchpoint falling due for one patient, before the gate and the day's minutes have been asked. */
export interface Candidate {
  readonly patientId: PatientId;
  readonly householdId: HouseholdId | null;
  /** What it is about; with touchpoint and patient it is unique for ever. */
  readonly occurrence: string;
  readonly dueFrom: LocalDate;
  readonly dueTo: LocalDate;
  readonly deadline?: Date;
  readonly facts: readonly Fact[];
  readonly merge: Readonly<Record<string, MergeValue>>;
  readonly value?: number;
  readonly valueLow?: number;
  readonly valueHigh?: number;
  /** What has to be so still when the act is opened; ids and dates. */
  readonly premise: Readonly<Record<string, string>>;
}

export interface OccasionContext {
  readonly db: Db;
  readonly practice: Practice;
  readonly view: Viewpoint;
  readonly touchpoint: Touchpoint;
  /** The next day on which anybody has minutes, for what people do; undefined: what goes by itself goes every day. */
  readonly nextWorkday?: LocalDate | undefined;
  /** How many are wanted at most; `mostCandidates` where it is not said. */
  readonly most?: number;
}

export interface Found {
  /** The most worthwhile first, at most as many as were wanted. */
  readonly candidates: readonly Candidate[];
  /** All that there are. */
  readonly total: number;
}

export interface PremiseContext {
  readonly db: Db;
  readonly view: Viewpoint;
  readonly patientId: PatientId;
  readonly premise: Readonly<Record<string, string>>;
}

/** A kind of occasion: who it falls due for, and whether it still holds. */
export interface Occasion {
  /** True when its reason is read from the schedule: while that is old, somebody looks there first. */
  readonly restsOnSchedule: boolean;
  /** True when it is about this very day, of which the book knows more than a file of the morning. */
  readonly restsOnToday?: true;
  find(context: OccasionContext): Promise<Found>;
  /** Why the premise is gone, told to the desk; undefined while it holds. */
  gone(context: PremiseContext): Promise<string | undefined>;
}

// A day holds some thirty acts and the gate turns some away; five hundred a touchpoint is more than any day can use.
export const mostCandidates = 500;

/** Patients that can be thought of at all: known then, not gone. For `where`, on alias `p`. */
export function servedPatients(view: Viewpoint): RawBuilder<boolean> {
  return sql<boolean>`p.practice_id = ${view.practice} and p.status = 'active' and p.deceased_on is null
    and p.known_from <= ${view.knownAt}`;
}

/** The household of `p`, as a join that adds `household_id`. */
export function householdJoin(view: Viewpoint): RawBuilder<unknown> {
  return sql`left join household_member hm on hm.practice_id = ${view.practice} and hm.patient_id = p.id`;
}

/** Restricts to the services of the touchpoint, on a column such as `v.service_id`. */
export function ofServices(touchpoint: Touchpoint, column: RawBuilder<unknown>): RawBuilder<boolean> {
  if (touchpoint.services === null) return sql<boolean>`true`;
  return sql<boolean>`${column} = any(${touchpoint.services}::uuid[])`;
}

/** The name of a service as staff read it; visits without one are just visits. */
export function staffService(name: Words | null): string {
  return name === null || Object.keys(name).length === 0 ? told.facts.aVisit : toldWords(name);
}
