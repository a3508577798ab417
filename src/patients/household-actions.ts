import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import { type HouseholdId, newId, type PatientId, type PracticeId, type StaffMemberId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { tellDesks } from '../platform/live.ts';
import { told } from '../words/told.ts';

/** Who came to a household by one word of a staff member; enough to take the word back. */
export interface Joined {
  readonly householdId: HouseholdId;
  readonly members: readonly PatientId[];
  /** The household did not exist before. */
  readonly isNew: boolean;
}

interface Place {
  readonly patient_id: PatientId;
  readonly household_id: HouseholdId | null;
}

/**
 * A staff member says that two patients live together. Whoever is in a household already brings the other into it.
 * @returns `not_found`; `cannot_join` when each is in a household of their own, or both are in one
 */
export async function joinHousehold(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  other: PatientId,
  by: StaffMemberId | null,
): Promise<Outcome<Joined, Refusal<'not_found' | 'cannot_join'>>> {
  if (patient === other) return refuse('cannot_join', told.refusals.sameHousehold);
  const found = await sql<Place>`
    select p.id as patient_id, m.household_id
    from patient p
    left join household_member m on m.practice_id = ${practice} and m.patient_id = p.id
    where p.practice_id = ${practice} and p.id = any(${[patient, other]}::uuid[])
    order by p.id for update of p`.execute(db);
  if (found.rows.length !== 2) return refuse('not_found', told.refusals.noPatient);
  const held = found.rows.filter((row) => row.household_id !== null);
  if (held.length === 2) {
    const same = held[0]?.household_id === held[1]?.household_id;
    return refuse('cannot_join', same ? told.refusals.sameHousehold : told.refusals.twoHouseholds);
  }
  const there = held[0]?.household_id ?? undefined;
  const householdId = there ?? newId<HouseholdId>();
  if (there === undefined) {
    await db
      .insertInto('household')
      .values({ practice_id: practice, id: householdId, source: 'staff' })
      .execute();
  }
  const members = found.rows.filter((row) => row.household_id === null).map((row) => row.patient_id);
  for (const member of members) await insertMember(db, practice, householdId, member, by);
  for (const one of [patient, other]) await tellDesks(db, 'patient', { id: one });
  return done({ householdId, members, isNew: there === undefined });
}

/** Takes the word back that two live together. */
export async function takeJoiningBack(db: Db, practice: PracticeId, joined: Joined): Promise<void> {
  const { householdId, members, isNew } = joined;
  await sql`
    delete from household_member
    where practice_id = ${practice} and household_id = ${householdId}
      and patient_id = any(${[...members]}::uuid[])`.execute(db);
  if (isNew) {
    await sql`
      delete from household h
      where h.practice_id = ${practice} and h.id = ${householdId}
        and not exists (select from household_member m where m.practice_id = ${practice} and m.household_id = h.id)`.execute(
      db,
    );
  }
  for (const one of members) await tellDesks(db, 'patient', { id: one });
}

/** Where somebody stood before they were taken out. */
export interface Left {
  readonly householdId: HouseholdId;
  readonly by: StaffMemberId | null;
}

/** A staff member says that somebody does not live with the others. @returns `not_found` when they are in no household */
export async function leaveHousehold(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
): Promise<Outcome<Left, Refusal<'not_found'>>> {
  const found = await sql<Left>`
    delete from household_member where practice_id = ${practice} and patient_id = ${patient}
    returning household_id as "householdId", by_staff as by`.execute(db);
  const left = found.rows[0];
  if (left === undefined) return refuse('not_found', told.refusals.noHousehold);
  await tellDesks(db, 'patient', { id: patient });
  return done(left);
}

/** Brings somebody back into the household that they were taken out of. @returns `cannot_undo` when they are in one by now */
export async function returnToHousehold(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  left: Left,
): Promise<Outcome<true, Refusal<'cannot_undo'>>> {
  const there = await sql`
    select from household where practice_id = ${practice} and id = ${left.householdId}`.execute(db);
  const result =
    there.rows.length === 0 ? 0n : await insertMember(db, practice, left.householdId, patient, left.by);
  if (result !== 1n) return refuse('cannot_undo', told.refusals.otherHousehold);
  await tellDesks(db, 'patient', { id: patient });
  return done(true);
}

async function insertMember(
  db: Db,
  practice: PracticeId,
  household: HouseholdId,
  patient: PatientId,
  by: StaffMemberId | null,
): Promise<bigint> {
  const result = await sql`
    insert into household_member (practice_id, patient_id, household_id, by_staff)
    select ${practice}, ${patient}, ${household}, ${by}
    where exists (select from patient where practice_id = ${practice} and id = ${patient})
    on conflict (practice_id, patient_id) do nothing`.execute(db);
  return result.numAffectedRows ?? 0n;
}
