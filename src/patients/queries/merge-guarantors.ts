import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import { type HouseholdId, newId, type PracticeId } from '../../kit/ids.ts';

// More than this share no home: the number is that of an employer, an insurer, or of nobody.
const mostMembers = 20;

/**
 * Takes what the staged rows say of guarantors, and brings the households of shared guarantors up to date. A household
 * that staff confirmed stays as it is, and its members are in no other.
 */
export async function mergeGuarantors(db: Db, practice: PracticeId): Promise<void> {
  const { rows } = await sql<{ said: boolean; held: boolean }>`
    select exists (select from stage_patient where guarantor is not null) as said,
      exists (select from patient_guarantor where practice_id = ${practice}) as held`.execute(db);
  const there = rows[0];
  if (there === undefined || !(there.said || there.held)) return;
  const changed = there.said ? await takeStatements(db, practice) : false;
  if (changed || (await guarantorsCame(db, practice))) await formHouseholds(db, practice);
}

/** @returns whether any of them is new or another one */
async function takeStatements(db: Db, practice: PracticeId): Promise<boolean> {
  const { rows } = await sql<{ changed: boolean }>`
    with said as (
      select distinct on (m.patient_id, s.system) m.patient_id, s.system, s.guarantor
      from stage_patient s
      join stage_patient_match m on m.stage_id = s.id
      where m.counts and s.guarantor is not null
      order by m.patient_id, s.system, s.ord desc
    ), changed as (
      insert into patient_guarantor as held (practice_id, patient_id, system, value)
      select ${practice}, patient_id, system, guarantor from said
      on conflict (practice_id, patient_id, system) do update
        set value = excluded.value
        where held.value <> excluded.value
      returning patient_id
    ), touched as (
      insert into stage_patient_touched select patient_id from changed returning id
    )
    select exists (select from touched) as changed`.execute(db);
  return rows[0]?.changed === true;
}

/** Whether somebody is among the staged whom others have named before, and who is in no household with them yet. */
async function guarantorsCame(db: Db, practice: PracticeId): Promise<boolean> {
  const { rows } = await sql<{ came: boolean }>`
    select exists (
      select from stage_patient_match m
      join patient_identifier i on i.practice_id = ${practice} and i.patient_id = m.patient_id
      join patient_guarantor g
        on g.practice_id = ${practice} and g.system = i.system and g.value = i.value
          and g.patient_id <> m.patient_id
      where not exists (
        select from household_member h where h.practice_id = ${practice} and h.patient_id = m.patient_id)
    ) as came`.execute(db);
  return rows[0]?.came === true;
}

/**
 * Who belongs together now, held against who is together. A guarantor who names nobody, or herself, belongs to those
 * who name her; one who names another belongs there. A number that two sources' patients share by chance is two numbers:
 * it counts within its source.
 */
async function formHouseholds(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    create temp table stage_family on commit drop as
    with statement as (
      select distinct on (g.patient_id) g.patient_id, g.system, g.value, i.patient_id as guarantor_id
      from patient_guarantor g
      left join patient_identifier i on i.practice_id = ${practice} and i.system = g.system and i.value = g.value
      where g.practice_id = ${practice}
      order by g.patient_id, g.created_at, g.system
    ), silent as (
      select distinct on (s.guarantor_id) s.guarantor_id as patient_id, s.system, s.value, s.guarantor_id
      from statement s
      where s.guarantor_id is not null
        and not exists (select from statement o where o.patient_id = s.guarantor_id)
      order by s.guarantor_id, s.system, s.value
    ), belongs as (
      select b.*, h.id as household_id
      from (select * from statement union all select * from silent) b
      left join household h
        on h.practice_id = ${practice} and h.guarantor_system = b.system and h.guarantor_value = b.value
      where not exists (
        select from household_member m
        join household o on o.practice_id = ${practice} and o.id = m.household_id
        where m.practice_id = ${practice} and m.patient_id = b.patient_id and o.guarantor_value is null)
    ), family as (
      select patient_id,
        first_value(system) over known as system,
        first_value(value) over known as value,
        count(*) over one as members
      from belongs
      window one as (
        partition by guarantor_id, case when guarantor_id is null then system end,
          case when guarantor_id is null then value end
      ), known as (
        partition by guarantor_id, case when guarantor_id is null then system end,
          case when guarantor_id is null then value end
        order by household_id is null, system, value
      )
    )
    select patient_id, system, value from family where members between 2 and ${mostMembers}`.execute(db);
  await sql`analyze stage_family`.execute(db);
  await addHouseholds(db, practice);
  await sql`
    delete from household_member m
    using household h
    where m.practice_id = ${practice} and h.practice_id = ${practice} and h.id = m.household_id
      and h.guarantor_value is not null
      and not exists (
        select from stage_family f
        where f.patient_id = m.patient_id and f.system = h.guarantor_system and f.value = h.guarantor_value)`.execute(
    db,
  );
  await sql`
    insert into household_member (practice_id, patient_id, household_id)
    select ${practice}, f.patient_id, h.id
    from stage_family f
    join household h
      on h.practice_id = ${practice} and h.guarantor_system = f.system and h.guarantor_value = f.value
    on conflict (practice_id, patient_id) do nothing`.execute(db);
  await sql`
    delete from household h
    where h.practice_id = ${practice} and h.guarantor_value is not null
      and not exists (
        select from household_member m where m.practice_id = ${practice} and m.household_id = h.id)`.execute(
    db,
  );
  await sql`drop table stage_family`.execute(db);
}

async function addHouseholds(db: Db, practice: PracticeId): Promise<void> {
  const lacking = sql`
    select distinct f.system, f.value
    from stage_family f
    where not exists (
      select from household h
      where h.practice_id = ${practice} and h.guarantor_system = f.system and h.guarantor_value = f.value)`;
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (${lacking}) l`.execute(
    db,
  );
  const ids = Array.from({ length: rows[0]?.count ?? 0 }, () => newId<HouseholdId>());
  if (ids.length === 0) return;
  await sql`
    insert into household (practice_id, id, source, guarantor_system, guarantor_value)
    select ${practice}, n.id, 'guarantor', l.system, l.value
    from (select system, value, row_number() over (order by system, value) as place from (${lacking}) l) l
    join unnest(${ids}::uuid[]) with ordinality n (id, place) on n.place = l.place`.execute(db);
}
