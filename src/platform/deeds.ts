import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import { newId, type PracticeId, type StaffMemberId } from '../kit/ids.ts';

/** What a staff member can take back. */
export type DeedKind =
  | 'outcome'
  | 'assignment'
  | 'words'
  | 'detail_added'
  | 'detail_removed'
  | 'consent'
  | 'status'
  | 'promise'
  | 'note_added'
  | 'note_changed'
  | 'note_removed'
  | 'way_wrong'
  | 'way_wish'
  | 'authorisation_written'
  | 'authorisation_revoked'
  | 'authorisation_happened'
  | 'contact_request'
  | 'links_ended'
  | 'photo'
  | 'household_joined'
  | 'household_left'
  | 'act_added'
  | 'leaving'
  | 'leaving_items'
  | 'touchpoint'
  | 'shares'
  | 'capacity'
  | 'template'
  | 'service'
  | 'inbound_noted'
  | 'inbound_taken'
  | 'inbound_answered'
  | 'promise_settled'
  | 'message'
  | 'outbox_hold';

export interface Deed {
  readonly id: string;
  readonly kind: DeedKind;
  /** What it was done to. */
  readonly objectId: string | null;
  /** What an undo puts back; read again by whoever undoes it. */
  readonly before: unknown;
  readonly at: Date;
}

/** Notes in the transaction of a deed how it is taken back. `before` holds ids, choices and settings, never a remark. */
export async function noteDeed(
  db: Db,
  practice: PracticeId,
  by: StaffMemberId,
  deed: Pick<Deed, 'kind' | 'objectId' | 'before' | 'at'>,
): Promise<string> {
  const id: string = newId(deed.at.getTime());
  await db
    .insertInto('deed')
    .values({
      practice_id: practice,
      id,
      by_staff: by,
      kind: deed.kind,
      object_id: deed.objectId,
      before: JSON.stringify(deed.before),
      at: deed.at,
    })
    .execute();
  return id;
}

function read(practice: PracticeId, by: StaffMemberId) {
  return sql`
    select id, kind, object_id as "objectId", before, at from deed
    where practice_id = ${practice} and by_staff = ${by} and undone_at is null`;
}

/** What somebody did since an instant and has not taken back, newest first; at most a hundred. */
export async function listDeeds(
  db: Db,
  practice: PracticeId,
  by: StaffMemberId,
  since: Date,
): Promise<readonly Deed[]> {
  const found = await sql<Deed>`${read(practice, by)} and at >= ${since}
    order by at desc, id desc limit 100`.execute(db);
  return found.rows;
}

/** A deed of this staff member that was not taken back, locked until the transaction ends. */
export async function findDeed(
  db: Db,
  practice: PracticeId,
  by: StaffMemberId,
  id: string,
): Promise<Deed | undefined> {
  const found = await sql<Deed>`${read(practice, by)} and id = ${id} for update`.execute(db);
  return found.rows[0];
}

export async function markUndone(db: Db, practice: PracticeId, id: string, now: Date): Promise<void> {
  await db
    .updateTable('deed')
    .set({ undone_at: now })
    .where('practice_id', '=', practice)
    .where('id', '=', id)
    .execute();
}

/** The answer to an act was taken back by another way than its deed. */
export async function markOutcomeUndone(
  db: Db,
  practice: PracticeId,
  outcome: string,
  now: Date,
): Promise<void> {
  await db
    .updateTable('deed')
    .set({ undone_at: now })
    .where('practice_id', '=', practice)
    .where('kind', '=', 'outcome')
    .where('object_id', '=', outcome)
    .execute();
}
