import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { ImportId, PracticeId } from '../../kit/ids.ts';
import {
  type MappingToRemember,
  type RememberedMapping,
  readStoredMapping,
  storedMapping,
} from '../remembered-mapping.ts';

// A practice has a handful of exports; this many is a mistake, and the oldest are read afresh.
const mostShapes = 500;

/** How files were read, the last used first. */
export async function listRememberedMappings(
  db: Db,
  practice: PracticeId,
): Promise<readonly RememberedMapping[]> {
  const rows = await db
    .selectFrom('import_mapping')
    .select(['fingerprint', 'mapping', 'created_at'])
    .where('practice_id', '=', practice)
    .orderBy('updated_at', 'desc')
    .orderBy('fingerprint')
    .limit(mostShapes)
    .execute();
  return rows.flatMap(({ fingerprint, mapping, created_at }) => {
    const read = readStoredMapping(fingerprint, mapping, created_at);
    return read === undefined ? [] : [read];
  });
}

/** Keeps how files were read. The same again keeps since when, and by which import. */
export async function rememberMappings(
  db: Db,
  practice: PracticeId,
  importId: ImportId,
  mappings: readonly MappingToRemember[],
): Promise<void> {
  for (const mapping of mappings) {
    await sql`
      insert into import_mapping as held (practice_id, fingerprint, mapping, import_id)
      values (${practice}, ${mapping.fingerprint}, ${JSON.stringify(storedMapping(mapping))}::jsonb, ${importId})
      on conflict (practice_id, fingerprint) do update
      set mapping = excluded.mapping, updated_at = now(),
        created_at = case when held.mapping = excluded.mapping then held.created_at else now() end,
        import_id = case when held.mapping = excluded.mapping then held.import_id else excluded.import_id end`.execute(
      db,
    );
  }
}

/** What an import that is taken back was the first to read so is asked for again. */
export async function forgetMappingsOf(db: Db, practice: PracticeId, importId: ImportId): Promise<void> {
  await db
    .deleteFrom('import_mapping')
    .where('practice_id', '=', practice)
    .where('import_id', '=', importId)
    .execute();
}
