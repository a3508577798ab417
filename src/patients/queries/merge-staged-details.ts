import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { PracticeId } from '../../kit/ids.ts';

/** Further identifiers. One that another patient already has stays with that patient. */
export async function mergeStagedIdentifiers(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    with wanted as (
      select system, value, patient_id from stage_patient_match where not is_new
      union
      select e.system, e.value, m.patient_id
      from stage_patient_identifier e
      join stage_patient_match m on m.stage_id = e.stage_id
    ), added as (
      insert into patient_identifier (practice_id, system, value, patient_id)
      select ${practice}, system, value, patient_id
      from wanted w
      where not exists (
        select from patient_identifier i
        where i.practice_id = ${practice} and i.system = w.system and i.value = w.value)
      on conflict (practice_id, system, value) do nothing
      returning patient_id
    )
    insert into stage_patient_touched select patient_id from added`.execute(db);
}

// What only a row that does not count gives (an earlier one, or one of a number that was merged) comes after what the
// row that counts gives, and ranks nothing anew.
const earlierBehind = 50;
// Whoever is not the patient comes after every way to reach the patient.
const relatedBehind = 100;

/**
 * Contact points. One that the source no longer gives keeps, ranked behind those it gives: nobody said it is
 * wrong. A number that our desk marked as not valid is not made valid again.
 */
export async function mergeStagedContacts(db: Db, practice: PracticeId, held: boolean): Promise<void> {
  await sql`
    with wanted as (
      select distinct on (m.patient_id, c.kind, c.normal)
        c.id, m.patient_id, c.kind, c.received, c.normal,
        case when m.counts then c.rank else c.rank + ${earlierBehind} end as rank, c.confidential_only
      from stage_contact c
      join stage_patient_match m on m.stage_id = c.stage_id
      where not (${held} and m.is_new)
      order by m.patient_id, c.kind, c.normal, m.ord desc, c.rank
    ), merged as (
      insert into contact_point as held
        (practice_id, id, patient_id, kind, received, normal, rank, confidential_only)
      select ${practice}, id, patient_id, kind, received, normal, rank, confidential_only
      from wanted
      on conflict (practice_id, patient_id, kind, normal) do update
        set rank = excluded.rank, confidential_only = held.confidential_only or excluded.confidential_only,
          related_person_id = null
        where (held.rank <> excluded.rank and excluded.rank <= ${earlierBehind})
          or (excluded.confidential_only and not held.confidential_only) or held.related_person_id is not null
      returning patient_id
    )
    insert into stage_patient_touched select patient_id from merged`.execute(db);
  await sql`
    with given as (
      select m.patient_id, c.kind, max(c.rank) as last_rank
      from stage_contact c
      join stage_patient_match m on m.stage_id = c.stage_id
      where m.counts and not m.is_new
      group by m.patient_id, c.kind
    ), behind as (
      update contact_point p
      set rank = g.last_rank + 1
      from given g
      where p.practice_id = ${practice} and p.patient_id = g.patient_id and p.kind = g.kind
        and p.rank <= g.last_rank and p.related_person_id is null
        and not exists (
          select from stage_contact c
          join stage_patient_match m on m.stage_id = c.stage_id
          where m.patient_id = p.patient_id and c.kind = p.kind and c.normal = p.normal)
      returning p.patient_id
    )
    insert into stage_patient_touched select patient_id from behind`.execute(db);
}

/**
 * Contact points and search keys of patients who are new, when none of them came twice: nothing can be there yet,
 * and without asking for conflicts a million rows take a third less.
 */
export async function addDetailsOfNew(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    insert into contact_point (practice_id, id, patient_id, kind, received, normal, rank, confidential_only)
    select ${practice}, c.id, m.patient_id, c.kind, c.received, c.normal, c.rank, c.confidential_only
    from stage_contact c
    join stage_patient_match m on m.stage_id = c.stage_id
    where m.is_new`.execute(db);
  await sql`
    insert into patient_search_key (practice_id, key, patient_id)
    select ${practice}, k.key, m.patient_id
    from stage_key k
    join stage_patient_match m on m.stage_id = k.stage_id
    where m.is_new`.execute(db);
}

// Whoever says something of a patient: a row of the patient, or a remark.
const tellers = sql`(
  select stage_id, patient_id, ord from stage_patient_match
  union all
  select stage_id, patient_id, ord from stage_remark_match
)`;

