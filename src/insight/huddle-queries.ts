import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import type { ActId, PatientId, PracticeId, StaffMemberId, VisitId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import type { Words } from '../kit/words.ts';
import { envelopeJoin, worriedBefore } from '../patients/reading.ts';
import { byHandTrigger } from '../plan/model.ts';
import { isOwed } from '../promises/reading.ts';
import { hasVisitAfter } from '../visits/reading.ts';
import type { NamedPatient } from './patient-queries.ts';

export interface HuddleVisit extends NamedPatient {
  readonly visit_id: VisitId;
  readonly starts_at: Date;
  readonly minutes: number | null;
  readonly status: string;
  readonly service: Words | null;
  readonly clinician_id: string | null;
  readonly clinician: string | null;
  readonly months_away: number | null;
  readonly days_away: number | null;
  /** Half of their returns took longer; where there were too few, what the service asks for. */
  readonly usual_days: number | null;
  readonly spoken_language: string | null;
  readonly needs_interpreter: boolean;
  readonly has_next: boolean;
  readonly talked: boolean;
  readonly worried: boolean;
  readonly birth_date: LocalDate | null;
  readonly birth_precision: string | null;
}

// A day of a large practice; more than that is no huddle.
const mostVisits = 300;

/** The visits of a day that were not called off, by time. */
export async function listVisitsOn(
  db: Db,
  practice: PracticeId,
  day: LocalDate,
): Promise<readonly HuddleVisit[]> {
  const found = await sql<HuddleVisit>`
    select v.id as visit_id, p.id, p.family_name, p.given_name, p.full_name, p.preferred_name, v.starts_at, v.minutes,
      v.status, s.name as service, m.id as clinician_id, m.display_name as clinician, p.spoken_language,
      p.needs_interpreter, p.birth_date, p.birth_precision,
      ${hasVisitAfter(practice, 'v')} as has_next,
      ${worriedBefore(practice)} as worried,
      exists (select from talked_about t where t.practice_id = ${practice} and t.visit_id = v.id) as talked,
      (select value from patient_identifier i where i.practice_id = ${practice} and i.patient_id = p.id
        order by created_at, system, value limit 1) as identifier,
      (extract(year from away.age) * 12 + extract(month from away.age))::int as months_away, away.days as days_away,
      coalesce(case when away.returns >= 2 then away.usual end, s.recall_days) as usual_days
    from visit v
    join patient p on p.practice_id = ${practice} and p.id = v.patient_id
    left join service s on s.practice_id = ${practice} and s.id = v.service_id
    left join staff_member m on m.practice_id = ${practice} and m.id = v.clinician_id
    left join lateral (
      select age(${day}::date, max(came.day)) as age, ${day}::date - max(came.day) as days,
        count(came.gap)::int as returns, round(percentile_cont(0.5) within group (order by came.gap))::int as usual
      from (
        select b.local_day as day, b.local_day - lag(b.local_day) over (order by b.local_day) as gap
        from (select distinct local_day from visit
          where practice_id = ${practice} and patient_id = v.patient_id and local_day < ${day}
            and status in ('seen', 'left')) b
      ) came
    ) away on true
    where v.practice_id = ${practice} and v.local_day = ${day} and v.status not in ('cancelled', 'no_show')
    order by v.starts_at, p.family_name, v.id limit ${mostVisits}`.execute(db);
  return found.rows;
}

export interface Remembered {
  readonly patient_id: PatientId;
  readonly words: string;
  readonly told_on: LocalDate;
  readonly locked: boolean;
}

/** The newest three of what matters to each; what one person alone was told is there for that person only. */
export async function listToRemember(
  db: Db,
  practice: PracticeId,
  patients: readonly PatientId[],
  reader: StaffMemberId | null,
  day: LocalDate,
): Promise<readonly Remembered[]> {
  if (patients.length === 0) return [];
  const found = await sql<Remembered>`
    select patient_id, words, told_on, locked from (
      select d.patient_id, d.words, d.told_on, d.sharing <> 'say' as locked,
        row_number() over (partition by d.patient_id order by d.told_on desc, d.id) as nth
      from personal_detail d
      where d.practice_id = ${practice} and d.patient_id = any(${patients}::uuid[]) and d.removed_at is null
        and (d.expires_on is null or d.expires_on >= ${day})
        and (d.sharing <> 'only_told' or d.told_to = ${reader})
    ) newest
    where nth <= 3 order by patient_id, nth limit 1000`.execute(db);
  return found.rows;
}

export interface Owed {
  readonly patient_id: PatientId;
  readonly words: string;
  readonly due_on: LocalDate;
}

/** What we said that we would do and have not done yet, soonest first; what its day has broken is owed until it is made good. */
export async function listOwed(
  db: Db,
  practice: PracticeId,
  patients: readonly PatientId[],
): Promise<readonly Owed[]> {
  if (patients.length === 0) return [];
  const found = await sql<Owed>`
    select patient_id, words, due_on from promise
    where practice_id = ${practice} and patient_id = any(${patients}::uuid[]) and ${isOwed(sql`promise`)}
    order by due_on, id limit 1000`.execute(db);
  return found.rows;
}

/** The next day after this one for which somebody is booked. */
export async function findNextDay(
  db: Db,
  practice: PracticeId,
  day: LocalDate,
): Promise<LocalDate | undefined> {
  const found = await sql<{ local_day: LocalDate }>`
    select local_day from visit
    where practice_id = ${practice} and local_day > ${day} and status not in ('cancelled', 'no_show')
    order by local_day limit 1`.execute(db);
  return found.rows[0]?.local_day;
}

export interface FinishedLeaving {
  readonly visit_id: VisitId;
  readonly seen_to: string[];
  readonly by_name: string | null;
  readonly at: Date;
}

/** Of each visit the newest list that was finished and not taken back. */
export async function listFinishedLeavings(
  db: Db,
  practice: PracticeId,
  visits: readonly VisitId[],
): Promise<readonly FinishedLeaving[]> {
  if (visits.length === 0) return [];
  const found = await sql<FinishedLeaving>`
    select distinct on (l.visit_id) l.visit_id, l.seen_to, m.display_name as by_name, l.at
    from leaving l
    left join staff_member m on m.practice_id = ${practice} and m.id = l.by_staff
    where l.practice_id = ${practice} and l.visit_id = any(${visits}::uuid[]) and l.undone_at is null
    order by l.visit_id, l.at desc, l.id limit ${mostVisits}`.execute(db);
  return found.rows;
}

export interface CardToWrite extends NamedPatient {
  readonly act_id: ActId;
  readonly title: string;
  readonly why_now: readonly { readonly fact: string; readonly date: string }[];
  readonly has_address: boolean;
  readonly next_visit: LocalDate | null;
}

// More would be a stint of writing, and a card that is hurried reads like it.
const mostCards = 3;

/**
 * The cards of the day that are for this person to write: given to them, or of nobody yet and of one of their roles.
 * Patients whom they have seen come first: the card is from somebody whom the patient knows.
 */
export async function listCardsFor(
  db: Db,
  practice: PracticeId,
  writer: { readonly id: StaffMemberId; readonly roles: readonly string[] },
  day: LocalDate,
): Promise<readonly CardToWrite[]> {
  const found = await sql<CardToWrite>`
    select a.id as act_id, a.title, a.why_now, p.id, p.family_name, p.given_name, p.full_name, p.preferred_name,
      (select value from patient_identifier i where i.practice_id = ${practice} and i.patient_id = p.id
        order by created_at, system, value limit 1) as identifier,
      (exists (select from contact_point c where c.practice_id = ${practice} and c.patient_id = p.id
        and c.kind = 'post' and c.valid) or coalesce(envelope.address, '') <> '') as has_address,
      (select min(v.local_day) from visit v where v.practice_id = ${practice} and v.patient_id = p.id
        and v.local_day >= ${day} and v.status in ('booked', 'confirmed')) as next_visit
    from act a
    join patient p on p.practice_id = ${practice} and p.id = a.patient_id
    ${envelopeJoin(practice, sql`p.id`)}
    join touchpoint t on t.practice_id = ${practice} and t.id = a.touchpoint_id
    where a.practice_id = ${practice} and a.kind = 'card' and a.state in ('planned', 'waiting')
      -- as on Today: a card that was asked for by hand stands until it is written
      and (a.day = ${day} or a.day < ${day} and t.trigger = ${byHandTrigger}
        and (a.state = 'planned' or a.not_before < ${day}::date + 1))
      and (a.assigned_to = ${writer.id}
        or (a.assigned_to is null and a.owner_role = any(${[...writer.roles]}::text[])))
    order by a.assigned_to is null,
      not exists (select from visit s where s.practice_id = ${practice} and s.patient_id = a.patient_id
        and s.clinician_id = ${writer.id} and s.status in ('seen', 'left')),
      a.position, a.id
    limit ${mostCards}`.execute(db);
  return found.rows;
}

export async function writesCards(db: Db, practice: PracticeId, staff: StaffMemberId): Promise<boolean> {
  const row = await db
    .selectFrom('staff_member')
    .select('writes_cards')
    .where('practice_id', '=', practice)
    .where('id', '=', staff)
    .executeTakeFirst();
  return row?.writes_cards ?? false;
}
