import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';
import type { VisitCounts } from '../model.ts';

/**
 * Takes what claims and charge items say, and gives every visit of which they speak its charge. Runs after the visits
 * were merged, and also where only visits came: their claims may have come before.
 * @returns what became of the claims, by file
 */
export async function mergeStagedCharges(
  db: Db,
  practice: PracticeId,
): Promise<ReadonlyMap<number, VisitCounts>> {
  const { rows } = await sql<{ said: boolean; held: boolean; named: boolean }>`
    select exists (select from stage_charge) as said, exists (select from stage_visit_alias) as named,
      exists (select from visit_charge where practice_id = ${practice}) as held`.execute(db);
  const there = rows[0];
  if (there === undefined || !(there.said || there.held || there.named)) return new Map();
  await sql`
    create temp table stage_charge_touched (source_system text, visit_key text, by_charge boolean)
    on commit drop`.execute(db);
  if (there.named) await mergeAliases(db, practice);
  const counts = there.said ? await mergeCharges(db, practice) : new Map<number, VisitCounts>();
  if (there.said || there.held) {
    await touchStagedVisits(db, practice);
    await settleCharges(db, practice);
  }
  await sql`drop table stage_charge_touched`.execute(db);
  return counts;
}

async function mergeAliases(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    create temp table stage_alias_new on commit drop as
    select s.source_system, s.alias, s.source_id, h.source_id as before
    from (
      select distinct on (source_system, alias) source_system, alias, source_id
      from stage_visit_alias
      order by source_system, alias, ord desc
    ) s
    left join visit_alias h
      on h.practice_id = ${practice} and h.source_system = s.source_system and h.alias = s.alias
    where h.source_id is distinct from s.source_id`.execute(db);
  // The visit that was meant until now loses what the alias brought it.
  await sql`
    insert into stage_charge_touched
    select source_system, alias, before is not null from stage_alias_new
    union all
    select source_system, before, true from stage_alias_new where before is not null`.execute(db);
  await sql`
    insert into visit_alias as held (practice_id, source_system, alias, source_id)
    select ${practice}, source_system, alias, source_id from stage_alias_new
    on conflict (practice_id, source_system, alias) do update
      set source_id = excluded.source_id
      where held.source_id <> excluded.source_id`.execute(db);
  await sql`drop table stage_alias_new`.execute(db);
}

/** The last that a claim says counts, whole: a visit that it no longer names is no longer charged by it. */
async function mergeCharges(db: Db, practice: PracticeId): Promise<Map<number, VisitCounts>> {
  await sql`analyze stage_charge`.execute(db);
  await sql`
    create temp table stage_charge_last on commit drop as
    with last as (
      select max(ord) as ord from stage_charge group by source_system, kind, charge_id
    ), told as (
      select s.ord, s.file, s.source_system, s.kind, s.charge_id,
        string_agg(s.visit_key || ' ' || s.cents, ',' order by s.visit_key) as lines
      from stage_charge s
      join last l on l.ord = s.ord
      group by s.ord, s.file, s.source_system, s.kind, s.charge_id
    ), held as (
      select c.source_system, c.kind, c.charge_id,
        string_agg(c.visit_key || ' ' || c.cents, ',' order by c.visit_key) as lines
      from visit_charge c
      join told t on t.source_system = c.source_system and t.kind = c.kind and t.charge_id = c.charge_id
      where c.practice_id = ${practice}
      group by c.source_system, c.kind, c.charge_id
    )
    select t.ord, t.file, t.source_system, t.kind, t.charge_id, h.lines is not null as is_held,
      h.lines is distinct from t.lines as differs
    from told t
    left join held h on h.source_system = t.source_system and h.kind = t.kind and h.charge_id = t.charge_id`.execute(
    db,
  );
  await sql`
    with gone as (
      delete from visit_charge c
      using stage_charge_last l
      where c.practice_id = ${practice} and l.differs and l.is_held
        and c.source_system = l.source_system and c.kind = l.kind and c.charge_id = l.charge_id
      returning c.source_system, c.visit_key
    )
    insert into stage_charge_touched select source_system, visit_key, true from gone`.execute(db);
  await sql`
    with added as (
      insert into visit_charge (practice_id, source_system, kind, charge_id, visit_key, cents)
      select ${practice}, s.source_system, s.kind, s.charge_id, s.visit_key, s.cents
      from stage_charge s
      join stage_charge_last l on l.ord = s.ord
      where l.differs and s.visit_key is not null
      returning source_system, visit_key
    )
    insert into stage_charge_touched select source_system, visit_key, true from added`.execute(db);
  const { rows } = await sql<{ file: number; added: number; updated: number; unchanged: number }>`
    select s.file,
      count(*) filter (where l.differs and not l.is_held)::int as added,
      count(*) filter (where l.differs and l.is_held)::int as updated,
      count(*) filter (where l.differs is not true)::int as unchanged
    from (select distinct file, ord from stage_charge) s
    left join stage_charge_last l on l.ord = s.ord
    group by s.file`.execute(db);
  await sql`drop table stage_charge_last`.execute(db);
  return new Map(rows.map(({ file, ...counts }) => [file, { ...counts, orphaned: 0 }]));
}

/** Visits that came now, and whose claims were there before them. */
async function touchStagedVisits(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    insert into stage_charge_touched
    select s.source_system, s.source_id, false
    from stage_visit s
    where exists (
      select from visit_charge c
      where c.practice_id = ${practice} and c.source_system = s.source_system and c.visit_key = s.source_id)
    union all
    select s.source_system, s.source_id, false
    from stage_visit s
    join visit_alias a
      on a.practice_id = ${practice} and a.source_system = s.source_system and a.source_id = s.source_id
    where exists (
      select from visit_charge c
      where c.practice_id = ${practice} and c.source_system = a.source_system and c.visit_key = a.alias)`.execute(
    db,
  );
}

