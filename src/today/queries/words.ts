import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import { type ActId, newId, type PracticeId, type StaffMemberId } from '../../kit/ids.ts';

/** Adds a version of what will be said. @param words null: the touchpoint's own */
export async function insertWords(
  db: Db,
  practice: PracticeId,
  version: {
    readonly act: ActId;
    readonly language: string;
    readonly words: string | null;
    readonly by: StaffMemberId | null;
    readonly now: Date;
  },
): Promise<string> {
  const id: string = newId(version.now.getTime());
  await db
    .insertInto('act_words')
    .values({
      practice_id: practice,
      id,
      act_id: version.act,
      language: version.language,
      words: version.words,
      by_staff: version.by,
      at: version.now,
    })
    .execute();
  return id;
}

/** Takes one version back; the one before it holds again. @returns its act; undefined when it was taken back before */
export async function undoWords(
  db: Db,
  practice: PracticeId,
  id: string,
  now: Date,
): Promise<ActId | undefined> {
  const row = await db
    .updateTable('act_words')
    .set({ undone_at: now })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .where('undone_at', 'is', null)
    .returning('act_id')
    .executeTakeFirst();
  return row?.act_id;
}

/** What was last written for an act in each language; where it is the touchpoint's own again, nothing. */
export async function findWords(
  db: Db,
  practice: PracticeId,
  act: ActId,
): Promise<Readonly<Record<string, string>>> {
  const found = await sql<{ language: string; words: string | null }>`
    select distinct on (language) language, words from act_words
    where practice_id = ${practice} and act_id = ${act} and undone_at is null
    order by language, at desc, id desc limit 50`.execute(db);
  return Object.fromEntries(
    found.rows.flatMap(({ language, words }) => (words === null ? [] : [[language, words]])),
  );
}
