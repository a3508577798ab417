export interface PlanSearch {
  /** Absent: all touchpoints. */
  readonly show?: 'on' | 'off';
}

/** Which touchpoints are looked at is all that stands in the address. */
export function readPlanSearch({ show }: Record<string, unknown>): PlanSearch {
  return show === 'on' || show === 'off' ? { show } : {};
}
