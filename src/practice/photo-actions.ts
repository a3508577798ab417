import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import { newId, type PracticeId, type StaffMemberId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { told } from '../words/told.ts';
import type { Actor } from './model.ts';
import { readPhoto } from './photo.ts';

/** As a page holds it. */
export type PhotoUri = `data:image/${string};base64,${string}`;

/** The picture of a staff member; null: none. */
export async function findPhoto(
  db: Db,
  practice: PracticeId,
  member: StaffMemberId,
): Promise<PhotoUri | null> {
  const found = await sql<{ media_type: string | null; bytes: Buffer | null }>`
    select media_type, bytes from staff_photo
    where practice_id = ${practice} and staff_member_id = ${member}
    order by at desc, id desc limit 1`.execute(db);
  const { media_type: type = null, bytes = null } = found.rows[0] ?? {};
  return type === null || bytes === null
    ? null
    : `data:${type as 'image/png'};base64,${bytes.toString('base64')}`;
}

/**
 * Sets the picture of a staff member, or takes it away.
 * @param base64 null: there is none any more
 * @returns the row that holds now, for an undo; `not_found`, `invalid_input` for what is no small square picture
 */
export async function setPhoto(
  db: Db,
  actor: Actor,
  member: StaffMemberId,
  base64: string | null,
  now: Date,
): Promise<Outcome<string, Refusal<'not_found' | 'invalid_input'>>> {
  const practice = actor.practice.id;
  const there = await sql`
    select 1 from staff_member where practice_id = ${practice} and id = ${member}`.execute(db);
  if (there.rows.length === 0) return refuse('not_found', told.refusals.noStaff);
  const bytes = base64 === null ? null : Buffer.from(base64, 'base64');
  const read = bytes === null ? undefined : readPhoto(bytes);
  if (read !== undefined && !read.ok) return read;
  const id: string = newId(now.getTime());
  await sql`
    insert into staff_photo (practice_id, id, staff_member_id, media_type, bytes, at, by_staff)
    -- two within one tick of the clock have an order too
    values (${practice}, ${id}, ${member}, ${read?.value.type ?? null}, ${bytes}, greatest(${now}::timestamptz, (
      select max(at) + interval '1 millisecond' from staff_photo
      where practice_id = ${practice} and staff_member_id = ${member})), ${actor.staffMemberId})`.execute(db);
  return done(id);
}

/** Takes one setting of a picture back. @returns `cannot_undo` when it was taken back before */
export async function takePhotoBack(
  db: Db,
  practice: PracticeId,
  id: string,
): Promise<Outcome<true, Refusal<'cannot_undo'>>> {
  const gone = await sql`delete from staff_photo where practice_id = ${practice} and id = ${id}`.execute(db);
  return gone.numAffectedRows === 1n ? done(true) : refuse('cannot_undo', told.refusals.noPhotoThere);
}
