import { sql } from 'kysely';
import { copyInto, copyLine } from '../database/copy.ts';
import type { Db } from '../database/database.ts';
import { newId, type PatientId, type PracticeId, type StaffMemberId } from '../kit/ids.ts';
import { dayFromNumber } from '../kit/local-date.ts';
import { details, problems, promises } from './names.ts';
import { dieOf, pick, sampleNumber, sampleSystem } from './person.ts';
import type { Citizen } from './world.ts';

export interface Told {
  readonly patient: number;
  readonly language: 'en' | 'es';
  readonly day: number;
  readonly detail: (typeof details)['en' | 'es'][number];
}

/** What a patient told us at their visits: one visit in nine, until a day. */
export function toldBy(
  { person, life }: Citizen,
  seed: number,
  from: number,
  until: number,
): readonly Told[] {
  const told: Told[] = [];
  for (const visit of life.visits) {
    const random = dieOf(seed, person.patient * 97 + visit.nth, 5);
    const chance = random.uniform();
    if (visit.end !== 'came' || visit.day < from || visit.day > until || chance > 0.11) continue;
    told.push({
      patient: person.patient,
      language: person.language,
      day: visit.day,
      detail: pick(random, details[person.language]),
    });
  }
  return told;
}

export interface Promised {
  readonly patient: number;
  readonly madeDay: number;
  readonly dueDay: number;
  readonly words: string;
  readonly keptDay: number | undefined;
}

/** What we promised a patient: at one visit in twenty-five, due within a week; nine in ten were kept in time. */
export function promisedTo(
  { person, life }: Citizen,
  seed: number,
  from: number,
  until: number,
): readonly Promised[] {
  const made: Promised[] = [];
  for (const visit of life.visits) {
    const random = dieOf(seed, person.patient * 89 + visit.nth, 6);
    if (visit.end !== 'came' || visit.day < from || visit.day > until || random.uniform() > 0.04) continue;
    const dueDay = visit.day + 2 + Math.floor(random.uniform() * 5);
    const keptDay = random.uniform() < 0.9 ? dueDay - Math.floor(random.uniform() * 2) : undefined;
    made.push({
      patient: person.patient,
      madeDay: visit.day,
      dueDay,
      words: pick(random, promises),
      keptDay,
    });
  }
  return made;
}

/** Who the patients are whose numbers these are. */
export async function idsOf(
  db: Db,
  practice: PracticeId,
  patients: readonly number[],
): Promise<ReadonlyMap<number, PatientId>> {
  if (patients.length === 0) return new Map();
  const found = await sql<{ value: string; patient_id: PatientId }>`
    select value, patient_id from patient_identifier
    where practice_id = ${practice} and system = ${sampleSystem}
      and value = any(${patients.map(sampleNumber)}::text[])`.execute(db);
  return new Map(found.rows.map((row) => [Number(row.value.slice(1)) - 1, row.patient_id]));
}

/** Writes what was told, whom, and until when it matters. */
export async function writeTold(
  db: Db,
  practice: PracticeId,
  told: readonly Told[],
  staff: readonly StaffMemberId[],
): Promise<void> {
  const ids = await idsOf(
    db,
    practice,
    told.map((one) => one.patient),
  );
  const rows = told.flatMap((one) => {
    const patient = ids.get(one.patient);
    const to = staff[(one.patient + one.day) % Math.max(1, staff.length)];
    if (patient === undefined || to === undefined) return [];
    const { kind, sharing, words } = one.detail;
    const expires = kind === 'event' ? dayFromNumber(one.day + 60) : null;
    return [copyLine([newId(), patient, words, kind, sharing, to, dayFromNumber(one.day), 'visit', expires])];
  });
  await sql`create temporary table told (id uuid, patient_id uuid, words text, kind text, sharing text, told_to uuid,
    told_on date, source text, expires_on date) on commit drop`.execute(db);
  await copyInto(db, 'told', rows);
  await sql`insert into personal_detail (practice_id, id, patient_id, words, kind, sharing, told_to, told_on, source, expires_on)
    select ${practice}::int, told.* from told
    -- moved on twice in a day, the same day is made up twice
    where not exists (select from personal_detail d where d.practice_id = ${practice} and d.patient_id = told.patient_id
      and d.told_on = told.told_on and d.words = told.words)`.execute(db);
  await sql`drop table told`.execute(db);
}

