import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { JournalEntry, Repointing } from '../../database/repoint.ts';

/** Of a number that both have: confidential for one is confidential, and wrong for one is wrong. */
export async function carryContactWishes(
  db: Db,
  { practice, from, to }: Repointing,
): Promise<readonly JournalEntry[]> {
  const found = await sql<{ row: unknown }>`
    update contact_point h
    set confidential_only = h.confidential_only or r.confidential_only, valid = h.valid and r.valid
    from contact_point r, contact_point old
    where h.practice_id = ${practice} and h.patient_id = ${to}
      and r.practice_id = ${practice} and r.patient_id = ${from} and r.kind = h.kind and r.normal = h.normal
      and old.practice_id = ${practice} and old.id = h.id
      and ((r.confidential_only and not h.confidential_only) or (h.valid and not r.valid))
    returning jsonb_build_object('id', h.id,
      'confidential', old.confidential_only, 'valid', old.valid,
      'confidential_after', h.confidential_only, 'valid_after', h.valid) as row`.execute(db);
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
      set confidential_only = j.confidential, valid = j.valid
      from jsonb_to_recordset(${JSON.stringify(entry.rows)}::jsonb)
        j (id uuid, confidential boolean, valid boolean, confidential_after boolean, valid_after boolean)
      where c.practice_id = ${practice} and c.patient_id = ${to} and c.id = j.id
        and c.confidential_only = j.confidential_after and c.valid = j.valid_after`.execute(db);
  }
}
