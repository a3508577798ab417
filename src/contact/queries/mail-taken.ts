import type { Db } from '../../database/database.ts';
import type { MailTakenTable } from '../../database/tables/contact.ts';
import type { MessageId, PracticeId } from '../../kit/ids.ts';

/** What became of a mail that came in. */
export type TakenKind = MailTakenTable['kind'];

/** Notes that a mail was taken in. @returns false when it was before: then nothing more is done */
export async function noteTaken(
  db: Db,
  practice: PracticeId,
  hash: Buffer,
  message: MessageId,
  kind: TakenKind,
  now: Date,
): Promise<boolean> {
  const added = await db
    .insertInto('mail_taken')
    .values({ practice_id: practice, mail_hash: hash, message_id: message, kind, at: now })
    .onConflict((conflict) => conflict.columns(['practice_id', 'mail_hash']).doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
}

/** Whether a mail was taken in before, by whichever way it came. */
export async function wasTaken(db: Db, practice: PracticeId, hash: Buffer): Promise<boolean> {
  const found = await db
    .selectFrom('mail_taken')
    .select('kind')
    .where('practice_id', '=', practice)
    .where('mail_hash', '=', hash)
    .executeTakeFirst();
  return found !== undefined;
}
