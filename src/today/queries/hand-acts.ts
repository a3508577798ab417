import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { ActId, PatientId, PracticeId, TouchpointId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import { byHandTrigger } from '../../plan/model.ts';
import type { HandAct } from '../hand-actions.ts';

/** Writes an act that somebody asked for by hand, with their own words as its reason. */
export async function insertHandAct(
  db: Db,
  practice: PracticeId,
  act: HandAct & {
    readonly id: ActId;
    readonly touchpointId: TouchpointId;
    readonly patientId: PatientId;
    readonly language: string;
    readonly title: string;
    readonly source: string;
    readonly today: LocalDate;
  },
): Promise<void> {
  await sql`
    insert into act (practice_id, id, touchpoint_id, patient_id, household_id, occurrence, day, kind, channel, purpose,
      topic, owner_role, minutes, share, due_from, due_to, why_now, language, title, script, state, assigned_to)
    select ${practice}, ${act.id}, ${act.touchpointId}, p.id, m.household_id, ${act.id}, ${act.day},
      ${act.channel === 'post' ? 'card' : act.channel === 'call' ? 'call' : 'ask'}, ${act.channel}, 'care',
      ${byHandTrigger}, ${act.ownerRole}, ${act.minutes}, ${byHandTrigger}, ${act.day}, ${act.day},
      ${JSON.stringify([{ fact: act.reason, source: act.source, date: act.today }])}::jsonb,
      ${act.language}, ${act.title}, '', 'planned', ${act.assignedTo}
    from patient p
    left join household_member m on m.practice_id = ${practice} and m.patient_id = p.id
    where p.practice_id = ${practice} and p.id = ${act.patientId}`.execute(db);
}

/** @returns false when somebody answered it, and it stays */
export async function deleteUnansweredAct(db: Db, practice: PracticeId, id: ActId): Promise<boolean> {
  const result = await sql`
    delete from act a
    where a.practice_id = ${practice} and a.id = ${id}
      and not exists (select from act_outcome o where o.practice_id = ${practice} and o.act_id = a.id)
      and not exists (select from contact_made c where c.practice_id = ${practice} and c.act_id = a.id)`.execute(
    db,
  );
  return result.numAffectedRows === 1n;
}
