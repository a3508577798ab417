import { sql } from 'kysely';
import * as z from 'zod/mini';
import type { Db } from '../database/database.ts';

/** The channel on which every process of an installation hears what changed. */
export const liveChannel = 'keepwell_live';

/** What may have changed; http/live/audience.ts says who is told. */
export const newsKinds = [
  'today',
  'act',
  'patient',
  'huddle',
  'plan',
  'practice',
  'staff',
  'imports',
  'matches',
  'inbound',
  'promises',
  'outbox',
  'presence',
  'session',
] as const;
export type NewsKind = (typeof newsKinds)[number];

/** News, as it travels: a kind and ids, never what anybody is called or has. */
export const newsShape = z.object({
  /** Null: of no one practice; such news ends sessions and is shown to nobody. */
  practice: z.nullable(z.int()),
  kind: z.enum(newsKinds),
  /** Of the act, the patient or the account; absent: of the whole list. */
  id: z.optional(z.string()),
  /** For presence: who, at which desk (a random id of a window), and whether they are there. */
  staff: z.optional(z.string()),
  desk: z.optional(z.string()),
  here: z.optional(z.boolean()),
});
export type News = z.output<typeof newsShape>;

/**
 * Tells every desk of this practice, when the transaction commits, that something is not what it was. The same news
 * twice in one transaction is told once.
 */
export async function tellDesks(
  db: Db,
  kind: NewsKind,
  ids: Pick<News, 'id' | 'staff' | 'desk' | 'here'> = {},
): Promise<void> {
  await sql`
    select pg_notify(${liveChannel}, (jsonb_build_object('practice',
      nullif(current_setting('app.practice', true), '')::int) || ${JSON.stringify({ kind, ...ids })}::jsonb)::text)`.execute(
    db,
  );
}
