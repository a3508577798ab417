import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { PatientId, PracticeId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import type { Words } from '../kit/words.ts';

export interface PatientRecord {
  readonly id: PatientId;
  readonly family_name: string;
  readonly given_name: string;
  readonly full_name: string;
  readonly preferred_name: string;
  readonly pronunciation: string;
  readonly pronouns: string;
  readonly birth_date: string | null;
  readonly birth_precision: 'day' | 'month' | 'year' | null;
  readonly sex: string;
  readonly spoken_language: string | null;
  readonly written_language: string | null;
  readonly needs_interpreter: boolean;
  readonly status: string;
  readonly exit_reason: string | null;
  readonly exited_on: LocalDate | null;
  readonly identifiers: readonly { readonly system: string; readonly value: string }[];
  readonly related: readonly { readonly name: string; readonly relationship: string }[];
}

export async function findPatientRecord(
  db: Db,
  practice: PracticeId,
  id: PatientId,
): Promise<PatientRecord | undefined> {
  const found = await sql<PatientRecord>`
    select p.id, p.family_name, p.given_name, p.full_name, p.preferred_name, p.pronunciation, p.pronouns,
      p.birth_date, p.birth_precision, p.sex, p.spoken_language, p.written_language, p.needs_interpreter, p.status,
      p.exit_reason, p.exited_on,
      coalesce((select jsonb_agg(jsonb_build_object('system', i.system, 'value', i.value) order by i.system, i.value)
        from patient_identifier i where i.practice_id = ${practice} and i.patient_id = p.id), '[]') as identifiers,
      coalesce((select jsonb_agg(jsonb_build_object('name', r.name, 'relationship', r.relationship) order by r.name)
        from related_person r where r.practice_id = ${practice} and r.patient_id = p.id), '[]') as related
    from patient p
    where p.practice_id = ${practice} and p.id = ${id}`.execute(db);
  return found.rows[0];
}

export interface NamedPatient {
  readonly id: PatientId;
  readonly family_name: string;
  readonly given_name: string;
  readonly full_name: string;
  readonly preferred_name: string;
  readonly identifier: string | null;
}

export interface HouseholdLine extends NamedPatient {
  readonly nextVisit: LocalDate | null;
  readonly openActs: number;
  readonly confirmed: boolean;
}

/** The others of the patient's household with their next visit and open acts; at most 20. */
export async function listHousehold(
  db: Db,
  practice: PracticeId,
  id: PatientId,
  day: LocalDate,
): Promise<readonly HouseholdLine[]> {
  const found = await sql<HouseholdLine>`
    select p.id, p.family_name, p.given_name, p.full_name, p.preferred_name, null as identifier,
      (select min(v.local_day) from visit v
        where v.practice_id = ${practice} and v.patient_id = p.id and v.local_day >= ${day}
          and v.status in ('booked', 'confirmed')) as "nextVisit",
      (select count(*)::int from act a
        where a.practice_id = ${practice} and a.patient_id = p.id and a.state in ('planned', 'waiting')) as "openActs",
      other.by_staff is not null as confirmed
    from household_member mine
    join household_member other on other.practice_id = ${practice} and other.household_id = mine.household_id
      and other.patient_id <> mine.patient_id
    join patient p on p.practice_id = ${practice} and p.id = other.patient_id
    where mine.practice_id = ${practice} and mine.patient_id = ${id}
    order by p.family_name, p.given_name, p.id limit 20`.execute(db);
  return found.rows;
}

/** Others at the same address who are not of the household; at most 5. An address only suggests. */
export async function listSameAddress(
  db: Db,
  practice: PracticeId,
  id: PatientId,
): Promise<readonly NamedPatient[]> {
  const found = await sql<NamedPatient>`
    select distinct p.family_name, p.given_name, p.id, p.full_name, p.preferred_name, null as identifier
    from contact_point mine
    join contact_point theirs on theirs.kind = 'post' and theirs.normal = mine.normal and theirs.practice_id = ${practice}
      and theirs.patient_id <> mine.patient_id and theirs.valid and theirs.related_person_id is null
    join patient p on p.practice_id = ${practice} and p.id = theirs.patient_id and p.status <> 'exited'
    left join household_member home on home.practice_id = ${practice} and home.patient_id = mine.patient_id
    left join household_member there on there.practice_id = ${practice} and there.patient_id = p.id
    where mine.practice_id = ${practice} and mine.patient_id = ${id} and mine.kind = 'post' and mine.valid
      and mine.related_person_id is null and (there.household_id is null or home.household_id is null)
    order by p.family_name, p.given_name, p.id limit 5`.execute(db);
  return found.rows;
}

/** The open act of a patient that comes next. */
export async function findNextAct(
  db: Db,
  practice: PracticeId,
  id: PatientId,
): Promise<{ id: string; title: string; day: LocalDate; state: string; reason: string } | undefined> {
  const found = await sql<{ id: string; title: string; day: LocalDate; state: string; reason: string }>`
    select a.id, a.title, a.day, a.state, coalesce(a.why_now -> 0 ->> 'fact', '') as reason
    from act a
    where a.practice_id = ${practice} and a.patient_id = ${id} and a.state in ('planned', 'waiting')
    order by a.day, (a.share = 'owed') desc, a.position, a.id limit 1`.execute(db);
  return found.rows[0];
}

/** The newest word of a patient on each purpose and channel, with who wrote it down and from where. */
export async function listNewestWords(
  db: Db,
  practice: PracticeId,
  id: PatientId,
): Promise<
  readonly {
    readonly purpose: string;
    readonly channel: string;
    readonly granted: boolean;
    readonly at: Date;
    readonly source: string;
    readonly by: string | null;
  }[]
> {
  const found = await sql<{
    purpose: string;
    channel: string;
    granted: boolean;
    at: Date;
    source: string;
    by: string | null;
  }>`
    select distinct on (c.purpose, c.channel) c.purpose, c.channel, c.granted, c.at, c.source, m.display_name as by
    from consent c
    left join staff_member m on m.practice_id = ${practice} and m.id = c.by_staff
    where c.practice_id = ${practice} and c.patient_id = ${id}
    order by c.purpose, c.channel, c.at desc, c.id desc`.execute(db);
  return found.rows;
}

export interface VisitLine {
  readonly id: string;
  readonly day: LocalDate;
  readonly service: Words | null;
  readonly status: string;
  readonly location: string | null;
  readonly clinician: string | null;
  readonly wait: number | null;
  readonly provisional: boolean;
  readonly total: number;
}

/** The newest 50 visits, coming ones first. */
export async function listVisitsOf(
  db: Db,
  practice: PracticeId,
  id: PatientId,
): Promise<readonly VisitLine[]> {
  const found = await sql<VisitLine>`
    select v.id, v.local_day as day, s.name as service, v.status, l.name as location, m.display_name as clinician,
      (extract(epoch from v.seen_at - greatest(v.arrived_at, v.starts_at)) / 60)::int as wait, v.provisional,
      count(*) over ()::int as total
    from visit v
    left join service s on s.practice_id = ${practice} and s.id = v.service_id
    left join location l on l.practice_id = ${practice} and l.id = v.location_id
    left join staff_member m on m.practice_id = ${practice} and m.id = v.clinician_id
    where v.practice_id = ${practice} and v.patient_id = ${id}
    order by v.starts_at desc, v.id limit 50`.execute(db);
  return found.rows;
}

export async function listEpisodesOf(
  db: Db,
  practice: PracticeId,
  id: PatientId,
): Promise<readonly { id: string; problem: string | null; solved: string; from: LocalDate }[]> {
  const found = await sql<{ id: string; problem: string | null; solved: string; from: LocalDate }>`
    select e.id, e.problem, e.solved, v.local_day as from
    from episode e join visit v on v.practice_id = ${practice} and v.id = e.first_visit_id
    where e.practice_id = ${practice} and e.patient_id = ${id}
    order by v.local_day desc, e.id limit 20`.execute(db);
  return found.rows;
}

export async function listActsOf(
  db: Db,
  practice: PracticeId,
  id: PatientId,
): Promise<
  readonly {
    id: string;
    day: LocalDate;
    title: string;
    state: string;
    outcome: string | null;
    reason: string | null;
  }[]
> {
  const found = await sql<{
    id: string;
    day: LocalDate;
    title: string;
    state: string;
    outcome: string | null;
    reason: string | null;
  }>`
    select a.id, a.day, a.title, a.state, last.outcome, coalesce(last.reason, a.closed_reason) as reason
    from act a
    left join lateral (
      select o.outcome, o.reason from act_outcome o
      where o.practice_id = ${practice} and o.act_id = a.id and o.outcome <> 'undo'
        and not exists (select from act_outcome u where u.practice_id = ${practice} and u.undoes = o.id)
      order by o.recorded_at desc, o.id desc limit 1
    ) last on true
    where a.practice_id = ${practice} and a.patient_id = ${id} and a.state <> 'held'
    order by a.day desc, a.updated_at desc, a.id limit 20`.execute(db);
  return found.rows;
}

export interface SearchLine extends NamedPatient {
  readonly birth_year: number | null;
  readonly last_visit: LocalDate | null;
  readonly status: string;
}

/** Lines for a list of search hits, in the order of the hits. */
export async function describePatients(
  db: Db,
  practice: PracticeId,
  ids: readonly PatientId[],
): Promise<readonly SearchLine[]> {
  if (ids.length === 0) return [];
  const found = await sql<SearchLine>`
    select p.id, p.family_name, p.given_name, p.full_name, p.preferred_name, p.status,
      extract(year from p.birth_date)::int as birth_year,
      (select value from patient_identifier i where i.practice_id = ${practice} and i.patient_id = p.id
        order by created_at, system, value limit 1) as identifier,
      (select max(local_day) from visit v where v.practice_id = ${practice} and v.patient_id = p.id
        and v.status in ('seen', 'left')) as last_visit
    from unnest(${ids}::uuid[]) with ordinality as hit (id, nth)
    join patient p on p.practice_id = ${practice} and p.id = hit.id
    order by hit.nth limit 200`.execute(db);
  return found.rows;
}
