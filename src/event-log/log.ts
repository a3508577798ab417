/** How times are counted: what a parameter such as alpha is in. */
export type Unit = 'day' | 'week';

/** What one day is in the unit of a fit. */
export function dayIn(unit: Unit): number {
  return unit === 'week' ? 1 / 7 : 1;
}

/**
 * What the models look at, a row a customer (or a row of a summary that stands for several).
 * With events, times are whole days and `step` turns them into the unit; a summary is in its own unit already.
 */
export interface CustomerLog {
  readonly source: 'events' | 'summary';
  readonly ids: readonly string[];
  readonly x: ArrayLike<number>;
  readonly tx: ArrayLike<number>;
  readonly t: ArrayLike<number>;
  /** Absent where a summary does not have it and somebody came back twice. */
  readonly litt: ArrayLike<number> | undefined;
  readonly weight: ArrayLike<number> | undefined;
  readonly step: number;
  /** Days each step of the horizon takes: 1 with events, 7 for a summary in weeks. */
  readonly daysPerStep: number;
  /** Distinct days, ascending, and the last day watched; only with events. */
  readonly histories: readonly Int32Array[];
  readonly until: number;
  /** Mean value of the visits after the first; 0 where there is none. Only where a column of values was named. */
  readonly meanValue: ArrayLike<number> | undefined;
  /** Events after `until`, which were not looked at. */
  readonly later: number;
}
