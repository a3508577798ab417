import { type RawBuilder, sql } from 'kysely';

/** A promise that has to be done still: open, or broken by its day and not made good. What somebody gave up is not. */
export function isOwed(promise: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(${promise}.kept_at is null and ${promise}.made_good_at is null
    and (${promise}.broken_at is null or ${promise}.broken_by is null))`;
}

/**
 * A promise that was broken and not made good: until then nobody asks this patient for a favour.
 * @param asKnownAt what was broken or made good later is not known
 */
export function isBrokenStill(promise: RawBuilder<unknown>, asKnownAt: Date): RawBuilder<boolean> {
  return sql<boolean>`(${promise}.broken_at <= ${asKnownAt}
    and (${promise}.made_good_at is null or ${promise}.made_good_at > ${asKnownAt}))`;
}
