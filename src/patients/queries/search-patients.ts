import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PatientId, PracticeId } from '../../kit/ids.ts';
import { searchPrefixes } from '../search-keys.ts';

/**
 * Past the last code point that a key can hold: everything that begins with a prefix lies below prefix +
 * this.
 */
const afterAll = '\u{10ffff}';

/**
 * Patients for whom every typed word is the beginning of a name part or an identifier, or the end of a
 * telephone number. Ranges by `~>=~` and `~<~`, because `like` is not leakproof and would scan under
 * row-level security.
 */
export async function searchPatients(
  db: Db,
  practice: PracticeId,
  typed: string,
  limit = 20,
): Promise<readonly PatientId[]> {
  const words = searchPrefixes(typed).slice(0, 6);
  if (words.length === 0) return [];
  const found = words.map((prefixes) => {
    const ranges = prefixes.map(
      (prefix) => sql`select patient_id from patient_search_key
        where practice_id = ${practice} and key ~>=~ ${prefix} and key ~<~ ${prefix + afterAll}`,
    );
    // Alice Abbott begins with an A twice and is one patient.
    return sql`select distinct patient_id from (${sql.join(ranges, sql` union all `)}) w`;
  });
  const { rows } = await sql<{ patient_id: PatientId }>`
    select p.id as patient_id
    from (${sql.join(found, sql` intersect `)}) f
    join patient p on p.practice_id = ${practice} and p.id = f.patient_id
    order by p.status = 'exited', p.family_name, p.given_name, p.id
    limit ${limit}`.execute(db);
  return rows.map((row) => row.patient_id);
}
