import { sql } from 'kysely';
import { copyInto } from '../../database/copy.ts';
import type { Db } from '../../database/database.ts';
import type { PatientId, PracticeId, ServiceId } from '../../kit/ids.ts';
import { dayFromNumber, type LocalDate } from '../../kit/local-date.ts';
import type { Words } from '../../kit/words.ts';
import type { ServiceModel } from '../score-engine.ts';
import { scoreColumns } from '../score-line.ts';

export interface ServiceRecall {
  readonly id: ServiceId;
  readonly recallDays: number | null;
}

export async function listRecalls(db: Db, practice: PracticeId): Promise<readonly ServiceRecall[]> {
  const found = await sql<ServiceRecall>`
    select id, recall_days as "recallDays" from service where practice_id = ${practice} and returns order by id limit 10000`.execute(
    db,
  );
  return found.rows;
}

/** The champions of before retire; the new ones are the champions. */
export async function storeModels(
  db: Db,
  practice: PracticeId,
  models: readonly ServiceModel[],
): Promise<void> {
  await sql`delete from rhythm_model where practice_id = ${practice} and champion`.execute(db);
  for (const { serviceId, modelId, fitted, horizonDays, champion } of models) {
    const { parameters, prior, version, recallDays } = fitted;
    const kind = champion?.name ?? fitted.kind;
    const stored = { version, recallDays, ...parameters, ...(champion && { champion: champion.parameters }) };
    await sql`
      insert into rhythm_model (practice_id, id, service_id, kind, parameters, prior, figures, n, horizon_days, as_of, seed)
      values (${practice}, ${modelId}, ${serviceId}, ${kind}, ${JSON.stringify(stored)},
        ${JSON.stringify(prior)}, '{}', ${champion?.n ?? fitted.n}, ${horizonDays}, ${dayFromNumber(fitted.asOf)}, ${fitted.seed})`.execute(
      db,
    );
  }
}

/** Replaces all scores of the practice by the lines. @returns how many were written */
export async function replaceScores(
  db: Db,
  practice: PracticeId,
  lines: AsyncIterable<string>,
): Promise<number> {
  await sql`create temporary table new_score (like rhythm_score) on commit drop`.execute(db);
  await sql`alter table new_score alter practice_id drop not null`.execute(db);
  await copyInto(db, `new_score (${scoreColumns})`, lines);
  await sql`delete from rhythm_score where practice_id = ${practice}`.execute(db);
  const written = await sql`
    insert into rhythm_score (practice_id, ${sql.raw(scoreColumns)})
    select ${practice}::int, ${sql.raw(scoreColumns)} from new_score`.execute(db);
  await sql`drop table new_score`.execute(db);
  return Number(written.numAffectedRows ?? 0n);
}

/** The day that the champions were fitted for; undefined before the first scores. */
export async function findScoredDay(db: Db, practice: PracticeId): Promise<LocalDate | undefined> {
  const found = await sql<{ as_of: LocalDate }>`
    select as_of from rhythm_model where practice_id = ${practice} and champion order by as_of limit 1`.execute(
    db,
  );
  return found.rows[0]?.as_of;
}

export async function countPatients(db: Db, practice: PracticeId): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::int as n from patient where practice_id = ${practice}`.execute(db);
  return found.rows[0]?.n ?? 0;
}

/** Patients with at least one score, from what was gathered for them. */
export async function countScored(db: Db): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::int as n from (select distinct patient_id from scoring) patient`.execute(db);
  return found.rows[0]?.n ?? 0;
}

export interface ScoreRow {
  readonly serviceId: ServiceId;
  readonly service: Words;
  readonly status: 'new' | 'on_rhythm' | 'due' | 'drifting' | 'overdue' | 'booked' | 'exited' | 'too_few';
  readonly asOf: LocalDate;
  readonly modelKind: string | null;
  readonly modelN: number | null;
  readonly modelFittedAt: Date | null;
  readonly horizonDays: number | null;
  readonly episodes: number;
  readonly firstDay: LocalDate;
  readonly lastDay: LocalDate;
  readonly recallDays: number;
  readonly usualGap: number | null;
  readonly usualGapLow: number | null;
  readonly usualGapHigh: number | null;
  readonly gaps: number;
  readonly pVisit: number | null;
  readonly pLow: number | null;
  readonly pHigh: number | null;
  readonly dueOn: LocalDate;
  readonly dueFrom: LocalDate | null;
  readonly dueTo: LocalDate | null;
  readonly overdue: number | null;
  readonly overdueLow: number | null;
  readonly overdueHigh: number | null;
  readonly bookedOn: LocalDate | null;
  readonly callValue: number | null;
  readonly callValueLow: number | null;
  readonly callValueHigh: number | null;
}

/** The scores of one patient, the most recently visited service first. */
export async function listScoresOf(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
): Promise<readonly ScoreRow[]> {
  const found = await sql<ScoreRow>`
    select r.service_id as "serviceId", s.name as service, r.status, r.as_of as "asOf", m.kind as "modelKind",
      m.n as "modelN", m.fitted_at as "modelFittedAt", m.horizon_days as "horizonDays", r.episodes,
      r.first_day as "firstDay", r.last_day as "lastDay", r.recall_days as "recallDays", r.usual_gap_days as "usualGap",
      r.usual_gap_low as "usualGapLow", r.usual_gap_high as "usualGapHigh", r.gaps, r.p_visit as "pVisit",
      r.p_low as "pLow", r.p_high as "pHigh", r.due_on as "dueOn", r.due_from as "dueFrom", r.due_to as "dueTo",
      r.overdue_percentile as overdue, r.overdue_low as "overdueLow", r.overdue_high as "overdueHigh",
      r.booked_on as "bookedOn", r.call_value as "callValue", r.call_value_low as "callValueLow",
      r.call_value_high as "callValueHigh"
    from rhythm_score r
    join service s on s.practice_id = ${practice} and s.id = r.service_id
    left join rhythm_model m on m.practice_id = ${practice} and m.id = r.model_id
    where r.practice_id = ${practice} and r.patient_id = ${patient}
    order by r.last_day desc, r.service_id limit 50`.execute(db);
  return found.rows;
}
