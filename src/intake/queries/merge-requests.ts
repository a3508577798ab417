import type { Db } from '../../database/database.ts';
import { type MergeRequestId, newId, type PracticeId } from '../../kit/ids.ts';
import type { MergeAsked } from '../hl7/renames.ts';

// Above this the oldest are left to the patients' own merge, which has long re-pointed their identifiers.
const mostRenames = 100_000;

/** Identifiers that merges have given up, oldest first, as far as nobody declined. */
export async function listRenames(db: Db, practice: PracticeId): Promise<readonly MergeAsked[]> {
  const rows = await db
    .selectFrom('merge_request')
    .select(['old_system', 'old_value', 'survivor_system', 'survivor_value', 'asked_at'])
    .where('practice_id', '=', practice)
    .where('state', '<>', 'declined')
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(mostRenames)
    .execute();
  return rows.reverse().map((row) => ({
    old: { system: row.old_system, value: row.old_value },
    survivor: { system: row.survivor_system, value: row.survivor_value },
    askedAt: row.asked_at.toISOString(),
  }));
}

/** Records what a source said; of one old identifier the newest word counts, the same word changes nothing. */
export async function recordMergeRequests(
  db: Db,
  practice: PracticeId,
  source: string,
  merges: readonly MergeAsked[],
): Promise<void> {
  for (const { old, survivor, askedAt } of merges) {
    await db
      .insertInto('merge_request')
      .values({
        practice_id: practice,
        id: newId<MergeRequestId>(),
        old_system: old.system,
        old_value: old.value,
        survivor_system: survivor.system,
        survivor_value: survivor.value,
        source,
        asked_at: askedAt,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['practice_id', 'old_system', 'old_value'])
          .doUpdateSet((held) => ({
            survivor_system: held.ref('excluded.survivor_system'),
            survivor_value: held.ref('excluded.survivor_value'),
            source: held.ref('excluded.source'),
            asked_at: held.ref('excluded.asked_at'),
            state: 'waiting',
            settled_at: null,
          }))
          .whereRef('merge_request.asked_at', '<', 'excluded.asked_at')
          .where((held) =>
            held.or([
              held('merge_request.survivor_system', '<>', held.ref('excluded.survivor_system')),
              held('merge_request.survivor_value', '<>', held.ref('excluded.survivor_value')),
            ]),
          ),
      )
      .execute();
  }
}
