import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { JournalEntry, Repointing } from '../../database/repoint.ts';

/**
 * Fills what the survivor lacks. Who died stays dead, who opted out stays out; otherwise who is with us in either
 * record is with us.
 */
export async function fillSurvivor(
  db: Db,
  { practice, from, to }: Repointing,
): Promise<readonly JournalEntry[]> {
  const found = await sql<{ before: unknown; after: unknown }>`
    update patient s
    set family_name = coalesce(nullif(s.family_name, ''), m.family_name),
      given_name = coalesce(nullif(s.given_name, ''), m.given_name),
      full_name = coalesce(nullif(s.full_name, ''), m.full_name),
      preferred_name = coalesce(nullif(s.preferred_name, ''), m.preferred_name),
      pronunciation = coalesce(nullif(s.pronunciation, ''), m.pronunciation),
      pronouns = coalesce(nullif(s.pronouns, ''), m.pronouns),
      birth_date = coalesce(s.birth_date, m.birth_date),
      birth_precision = case when s.birth_date is null then m.birth_precision else s.birth_precision end,
      sex = case when s.sex = 'unknown' then m.sex else s.sex end,
      spoken_language = coalesce(s.spoken_language, m.spoken_language),
      written_language = coalesce(s.written_language, m.written_language),
      needs_interpreter = s.needs_interpreter or m.needs_interpreter,
      deceased_on = coalesce(s.deceased_on, m.deceased_on),
      status = case when k.reason is not null then 'exited'
        when s.status = 'active' or m.status = 'active' then 'active'
        when s.status = 'prospective' or m.status = 'prospective' then 'prospective' else s.status end,
      exit_reason = case when k.reason is not null then k.reason
        when s.status <> 'exited' or m.status <> 'exited' then null else s.exit_reason end,
      exited_on = case when k.reason is not null then
          case when s.exit_reason = k.reason then s.exited_on else m.exited_on end
        when s.status <> 'exited' or m.status <> 'exited' then null else s.exited_on end,
      primary_location_id = coalesce(s.primary_location_id, m.primary_location_id),
      primary_clinician_id = coalesce(s.primary_clinician_id, m.primary_clinician_id),
      known_from = least(s.known_from, m.known_from),
      updated_at = now()
    from patient m, patient old, lateral (
      select case when 'died' in (old.exit_reason, m.exit_reason) then 'died'
        when 'opted_out' in (old.exit_reason, m.exit_reason) then 'opted_out' end as reason
    ) k
    where s.practice_id = ${practice} and s.id = ${to}
      and m.practice_id = ${practice} and m.id = ${from}
      and old.practice_id = ${practice} and old.id = ${to}
    returning to_jsonb(old) as before, to_jsonb(s) as after`.execute(db);
  return [{ table: 'patient', action: 'changed', rows: found.rows }];
}

/** Takes the merged row out, whole. */
export async function removeMerged(db: Db, { practice, from }: Repointing): Promise<readonly JournalEntry[]> {
  const found = await sql<{ row: unknown }>`
    delete from patient p
    where p.practice_id = ${practice} and p.id = ${from}
    returning to_jsonb(p) as row`.execute(db);
  return [{ table: 'patient', action: 'removed', rows: found.rows.map(({ row }) => row) }];
}

/** The merged row as it was, to the microsecond. */
export async function restoreMerged(
  db: Db,
  { practice, from }: Repointing,
  entries: readonly JournalEntry[],
): Promise<void> {
  for (const entry of entries) {
    if (entry.table !== 'patient' || entry.action !== 'removed') continue;
    await sql`
      insert into patient
      select p.*
      from jsonb_populate_recordset(null::patient, ${JSON.stringify(entry.rows)}::jsonb) p
      where p.practice_id = ${practice} and p.id = ${from}`.execute(db);
  }
}

const columns = [
  'family_name',
  'given_name',
  'full_name',
  'preferred_name',
  'pronunciation',
  'pronouns',
  'birth_date',
  'birth_precision',
  'sex',
  'spoken_language',
  'written_language',
  'needs_interpreter',
  'deceased_on',
  'primary_location_id',
  'primary_clinician_id',
  'known_from',
  'updated_at',
];
// Only together: a status without its reason is none.
const standing = ['status', 'exit_reason', 'exited_on'];

/** The survivor as it was, column by column; what somebody changed since the merge stays changed. */
export async function restoreSurvivor(
  db: Db,
  { practice, to }: Repointing,
  entries: readonly JournalEntry[],
): Promise<void> {
  const single = columns.map(
    (name) => sql`${sql.ref(name)} = case when p.${sql.ref(name)} is not distinct from a.${sql.ref(name)}
      then b.${sql.ref(name)} else p.${sql.ref(name)} end`,
  );
  const untouched = sql`(p.status, p.exit_reason, p.exited_on) is not distinct from (a.status, a.exit_reason, a.exited_on)`;
  const together = standing.map(
    (name) =>
      sql`${sql.ref(name)} = case when ${untouched} then b.${sql.ref(name)} else p.${sql.ref(name)} end`,
  );
  for (const entry of entries) {
    if (entry.table !== 'patient' || entry.action !== 'changed') continue;
    const rows = sql`${JSON.stringify(entry.rows)}::jsonb`;
    await sql`
      update patient p
      set ${sql.join([...single, ...together])}
      from jsonb_array_elements(${rows}) j,
        jsonb_populate_record(null::patient, j -> 'before') b,
        jsonb_populate_record(null::patient, j -> 'after') a
      where p.practice_id = ${practice} and p.id = ${to}`.execute(db);
  }
}
