import pg from 'pg';
import { type CatalogueTable, spellPlainly } from '../database/catalogue.ts';
import { clientOf, type Db } from '../database/database.ts';
import type { PatientId, PracticeId } from '../kit/ids.ts';
import { leftOutColumns, leftOutTables } from './model.ts';
import { listExportedTables } from './tables.ts';

/** Rows about a patient in tables that name them only through another; held to the catalogue by a test. */
export const throughAnother: Readonly<Record<string, string>> = {
  visit_change: 'visit_id in (select id from public.visit where practice_id = $1 and patient_id = $2)',
  visit_charge: `(source_system, visit_key) in (
    select v.source_system, coalesce(a.alias, v.source_id) from public.visit v
    left join public.visit_alias a
      on a.practice_id = v.practice_id and a.source_system = v.source_system and a.source_id = v.source_id
    where v.practice_id = $1 and v.patient_id = $2
    union all
    select source_system, source_id from public.visit where practice_id = $1 and patient_id = $2)`,
  visit_alias: `(source_system, source_id) in (
    select source_system, source_id from public.visit where practice_id = $1 and patient_id = $2)`,
  act_words: 'act_id in (select id from public.act where practice_id = $1 and patient_id = $2)',
  page_code: 'link_id in (select id from public.patient_link where practice_id = $1 and patient_id = $2)',
  message_event: 'message_id in (select id from public.message where practice_id = $1 and patient_id = $2)',
  mail_taken: 'message_id in (select id from public.message where practice_id = $1 and patient_id = $2)',
  possible_match: 'patient_a = $2 or patient_b = $2',
  merge: 'survivor_id = $2 or merged_id = $2',
  merge_entry:
    'merge_id in (select id from public.merge where practice_id = $1 and (survivor_id = $2 or merged_id = $2))',
  household:
    'id in (select household_id from public.household_member where practice_id = $1 and patient_id = $2)',
  suppression: `contact_hash in (select sha256(convert_to(normal, 'UTF8')) from public.contact_point
    where practice_id = $1 and patient_id = $2)`,
};

/** How a table's rows are found for one patient; undefined where it has none. */
export function conditionFor(table: CatalogueTable): string | undefined {
  if (Object.hasOwn(leftOutTables, table.name)) return undefined;
  if (table.name === 'patient') return 'id = $2';
  const names = new Set(table.columns.map(({ name }) => name));
  if (names.has('patient_id')) return 'patient_id = $2';
  if (names.has('patient_ids')) return '$2 = any(patient_ids)';
  return throughAnother[table.name];
}

/** Everything that is recorded of one patient: table by table, each row with all its columns, by key. */
export interface PatientFile {
  readonly patient: PatientId;
  readonly at: string;
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
}

/** @returns undefined when there is no such patient */
export async function readPatientFile(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  now: Date,
): Promise<PatientFile | undefined> {
  await spellPlainly(db);
  const tables: Record<string, readonly unknown[]> = {};
  for (const table of await listExportedTables(db)) {
    const condition = conditionFor(table);
    if (condition === undefined) continue;
    const key = table.key.map((name) => pg.escapeIdentifier(name)).join(', ') || '1';
    const found = await clientOf(db).query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from public.${pg.escapeIdentifier(table.name)} t
       where practice_id = $1 and ${condition} order by ${key}`,
      [practice, patient],
    );
    if (table.name === 'patient' && found.rowCount === 0) return undefined;
    tables[table.name] = found.rows.map(({ row }) => withoutNumber(row));
  }
  return { patient, at: now.toISOString(), tables };
}

function withoutNumber(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => !Object.hasOwn(leftOutColumns['*'] ?? {}, name)),
  );
}
