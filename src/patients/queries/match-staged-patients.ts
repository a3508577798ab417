import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';
import { givenColumns } from './stage-patients.ts';

/**
 * Finds each staged patient among those we hold: by the source's own key, else by another identifier when
 * exactly one patient has it and that patient has no other key in the same source. Two rows with one key are
 * one patient: the later row counts, and what it leaves blank is taken from the earlier ones.
 */
export async function matchStagedPatients(
  db: Db,
  practice: PracticeId,
): Promise<{ readonly repeats: boolean }> {
  await sql`analyze stage_patient`.execute(db);
  const told = await orderByTold(db);
  const repeated = await sql<{ yes: boolean }>`
    select exists (select from stage_patient group by system, value having count(*) > 1) as yes`.execute(db);
  const repeats = repeated.rows[0]?.yes === true;
  if (repeats) await foldRepeats(db);
  await sql`
    create temp table stage_patient_match on commit drop as
    select s.id as stage_id, s.ord, s.file, s.system, s.value, i.patient_id,
      ${
        repeats ? sql`row_number() over (partition by s.system, s.value order by s.ord desc) = 1` : sql`true`
      } as counts,
      false as is_new
    from stage_patient s
    left join patient_identifier i
      on i.practice_id = ${practice} and i.system = s.system and i.value = s.value`.execute(db);
  await sql`analyze stage_patient_match`.execute(db);
  await matchByOtherIdentifiers(db, practice);
  if (repeats) {
    await sql`
      update stage_patient_match m
      set patient_id = w.stage_id, is_new = w.counts and m.counts
      from stage_patient_match w
      where m.patient_id is null and w.counts and w.patient_id is null
        and w.system = m.system and w.value = m.value`.execute(db);
    await sql`
      update stage_patient_match m
      set patient_id = w.patient_id
      from stage_patient_match w
      where m.patient_id is null and w.counts and w.system = m.system and w.value = m.value`.execute(db);
  } else {
    await sql`update stage_patient_match set patient_id = stage_id, is_new = true where patient_id is null`.execute(
      db,
    );
  }
  if (told) await dropOverheard(db, practice);
  await oneRowAPatient(db, practice);
  return { repeats };
}

// Where a source says when it said something, its order counts and not the one in which it came.
async function orderByTold(db: Db): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`
    select exists (select from stage_patient where told_at is not null) as yes`.execute(db);
  if (rows[0]?.yes !== true) return false;
  await sql`
    update stage_patient s
    set ord = t.place
    from (select id, row_number() over (order by told_at nulls first, ord) as place from stage_patient) t
    where t.id = s.id`.execute(db);
  return true;
}

/** What a source said before something that we hold from it already counts no more, withdrawals apart. */
async function dropOverheard(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    with overheard as (
      update stage_patient_match m
      set counts = false
      from stage_patient s, patient p
      where s.id = m.stage_id and m.counts
        and p.practice_id = ${practice} and p.id = m.patient_id and s.told_at < p.told_at
      returning m.system, m.value
    )
    delete from stage_contact c
    using stage_patient_match m, overheard o
    where c.stage_id = m.stage_id and m.system = o.system and m.value = o.value`.execute(db);
}

/**
 * Who was merged has several numbers in one source. The rows of all of them reach the survivor, but only one says what
 * the patient is like: that of the number we knew first. Otherwise each import would turn the patient over.
 */
async function oneRowAPatient(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    with ranked as (
      select m.stage_id, row_number() over (
        partition by m.patient_id order by i.created_at nulls last, m.system, m.value) as place
      from stage_patient_match m
      left join patient_identifier i
        on i.practice_id = ${practice} and i.system = m.system and i.value = m.value
      where m.counts and not m.is_new
    )
    update stage_patient_match m
    set counts = false
    from ranked r
    where m.stage_id = r.stage_id and r.place > 1`.execute(db);
}

async function foldRepeats(db: Db): Promise<void> {
  const names = givenColumns.map(([name]) => name);
  const picks = names.map(
    (name) => `(array_agg(${name} order by ord desc) filter (where ${name} is not null))[1] as ${name}`,
  );
  const sets = names.map((name) => `${name} = f.${name}`);
  await sql
    .raw(`
      update stage_patient s
      set ${sets.join(', ')}
      from (
        select system, value, max(ord) as last, ${picks.join(', ')}
        from stage_patient
        group by system, value
        having count(*) > 1
      ) f
      where s.system = f.system and s.value = f.value and s.ord = f.last`)
    .execute(db);
}

async function matchByOtherIdentifiers(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    with candidate as (
      select m.stage_id, (array_agg(i.patient_id))[1] as patient_id
      from stage_patient_match m
      join stage_patient_identifier e on e.stage_id = m.stage_id
      join patient_identifier i on i.practice_id = ${practice} and i.system = e.system and i.value = e.value
      where m.patient_id is null and m.counts
        and not exists (
          select from patient_identifier o
          where o.practice_id = ${practice} and o.patient_id = i.patient_id and o.system = m.system)
      group by m.stage_id
      having count(distinct i.patient_id) = 1
    ), one_each as (
      select stage_id, patient_id, count(*) over (partition by patient_id) as wanted_by
      from candidate
    )
    update stage_patient_match m
    set patient_id = o.patient_id
    from one_each o
    where m.stage_id = o.stage_id and o.wanted_by = 1`.execute(db);
}