/** Writes promises; those that were kept by `today` as kept, those past due as broken, and made good or still owed. */
export async function writePromises(
  db: Db,
  practice: PracticeId,
  made: readonly Promised[],
  staff: readonly StaffMemberId[],
  today: number,
): Promise<void> {
  const ids = await idsOf(
    db,
    practice,
    made.map((one) => one.patient),
  );
  const noon = (day: number): string => `${dayFromNumber(day)}T16:00:00Z`;
  const rows = made.flatMap((one) => {
    const patient = ids.get(one.patient);
    const owner = staff[(one.patient + one.madeDay) % Math.max(1, staff.length)];
    if (patient === undefined || owner === undefined) return [];
    // What is due within a few days is left for the desk to keep.
    const open = one.dueDay >= today - 1;
    const kept = !open && one.keptDay !== undefined ? noon(one.keptDay) : null;
    // Broken by its day, and put right two days later; what is still to come has not happened yet.
    const broken = !open && one.keptDay === undefined ? noon(one.dueDay + 1) : null;
    const madeGood = broken !== null && one.dueDay + 3 < today ? noon(one.dueDay + 3) : null;
    return [
      copyLine([
        newId(),
        patient,
        one.words,
        owner,
        dayFromNumber(one.madeDay),
        dayFromNumber(one.dueDay),
        kept,
        broken,
        'visit',
        madeGood,
      ]),
    ];
  });
  await sql`create temporary table promised (id uuid, patient_id uuid, words text, owner_id uuid, made_on date, due_on date,
    kept_at timestamptz, broken_at timestamptz, source text, made_good_at timestamptz) on commit drop`.execute(
    db,
  );
  await copyInto(db, 'promised', rows);
  await sql`insert into promise (practice_id, id, patient_id, words, owner_id, made_on, due_on, kept_at, broken_at, source,
      made_good_at)
    select ${practice}::int, promised.* from promised
    -- moved on twice in a day, the same day is made up twice
    where not exists (select from promise r where r.practice_id = ${practice} and r.patient_id = promised.patient_id
      and r.made_on = promised.made_on and r.words = promised.words)`.execute(db);
  await sql`drop table promised`.execute(db);
}

/** Households by guarantor, as the sample's own records have them. @param members patient number to household number */
export async function writeHouseholds(
  db: Db,
  practice: PracticeId,
  members: ReadonlyMap<number, number>,
): Promise<void> {
  const ids = await idsOf(db, practice, [...members.keys()]);
  const households = new Map<number, string>();
  for (const household of members.values())
    if (!households.has(household)) households.set(household, newId());
  await sql`create temporary table family (patient_id uuid, household_id uuid) on commit drop`.execute(db);
  await copyInto(
    db,
    'family',
    [...members].flatMap(([patient, household]) => {
      const id = ids.get(patient);
      return id === undefined ? [] : [copyLine([id, households.get(household)])];
    }),
  );
  await sql`insert into household (practice_id, id, source)
    select distinct ${practice}::int, household_id, 'guarantor' from family
    group by household_id having count(*) > 1`.execute(db);
  await sql`insert into household_member (practice_id, patient_id, household_id)
    select ${practice}::int, f.patient_id, f.household_id from family f
    join household h on h.practice_id = ${practice} and h.id = f.household_id`.execute(db);
  // The guarantor, the lowest number of a family, is a related person of the others.
  await sql`insert into related_person (practice_id, id, patient_id, name, relationship, may_receive)
    select distinct on (f.patient_id) ${practice}::int, gen_random_uuid(), f.patient_id,
      g.given_name || ' ' || g.family_name, 'guarantor', true
    from family f
    join family other on other.household_id = f.household_id and other.patient_id <> f.patient_id
    join patient p on p.practice_id = ${practice} and p.id = f.patient_id
    join patient g on g.practice_id = ${practice} and g.id = other.patient_id and g.birth_date < p.birth_date - 6000
    order by f.patient_id, g.birth_date`.execute(db);
  await sql`drop table family`.execute(db);
}

/** What a course of visits was about, in the patient's words, for some of the crowns and first skin treatments. */
export async function writeProblems(db: Db, practice: PracticeId, seed: number): Promise<void> {
  const found = await sql<{
    visit_id: string;
    patient_id: PatientId;
    service_id: string;
    language: 'en' | 'es';
  }>`
    select distinct on (v.patient_id) v.id as visit_id, v.patient_id, v.service_id, coalesce(p.spoken_language, 'en') as language
    from visit v
    join service s on s.practice_id = ${practice} and s.id = v.service_id and s.code in ('crown', 'skin')
    join patient p on p.practice_id = ${practice} and p.id = v.patient_id
    where v.practice_id = ${practice} and v.status = 'left'
    order by v.patient_id, v.starts_at limit 2000`.execute(db);
  const rows = found.rows.flatMap((row, index) => {
    const random = dieOf(seed, index, 8);
    if (random.uniform() > 0.4) return [];
    const solved = pick(random, ['yes', 'yes', 'partly', 'unknown'] as const);
    return [
      copyLine([
        newId(),
        row.patient_id,
        row.service_id,
        row.visit_id,
        row.visit_id,
        pick<string>(random, problems[row.language] ?? problems.en),
        solved,
      ]),
    ];
  });
  await sql`create temporary table told_problem (id uuid, patient_id uuid, service_id uuid, first_visit_id uuid,
    last_visit_id uuid, problem text, solved text) on commit drop`.execute(db);
  await copyInto(db, 'told_problem', rows);
  await sql`insert into episode (practice_id, id, patient_id, service_id, first_visit_id, last_visit_id, problem, solved)
    select ${practice}::int, told_problem.* from told_problem`.execute(db);
  await sql`drop table told_problem`.execute(db);
}
