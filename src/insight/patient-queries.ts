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

/** The others of the patient's household, at most 20. */
export async function listHousehold(
  db: Db,
  practice: PracticeId,
  id: PatientId,
): Promise<readonly NamedPatient[]> {
  const found = await sql<NamedPatient>`
    select p.id, p.family_name, p.given_name, p.full_name, p.preferred_name, null as identifier
    from household_member mine
    join household_member other on other.practice_id = ${practice} and other.household_id = mine.household_id
      and other.patient_id <> mine.patient_id
    join patient p on p.practice_id = ${practice} and p.id = other.patient_id
    where mine.practice_id = ${practice} and mine.patient_id = ${id}
    order by p.family_name, p.given_name, p.id limit 20`.execute(db);
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
