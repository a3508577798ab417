import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { JournalEntry, Repointing } from '../../database/repoint.ts';

/** Of a number that both have: a wish on one is a wish on both, and wrong for one is wrong. */
export async function carryContactWishes(
  db: Db,
  { practice, from, to }: Repointing,
): Promise<readonly JournalEntry[]> {
  const found = await sql<{ row: unknown }>`
    update contact_point h
    set confidential_only = h.confidential_only or r.confidential_only,
      never_voicemail = h.never_voicemail or r.never_voicemail, valid = h.valid and r.valid
    from contact_point r, contact_point old
    where h.practice_id = ${practice} and h.patient_id = ${to}
      and r.practice_id = ${practice} and r.patient_id = ${from} and r.kind = h.kind and r.normal = h.normal
      and old.practice_id = ${practice} and old.id = h.id
      and ((r.confidential_only and not h.confidential_only) or (r.never_voicemail and not h.never_voicemail)
        or (h.valid and not r.valid))
    returning jsonb_build_object('id', h.id,
      'confidential', old.confidential_only, 'voicemail', old.never_voicemail, 'valid', old.valid,
      'confidential_after', h.confidential_only, 'voicemail_after', h.never_voicemail, 'valid_after', h.valid) as row`.execute(
    db,
  );
  return found.rows.length === 0
    ? []
    : [{ table: 'contact_point', action: 'changed', rows: found.rows.map(({ row }) => row) }];
}

/** The way back, where nobody changed it since. */
export async function restoreContactWishes(
  db: Db,
  { practice, to }: Repointing,
  entries: readonly JournalEntry[],
): Promise<void> {
  for (const entry of entries) {
    if (entry.table !== 'contact_point' || entry.action !== 'changed') continue;
    await sql`
      update contact_point c
      set confidential_only = j.confidential, valid = j.valid,
        never_voicemail = coalesce(j.voicemail, c.never_voicemail)
      from jsonb_to_recordset(${JSON.stringify(entry.rows)}::jsonb)
        j (id uuid, confidential boolean, voicemail boolean, valid boolean, confidential_after boolean,
          voicemail_after boolean, valid_after boolean)
      where c.practice_id = ${practice} and c.patient_id = ${to} and c.id = j.id
        and c.confidential_only = j.confidential_after and c.valid = j.valid_after
        and c.never_voicemail = coalesce(j.voicemail_after, c.never_voicemail)`.execute(db);
  }
}
