import { sql } from 'kysely';
import { withBulkPlans } from '../database/bulk-plans.ts';
import { copyOut } from '../database/copy.ts';
import type { Db } from '../database/database.ts';
import { refreshPlannerStatistics } from '../database/planner-statistics.ts';
import type { ReplyOf } from '../kit/contract.ts';
import { newId, type PatientId, type PracticeId, type RhythmModelId } from '../kit/ids.ts';
import { dayNumber, daysBetween, type LocalDate } from '../kit/local-date.ts';
import { sayOfNextVisit, scoreNoShows } from '../noshow/actions.ts';
import type { getPatient } from '../patients/contract.ts';
import { announce } from '../platform/queue.ts';
import { anyVisitsChanged, forgetVisitChanges } from '../visits/dirty-actions.ts';
import { shadowVisits, type Viewpoint } from '../visits/reading.ts';
import { presentRhythm } from './present.ts';
import { listChampions } from './queries/checks.ts';
import {
  countPatients,
  countScored,
  findScoredDay,
  listRecalls,
  listScoresOf,
  replaceScores,
  storeModels,
} from './queries/scores.ts';
import { haveSummaries, prepareScoring, scoringRows, summarise } from './queries/summaries.ts';
import { startScoring } from './score-runner.ts';

export interface ScoreReport {
  readonly patients: number;
  /** Patients with at least one score. */
  readonly scored: number;
  readonly model: string;
  readonly horizonDays: number;
}

// One seed for all: the draws behind the intervals are the same on each machine and each night.
const seed = 4600;

// A service that nobody visited has no model; the horizon is then the shortest there is.
const shortestHorizon = 365;

/**
 * From here on this transaction sees the visits of that day, and reads and writes summaries, models and scores of its own, in temporary tables of the
 * same names that vanish with it: a look from another day leaves no trace and holds up nobody.
 */
export async function lookFromThePast(db: Db, view: Viewpoint): Promise<void> {
  await shadowVisits(db, view);
  for (const table of ['visit_summary', 'rhythm_model', 'rhythm_score', 'no_show_model', 'no_show_score']) {
    await sql`create temporary table ${sql.id(table)} (like public.${sql.id(table)} including defaults) on commit drop`.execute(
      db,
    );
  }
}

/**
 * Summarises the patients whose visits changed, fits a model a service, and scores everybody, in the transaction of
 * `db`. The numbers are made in a thread of their own.
 * @cost measured by `npm run bench -- score`
 */
export async function scorePractice(
  db: Db,
  view: Viewpoint,
  onProgress: (words: string) => void = () => {},
): Promise<ScoreReport> {
  const { practice } = view;
  if (view.live) await sql`select pg_advisory_xact_lock(4603, ${practice})`.execute(db);
  await refreshPlannerStatistics(db);
  onProgress('Summarising visits ...');
  const firstTime = !(await haveSummaries(db, view));
  await summarise(db, view, !firstTime);
  // Within this transaction the planner still takes the summaries for empty; what follows then took 6.6 s instead of 0.1.
  if (!view.live) await sql`analyze visit_summary`.execute(db);
  else if (firstTime) await refreshPlannerStatistics(db, ['visit_summary']);
  onProgress('Looking at visits to come ...');
  await scoreNoShows(db, view);
  await withBulkPlans(db, () => prepareScoring(db, view));
  const recalls = await listRecalls(db, practice);
  // What was chosen since then was not known on a past day.
  const champions = view.live ? await listChampions(db, practice) : [];
  const runner = startScoring({
    asOf: dayNumber(view.day),
    seed,
    services: Object.fromEntries(recalls.map(({ id, recallDays }) => [id, recallDays])),
    champions: Object.fromEntries(champions.map(({ serviceId, champion }) => [serviceId, champion])),
    modelIds: Object.fromEntries(recalls.map(({ id }) => [id, newId<RhythmModelId>()])),
  });
  try {
    onProgress('Reading rhythms ...');
    for await (const chunk of copyOut(db, scoringRows)) await runner.accept(chunk as Buffer);
    onProgress('Fitting models ...');
    const models = await runner.fit();
    await storeModels(db, practice, models);
    onProgress('Writing scores ...');
    await replaceScores(db, practice, runner.scores());
    const scored = await countScored(db);
    await sql`drop table scoring`.execute(db);
    // The real tables are analysed by the server itself; nobody does it for temporary ones.
    if (!view.live) await sql`analyze rhythm_score`.execute(db);
    else if (firstTime) await refreshPlannerStatistics(db, ['rhythm_score']);
    if (view.live) {
      await forgetVisitChanges(db, practice);
      await announce(db, 'score.refreshed');
    }
    return {
      patients: await countPatients(db, practice),
      scored,
      model: models[0]?.champion?.name ?? models[0]?.fitted.kind ?? 'none',
      horizonDays: Math.max(shortestHorizon, ...models.map((model) => model.horizonDays)),
    };
  } finally {
    await runner.close();
  }
}

/** True when the scores are of this day and no visit changed since. */
export async function scoresAreOf(db: Db, practice: PracticeId, day: LocalDate): Promise<boolean> {
  return (await findScoredDay(db, practice)) === day && !(await anyVisitsChanged(db, practice));
}

/** The rhythms of one patient with their sentences, as of the day of the last scores. */
export async function listRhythms(
  db: Db,
  practice: PracticeId,
  patient: PatientId,
  day: LocalDate,
): Promise<ReplyOf<typeof getPatient>['rhythms']> {
  const rows = await listScoresOf(db, practice, patient);
  const ahead = await sayOfNextVisit(db, practice, patient, day);
  return rows.map((row) => {
    const rhythm = presentRhythm(row, daysBetween(row.dueOn, day));
    if (ahead === undefined || ahead.day !== row.bookedOn) return rhythm;
    const { en = '', es = '' } = rhythm.sentence;
    return { ...rhythm, sentence: { en: `${en} ${ahead.sentence.en}`, es: `${es} ${ahead.sentence.es}` } };
  });
}
