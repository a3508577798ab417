import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { Pointer, Taking, WatchedTable } from '../../database/take-back.ts';

/**
 * Lays out the patients and visits that an import added, in the temporary tables `taken_patient` and `taken_visit`, and
 * why each has to stay; null: it goes. Whatever a person made or said since holds it, and whatever came from elsewhere.
 * What one import wrote all began at one instant: a row of another instant came later.
 */
export async function openAdded(
  db: Db,
  taking: Taking,
  watched: readonly WatchedTable[],
  pointers: readonly Pointer[],
): Promise<void> {
  const { practice, importId } = taking;
  await sql`
    create temp table taken_visit on commit drop as
    select v.id, v.patient_id, null::text as why, null::timestamptz as at
    from visit v
    where v.practice_id = ${practice} and v.import_id = ${importId}`.execute(db);
  await sql`
    create temp table taken_patient on commit drop as
    select p.id, null::text as why, null::timestamptz as at
    from patient p
    where p.practice_id = ${practice} and p.import_id = ${importId}`.execute(db);
  await sql`
    create temp table merged_since on commit drop as
    select unnest(array[m.survivor_id, m.merged_id]) as id
    from merge m
    join import i on i.practice_id = ${practice} and i.id = ${importId}
    where m.practice_id = ${practice} and m.undone_at is null and m.created_at >= i.started_at`.execute(db);
  await sql`analyze taken_visit, taken_patient, merged_since`.execute(db);
  await holdVisits(db, taking, watched, pointers);
  await holdPatients(db, taking, watched, pointers);
}

/** Proposed work that nobody touched, and pairs that nobody decided, hold nothing: both are made anew. */
const madeAnew = ['act', 'possible_match', 'visit_change', 'visit'];

async function holdByPointers(
  db: Db,
  { practice, importId }: Taking,
  of: 'patient' | 'visit',
  watched: readonly WatchedTable[],
  pointers: readonly Pointer[],
): Promise<void> {
  const taken = sql.table(of === 'patient' ? 'taken_patient' : 'taken_visit');
  for (const { table, column, to } of pointers) {
    if (to !== of || madeAnew.includes(table)) continue;
    const known = watched.find(({ name }) => name === table);
    // What an import writes holds only when it came another time; search keys do not say when.
    if (known !== undefined && !known.columns.includes('created_at')) continue;
    const later =
      known === undefined
        ? sql`true`
        : sql`q.created_at <> (select started_at from import where practice_id = ${practice} and id = ${importId})`;
    await sql`
      update ${taken} t
      set why = ${known === undefined ? 'said' : 'added_to'}
      where t.why is null and exists (
        select from ${sql.table(table)} q
        where q.practice_id = ${practice} and q.${sql.ref(column)} = t.id and ${later})`.execute(db);
  }
}

async function holdVisits(
  db: Db,
  taking: Taking,
  watched: readonly WatchedTable[],
  pointers: readonly Pointer[],
): Promise<void> {
  const { practice, importId } = taking;
  await sql`
    update taken_visit set why = 'merged' where patient_id in (select id from merged_since)`.execute(db);
  await sql`
    update taken_visit t
    set why = case when l.at is null then 'changed' else 'changed_by_import' end, at = l.at
    from visit v
    left join lateral (
      select max(i.started_at) as at
      from visit_change c
      join import i on i.practice_id = ${practice} and i.id = c.import_id
      where c.practice_id = ${practice} and c.visit_id = v.id and c.import_id <> ${importId}
    ) l on true
    where t.why is null and v.practice_id = ${practice} and v.id = t.id and v.updated_at <> v.created_at`.execute(
    db,
  );
  await sql`
    update taken_visit t
    set why = 'said'
    where t.why is null and exists (
      select from act a
      where a.practice_id = ${practice} and a.patient_id = t.patient_id
        and (a.occurrence = t.id::text or a.premise ->> 'visitId' = t.id::text)
        and exists (select from act_outcome o where o.practice_id = ${practice} and o.act_id = a.id))`.execute(
    db,
  );
  await holdByPointers(db, taking, 'visit', watched, pointers);
}

async function holdPatients(
  db: Db,
  taking: Taking,
  watched: readonly WatchedTable[],
  pointers: readonly Pointer[],
): Promise<void> {
  const { practice, importId } = taking;
  await sql`update taken_patient set why = 'merged' where id in (select id from merged_since)`.execute(db);
  await sql`
    update taken_patient t
    set why = 'changed_by_import', at = l.at
    from (
      select coalesce(c.after ->> 'patient_id', c.before ->> 'patient_id', c.key ->> 'id')::uuid as id,
        max(i.started_at) as at
      from import_change c
      join import i on i.practice_id = ${practice} and i.id = c.import_id and i.state = 'finished'
      where c.practice_id = ${practice} and c.import_id <> ${importId}
        and (c.table_name = 'patient' or c.after ? 'patient_id' or c.before ? 'patient_id')
      group by 1
    ) l
    where t.why is null and l.id = t.id`.execute(db);
  await sql`
    update taken_patient t
    set why = 'changed'
    from patient p
    where t.why is null and p.practice_id = ${practice} and p.id = t.id and p.updated_at <> p.created_at`.execute(
    db,
  );
  await holdByPointers(db, taking, 'patient', watched, pointers);
  await sql`
    update taken_patient t
    set why = 'said'
    where t.why is null and exists (
      select from possible_match m
      where m.practice_id = ${practice} and m.state = 'different' and t.id in (m.patient_a, m.patient_b))`.execute(
    db,
  );
  await sql`
    update taken_patient t
    set why = 'visit_stays'
    where t.why is null and exists (
      select from visit v
      where v.practice_id = ${practice} and v.patient_id = t.id
        and not exists (select from taken_visit g where g.id = v.id and g.why is null))`.execute(db);
}
