import { sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { OutcomeColumn } from '../../database/tables/today.ts';
import {
  type ActId,
  type ActOutcomeId,
  newId,
  type PatientId,
  type PracticeId,
  type StaffMemberId,
} from '../../kit/ids.ts';
import type { ConsentBefore } from '../../patients/consent-actions.ts';
import type { ActState } from './acts.ts';

/** Rows that other owners wrote for an outcome, by id, so that an undo finds them. */
export interface Effects {
  readonly contactId?: string;
  readonly promiseId?: string;
  readonly inboundId?: string;
  readonly visitId?: string;
  readonly contactPointId?: string;
  readonly consentBefore?: ConsentBefore;
  readonly suppressionHash?: string;
}

export interface StoredOutcome {
  readonly id: ActOutcomeId;
  readonly actId: ActId;
  readonly patientId: PatientId;
  readonly outcome: OutcomeColumn;
  readonly reason: string | null;
  readonly before: ActState;
  readonly effects: Effects;
  readonly byName: string;
  readonly recordedAt: Date;
  readonly undone: boolean;
}

interface Row {
  id: ActOutcomeId;
  act_id: ActId;
  patient_id: PatientId;
  outcome: OutcomeColumn;
  reason: string | null;
  before: unknown;
  effects: unknown;
  by_name: string | null;
  recorded_at: Date;
  undone: boolean;
}

// The two jsonb columns are written by `insertOutcome` alone, from these very types.
function toOutcome(row: Row): StoredOutcome {
  return {
    id: row.id,
    actId: row.act_id,
    patientId: row.patient_id,
    outcome: row.outcome,
    reason: row.reason,
    before: row.before as ActState,
    effects: row.effects as Effects,
    byName: row.by_name ?? 'the console',
    recordedAt: row.recorded_at,
    undone: row.undone,
  };
}

function read(practice: PracticeId) {
  return sql`
    select o.id, o.act_id, o.patient_id, o.outcome, o.reason, o.before, o.effects, m.display_name as by_name,
      o.recorded_at,
      exists (select from act_outcome u where u.practice_id = ${practice} and u.undoes = o.id) as undone
    from act_outcome o
    left join staff_member m on m.practice_id = ${practice} and m.id = o.by_staff
    where o.practice_id = ${practice}`;
}

/** @returns undefined when this press was recorded before */
export async function insertOutcome(
  db: Db,
  practice: PracticeId,
  outcome: {
    readonly actId: ActId;
    readonly patientId: PatientId;
    readonly outcome: OutcomeColumn;
    readonly reason: string | null;
    readonly callBackAt: Date | null;
    readonly undoes: ActOutcomeId | null;
    readonly before: ActState;
    readonly effects: Effects;
    readonly clientKey: string;
    readonly by: StaffMemberId | null;
    readonly now: Date;
  },
): Promise<ActOutcomeId | undefined> {
  const row = await db
    .insertInto('act_outcome')
    .values({
      practice_id: practice,
      id: newId(outcome.now.getTime()),
      act_id: outcome.actId,
      patient_id: outcome.patientId,
      outcome: outcome.outcome,
      reason: outcome.reason,
      call_back_at: outcome.callBackAt,
      undoes: outcome.undoes,
      before: JSON.stringify(outcome.before),
      effects: JSON.stringify(outcome.effects),
      client_key: outcome.clientKey,
      by_staff: outcome.by,
      recorded_at: outcome.now,
    })
    .onConflict((conflict) => conflict.columns(['practice_id', 'client_key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export async function findOutcome(
  db: Db,
  practice: PracticeId,
  id: ActOutcomeId,
): Promise<StoredOutcome | undefined> {
  const found = await sql<Row>`${read(practice)} and o.id = ${id}`.execute(db);
  const row = found.rows[0];
  return row === undefined ? undefined : toOutcome(row);
}

export async function findOutcomeByKey(
  db: Db,
  practice: PracticeId,
  key: string,
): Promise<StoredOutcome | undefined> {
  const found = await sql<Row>`${read(practice)} and o.client_key = ${key}`.execute(db);
  const row = found.rows[0];
  return row === undefined ? undefined : toOutcome(row);
}

/** What was answered to an act, newest first, undos left out. */
export async function listOutcomesOf(
  db: Db,
  practice: PracticeId,
  act: ActId,
): Promise<readonly StoredOutcome[]> {
  const found = await sql<Row>`${read(practice)} and o.act_id = ${act} and o.outcome <> 'undo'
    order by o.recorded_at desc, o.id desc limit 50`.execute(db);
  return found.rows.map(toOutcome);
}

/** What was answered since an instant, newest first; what was taken back is left out. */
export async function listOutcomesSince(
  db: Db,
  practice: PracticeId,
  since: Date,
): Promise<readonly StoredOutcome[]> {
  const found = await sql<Row>`${read(practice)} and o.recorded_at >= ${since} and o.outcome <> 'undo'
    and not exists (select from act_outcome u where u.practice_id = ${practice} and u.undoes = o.id)
    order by o.recorded_at desc, o.id desc limit 200`.execute(db);
  return found.rows.map(toOutcome);
}