/** Guarantors, parents and carers; whom we know by name and relationship already is not added again. */
export async function mergeStagedRelated(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    with wanted as (
      select distinct on (m.patient_id, lower(r.name), r.relationship)
        r.id, m.patient_id, r.name, r.relationship
      from stage_related r
      join ${tellers} m on m.stage_id = r.stage_id
      order by m.patient_id, lower(r.name), r.relationship, m.ord desc
    ), added as (
      insert into related_person (practice_id, id, patient_id, name, relationship)
      select ${practice}, w.id, w.patient_id, w.name, w.relationship
      from wanted w
      where not exists (
        select from related_person h
        where h.practice_id = ${practice} and h.patient_id = w.patient_id
          and lower(h.name) = lower(w.name) and h.relationship = w.relationship)
      returning id
    )
    insert into stage_detail_added select id, true from added`.execute(db);
  await mergeRelatedContacts(db, practice);
}

/** Ways to reach them. What is also the patient's own stays the patient's; of two people the first has it. */
async function mergeRelatedContacts(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    with wanted as (
      select distinct on (m.patient_id, c.kind, c.normal)
        c.id, m.patient_id, c.kind, c.received, c.normal, c.rank + ${relatedBehind} as rank, h.id as person
      from stage_related_contact c
      join stage_related r on r.id = c.related_id
      join ${tellers} m on m.stage_id = r.stage_id
      join related_person h on h.practice_id = ${practice} and h.patient_id = m.patient_id
        and lower(h.name) = lower(r.name) and h.relationship = r.relationship
      order by m.patient_id, c.kind, c.normal, m.ord, c.rank
    ), added as (
      insert into contact_point (practice_id, id, patient_id, kind, received, normal, rank, related_person_id)
      select ${practice}, id, patient_id, kind, received, normal, rank, person
      from wanted
      on conflict (practice_id, patient_id, kind, normal) do nothing
      returning id
    )
    insert into stage_detail_added
    select c.related_id, false
    from added a
    join stage_related_contact c on c.id = a.id`.execute(db);
}

/** Search keys only grow: someone who asks for a former name or number still finds the patient. */
export async function mergeStagedKeys(db: Db, practice: PracticeId, held: boolean): Promise<void> {
  await sql`
    insert into patient_search_key (practice_id, key, patient_id)
    select ${practice}::int, k.key, m.patient_id
    from stage_key k
    join stage_patient_match m on m.stage_id = k.stage_id
    where not (${held} and m.is_new)
    on conflict (practice_id, patient_id, key) do nothing`.execute(db);
}

/**
 * Consent as the source states it. A withdrawal always applies. A grant is recorded for care and feedback
 * only, and never over a withdrawal that the patient gave to us; nothing imported grants marketing.
 */
export async function mergeStagedConsents(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    with said as (
      select distinct on (m.patient_id, c.purpose, c.channel)
        c.id, m.patient_id, c.purpose, c.channel, c.granted, c.evidence
      from stage_consent c
      join ${tellers} m on m.stage_id = c.stage_id
      where not (c.granted and c.purpose = 'marketing')
      order by m.patient_id, c.purpose, c.channel, c.granted, m.ord desc
    ), held as (
      select s.id, h.granted, h.source
      from said s
      left join lateral (
        select granted, source
        from consent h
        where h.practice_id = ${practice} and h.patient_id = s.patient_id
          and h.purpose = s.purpose and h.channel = s.channel
        order by h.at desc, h.id desc
        limit 1
      ) h on true
    ), added as (
      insert into consent (practice_id, id, patient_id, purpose, channel, granted, source, evidence, at)
      select ${practice}, s.id, s.patient_id, s.purpose, s.channel, s.granted, 'import', s.evidence, now()
      from said s
      join held h on h.id = s.id
      where h.granted is distinct from s.granted
        and (not s.granted or h.granted is null or h.source = 'import')
      returning id
    )
    insert into stage_detail_added select id, true from added`.execute(db);
}

/** Notes the patients, known before, to whose own rows the details belong that are new. */
export async function touchByDetails(db: Db): Promise<void> {
  await sql`
    insert into stage_patient_touched
    select m.patient_id
    from stage_detail_added a
    join (select id, stage_id from stage_consent union all select id, stage_id from stage_related) d on d.id = a.id
    join stage_patient_match m on m.stage_id = d.stage_id`.execute(db);
}
