import type { Which } from './promise-queries.ts';

export interface PromiseSearch {
  /** Absent: everyone's. */
  readonly which?: Exclude<Which, 'everyone'>;
}

/** Which list is looked at is all that stands in the address. */
export function readPromiseSearch({ which }: Record<string, unknown>): PromiseSearch {
  return which === 'mine' || which === 'settled' ? { which } : {};
}
