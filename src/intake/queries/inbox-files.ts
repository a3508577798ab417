import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { ImportId, PracticeId } from '../../kit/ids.ts';

export type InboxState = 'done' | 'refused' | 'waiting';

export interface InboxFile {
  readonly name: string;
  readonly state: InboxState;
  readonly importId: ImportId | null;
  readonly at: Date;
}

/** Two workers never look into one practice's folder at once. @returns false while another one does */
export async function tryHoldInbox(db: Db, practice: PracticeId): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(4605, ${practice}) as held`.execute(db);
  return rows[0]?.held === true;
}

/** What became of a content. */
export async function findInboxFile(
  db: Db,
  practice: PracticeId,
  hash: Buffer,
): Promise<InboxFile | undefined> {
  return db
    .selectFrom('inbox_file')
    .select(['name', 'state', 'import_id as importId', 'at'])
    .where('practice_id', '=', practice)
    .where('content_hash', '=', hash)
    .executeTakeFirst();
}

/** The file that came last. */
export async function findLastInboxFile(db: Db, practice: PracticeId): Promise<InboxFile | undefined> {
  return db
    .selectFrom('inbox_file')
    .select(['name', 'state', 'import_id as importId', 'at'])
    .where('practice_id', '=', practice)
    .orderBy('at', 'desc')
    .orderBy('content_hash')
    .limit(1)
    .executeTakeFirst();
}

export async function recordInboxFile(
  db: Db,
  practice: PracticeId,
  hash: Buffer,
  file: InboxFile,
): Promise<void> {
  const values = { name: file.name, state: file.state, import_id: file.importId, at: file.at.toISOString() };
  await db
    .insertInto('inbox_file')
    .values({ practice_id: practice, content_hash: hash, ...values })
    .onConflict((conflict) => conflict.columns(['practice_id', 'content_hash']).doUpdateSet(values))
    .execute();
}
