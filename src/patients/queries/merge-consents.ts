import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { JournalEntry, Repointing } from '../../database/repoint.ts';
import { newId } from '../../kit/ids.ts';

/**
 * A withdrawal of either patient wins over a newer grant of the other: they are one person, who once said no. It is
 * said again, as of the merge, so that it is the newest word. A no on all channels is one on each, and outdone there by
 * what the same patient granted since; a yes likewise.
 */
export async function keepWithdrawals(
  db: Db,
  { practice, from, to }: Repointing,
  now: Date,
): Promise<readonly JournalEntry[]> {
  const found = await sql<{ purpose: string; channel: string }>`
    with newest as (
      select distinct on (patient_id, purpose, channel) patient_id, purpose, channel, granted, at, id
      from consent
      where practice_id = ${practice} and patient_id in (${from}, ${to})
      order by patient_id, purpose, channel, at desc, id desc
    ), on_each as (
      select distinct on (n.patient_id, n.purpose, c.channel) n.patient_id, n.purpose, c.channel, n.granted, n.at, n.id
      from newest n
      cross join (values ('call'), ('text'), ('email'), ('post')) c (channel)
      where n.channel in (c.channel, 'any')
      order by n.patient_id, n.purpose, c.channel, n.at desc, n.granted
    ), words as (
      select * from newest where channel = 'any' union all select * from on_each
    )
    select no.purpose, no.channel
    from words no
    join words yes on yes.purpose = no.purpose and yes.channel = no.channel and yes.patient_id <> no.patient_id
    where not no.granted and yes.granted and (yes.at, yes.id) > (no.at, no.id)
    order by no.purpose, no.channel
    limit 15`.execute(db);
  if (found.rows.length === 0) return [];
  const words = found.rows.map(({ purpose, channel }) => ({ id: newId(now.getTime()), purpose, channel }));
  await sql`
    insert into consent (practice_id, id, patient_id, purpose, channel, granted, source, at)
    select ${practice}, w.id, ${to}, w.purpose, w.channel, false, 'merge', ${now}
    from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) w (id uuid, purpose text, channel text)`.execute(
    db,
  );
  return [{ table: 'consent', action: 'added', rows: words.map(({ id }) => ({ id })) }];
}

/** Takes back what the merge itself said, and nothing else: the database allows no more. */
export async function takeMergeWordsBack(
  db: Db,
  { practice }: Repointing,
  entries: readonly JournalEntry[],
): Promise<void> {
  for (const entry of entries) {
    if (entry.table !== 'consent' || entry.action !== 'added') continue;
    await sql`
      select take_back_merge_words(array(
        select c.id
        from consent c
        join jsonb_to_recordset(${JSON.stringify(entry.rows)}::jsonb) j (id uuid) on j.id = c.id
        where c.practice_id = ${practice}))`.execute(db);
  }
}

/** What was withdrawn while they were one holds for both: nobody knows which of the two said it. */
export async function copyWithdrawalsSince(
  db: Db,
  { practice, from, to }: Repointing,
  writtenAt: string,
  now: Date,
): Promise<void> {
  const found = await sql<{ id: string }>`
    select id from consent
    where practice_id = ${practice} and patient_id = ${to} and not granted and source <> 'merge'
      and created_at >= ${writtenAt}::timestamptz
    order by at, id
    limit 200`.execute(db);
  for (const { id } of found.rows) {
    await sql`
      insert into consent (practice_id, id, patient_id, purpose, channel, granted, contact_hash, wording_version,
        source, evidence, at, by_staff)
      select practice_id, ${newId(now.getTime())}, ${from}, purpose, channel, granted, contact_hash,
        wording_version, source, evidence, at, by_staff
      from consent
      where practice_id = ${practice} and id = ${id}`.execute(db);
  }
}