// Past this no charge can be written; a sum beyond it is a mistake of the source, and no charge at all.
const mostCents = 2_000_000_000;

/**
 * A visit's charge is the sum of its claims; of its charge items where it has no claim, because a claim bills the items.
 * A charge that came with the visit itself stays where no claim ever spoke of it.
 */
async function settleCharges(db: Db, practice: PracticeId): Promise<void> {
  // Step by step, each counted before the next: in one statement the planner, without figures of tables that were just
  // filled, joined 9,000 claims to 7,000 visits by their source alone (54 s).
  await sql`analyze stage_charge_touched`.execute(db);
  await sql`
    create temp table stage_charged_key on commit drop as
    select t.source_system, coalesce(a.source_id, t.visit_key) as source_id, bool_or(t.by_charge) as by_charge
    from stage_charge_touched t
    left join visit_alias a
      on a.practice_id = ${practice} and a.source_system = t.source_system and a.alias = t.visit_key
    group by 1, 2`.execute(db);
  await sql`analyze stage_charged_key`.execute(db);
  await sql`
    create temp table stage_charged on commit drop as
    select v.id, k.source_system, k.source_id, k.by_charge
    from stage_charged_key k
    join visit v
      on v.practice_id = ${practice} and v.source_system = k.source_system and v.source_id = k.source_id`.execute(
    db,
  );
  await sql`analyze stage_charged`.execute(db);
  // What claims may call each of these visits. A source id that is an alias is the name of another visit.
  await sql`
    create temp table stage_charged_name on commit drop as
    select s.id, s.source_system, s.source_id as visit_key
    from stage_charged s
    left join visit_alias a
      on a.practice_id = ${practice} and a.source_system = s.source_system and a.alias = s.source_id
    where a.alias is null
    union all
    select s.id, s.source_system, a.alias
    from stage_charged s
    join visit_alias a
      on a.practice_id = ${practice} and a.source_system = s.source_system and a.source_id = s.source_id`.execute(
    db,
  );
  await sql`analyze stage_charged_name`.execute(db);
  await sql`
    create temp table stage_charged_sum on commit drop as
    select n.id, case when bool_or(c.kind = 'claim') then sum(c.cents) filter (where c.kind = 'claim')
      else sum(c.cents) end as cents
    from stage_charged_name n
    join visit_charge c
      on c.practice_id = ${practice} and c.source_system = n.source_system and c.visit_key = n.visit_key
    group by n.id`.execute(db);
  await sql`analyze stage_charged_sum`.execute(db);
  await sql`
    update visit v
    set charge_cents = b.cents, updated_at = now()
    from (
      select s.id, case when m.cents between 0 and ${mostCents} then m.cents end as cents
      from stage_charged s
      left join stage_charged_sum m on m.id = s.id
      where m.id is not null or s.by_charge
    ) b
    where v.practice_id = ${practice} and v.id = b.id and v.charge_cents is distinct from b.cents`.execute(
    db,
  );
  await sql`drop table stage_charged_key, stage_charged, stage_charged_name, stage_charged_sum`.execute(db);
}
