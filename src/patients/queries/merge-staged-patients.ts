import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { ImportId, PracticeId } from '../../kit/ids.ts';
import type { PatientMerge } from '../model.ts';

/** Adds the staged patients that we did not know. */
export async function addStagedPatients(
  db: Db,
  practice: PracticeId,
  importId: ImportId | null,
): Promise<void> {
  await sql`
    insert into patient (practice_id, id, family_name, given_name, full_name, preferred_name, pronunciation,
      pronouns, birth_date, birth_precision, sex, spoken_language, written_language, needs_interpreter,
      status, exit_reason, exited_on, deceased_on, primary_location_id, primary_clinician_id, known_from, told_at,
      import_id)
    select ${practice}, m.patient_id, coalesce(s.family_name, ''), coalesce(s.given_name, ''),
      coalesce(s.full_name, ''), coalesce(s.preferred_name, ''), coalesce(s.pronunciation, ''),
      coalesce(s.pronouns, ''), s.birth_date, s.birth_precision, coalesce(s.sex, 'unknown'), s.spoken_language,
      s.written_language, coalesce(s.needs_interpreter, false), coalesce(s.status, 'active'), s.exit_reason,
      s.exited_on, s.deceased_on, s.primary_location_id, s.primary_clinician_id, coalesce(s.known_from, now()),
      s.told_at, ${importId}::uuid
    from stage_patient s
    join stage_patient_match m on m.stage_id = s.id
    where m.is_new`.execute(db);
  await sql`
    insert into patient_identifier (practice_id, system, value, patient_id)
    select ${practice}, system, value, patient_id
    from stage_patient_match
    where is_new`.execute(db);
}

/**
 * Brings what the sources say now to the patients we knew. A death stays a death; an exit that our own people
 * recorded is not undone by a list that still says active; only `inactive` is.
 */
export async function updateStagedPatients(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    with said as (
      select p.id,
        coalesce(s.family_name, p.family_name) as family_name,
        coalesce(s.given_name, p.given_name) as given_name,
        coalesce(s.full_name, p.full_name) as full_name,
        coalesce(s.preferred_name, p.preferred_name) as preferred_name,
        coalesce(s.pronunciation, p.pronunciation) as pronunciation,
        coalesce(s.pronouns, p.pronouns) as pronouns,
        coalesce(s.birth_date, p.birth_date) as birth_date,
        case when s.birth_date is null then p.birth_precision else s.birth_precision end as birth_precision,
        case when s.sex is null or s.sex = 'unknown' then p.sex else s.sex end as sex,
        coalesce(s.spoken_language, p.spoken_language) as spoken_language,
        coalesce(s.written_language, p.written_language) as written_language,
        coalesce(s.needs_interpreter, p.needs_interpreter) as needs_interpreter,
        coalesce(s.primary_location_id, p.primary_location_id) as primary_location_id,
        coalesce(s.primary_clinician_id, p.primary_clinician_id) as primary_clinician_id,
        least(s.known_from, p.known_from) as known_from,
        coalesce(s.deceased_on, p.deceased_on) as deceased_on,
        p.exit_reason as old_reason, p.exited_on as old_exited_on, s.exited_on as said_exited_on,
        p.status as old_status, s.status as said_status,
        case
          when p.exit_reason = 'died' or s.exit_reason = 'died' then 'died'
          when p.exit_reason <> 'inactive' then p.exit_reason
          when s.exit_reason is not null then s.exit_reason
          when s.status in ('active', 'prospective') then null
          else p.exit_reason
        end as exit_reason
      from stage_patient s
      join stage_patient_match m on m.stage_id = s.id
      join patient p on p.practice_id = ${practice} and p.id = m.patient_id
      where m.counts and not m.is_new
    ), told as (
      select said.*,
        case
          when exit_reason is not null then 'exited'
          when said_status = 'active' then 'active'
          when old_status = 'exited' then coalesce(said_status, 'active')
          else old_status
        end as status,
        case
          when exit_reason is null then null
          when exit_reason is distinct from old_reason then said_exited_on
          else coalesce(old_exited_on, said_exited_on)
        end as exited_on
      from said
    ), changed as (
      update patient p
      set family_name = t.family_name, given_name = t.given_name, full_name = t.full_name,
        preferred_name = t.preferred_name, pronunciation = t.pronunciation, pronouns = t.pronouns,
        birth_date = t.birth_date, birth_precision = t.birth_precision, sex = t.sex,
        spoken_language = t.spoken_language, written_language = t.written_language,
        needs_interpreter = t.needs_interpreter, status = t.status, exit_reason = t.exit_reason,
        exited_on = t.exited_on, deceased_on = t.deceased_on, primary_location_id = t.primary_location_id,
        primary_clinician_id = t.primary_clinician_id, known_from = t.known_from, updated_at = now()
      from told t
      where p.practice_id = ${practice} and p.id = t.id
        and (p.family_name, p.given_name, p.full_name, p.preferred_name, p.pronunciation, p.pronouns, p.birth_date,
            p.birth_precision, p.sex, p.spoken_language, p.written_language, p.needs_interpreter, p.status,
            p.exit_reason, p.exited_on, p.deceased_on, p.primary_location_id, p.primary_clinician_id, p.known_from)
          is distinct from
            (t.family_name, t.given_name, t.full_name, t.preferred_name, t.pronunciation, t.pronouns, t.birth_date,
            t.birth_precision, t.sex, t.spoken_language, t.written_language, t.needs_interpreter, t.status,
            t.exit_reason, t.exited_on, t.deceased_on, t.primary_location_id, t.primary_clinician_id, t.known_from)
      returning p.id
    )
    insert into stage_patient_touched select id from changed`.execute(db);
}

/** Notes when the source last spoke of the patients that we knew, whether or not it said anything new. */
export async function noteWhenTold(db: Db, practice: PracticeId): Promise<void> {
  await sql`
    update patient p
    set told_at = s.told_at
    from stage_patient s
    join stage_patient_match m on m.stage_id = s.id
    where p.practice_id = ${practice} and p.id = m.patient_id and m.counts and not m.is_new
      and s.told_at is not null and (p.told_at is null or p.told_at < s.told_at)`.execute(db);
}

/**
 * What became of the staged rows. A new patient is added by the first row that names them, in whichever file; a row
 * that only repeats another is unchanged.
 */
export async function countStagedPatients(db: Db): Promise<Omit<PatientMerge, 'orphans' | 'erased'>> {
  const { rows } = await sql<{
    file: number;
    added: number;
    updated: number;
    unchanged: number;
    patients: number;
  }>`
    with staged as (
      select m.file, m.counts, t.id is not null as touched, bool_or(m.is_new) over one as is_new,
        m.ord = min(m.ord) over one as is_first
      from stage_patient_match m
      left join (select distinct id from stage_patient_touched) t on t.id = m.patient_id
      window one as (partition by m.patient_id)
    )
    select file,
      count(*) filter (where is_new and is_first)::int as added,
      count(*) filter (where not is_new and counts and touched)::int as updated,
      count(*) filter (where case when is_new then not is_first else not (counts and touched) end)::int as unchanged,
      count(*) filter (where counts)::int as patients
    from staged
    group by file`.execute(db);
  const patients = rows.reduce((sum, row) => sum + row.patients, 0);
  return { byFile: new Map(rows.map(({ file, patients: _, ...counts }) => [file, counts])), patients };
}
