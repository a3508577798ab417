import { sql } from 'kysely';
import { withBulkPlans } from '../database/bulk-plans.ts';
import { copyOut } from '../database/copy.ts';
import type { Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { PracticeId } from '../kit/ids.ts';
import { dayNumber } from '../kit/local-date.ts';
import type { Viewpoint } from '../visits/reading.ts';
import { runChecks } from './check-runner.ts';
import type { readPredictions } from './contract.ts';
import { presentCheck } from './present-check.ts';
import { countScoring, findCheckedAt, listChecks, replaceChecks, someScoringRows } from './queries/checks.ts';
import { listRecalls } from './queries/scores.ts';
import { haveSummaries, prepareScoring, summarise } from './queries/summaries.ts';

const seed = 4600;
// Choosing a model needs no more; what more there is would cost minutes and move no figure by its own error.
const mostRows = 40_000;
const weekMilliseconds = 7 * 86_400_000;

/**
 * Chooses each service's model by the practice's own past, and keeps how good all of them were. The scores of the next
 * night are made with what was chosen.
 * @returns how many services were checked
 * @cost some seconds a service, in a thread of its own
 */
export async function refreshChecks(db: Db, view: Viewpoint, now: Date): Promise<number> {
  const { practice, day } = view;
  await sql`select pg_advisory_xact_lock(4603, ${practice})`.execute(db);
  const again = await haveSummaries(db, view);
  await summarise(db, view, again);
  await withBulkPlans(db, () => prepareScoring(db, view));
  const chunks: Buffer[] = [];
  for await (const chunk of copyOut(db, someScoringRows(await countScoring(db), mostRows))) {
    chunks.push(Buffer.from(chunk as Buffer));
  }
  await sql`drop table scoring`.execute(db);
  const recalls = await listRecalls(db, practice);
  const checks = await runChecks(Uint8Array.from(Buffer.concat(chunks)), {
    asOf: dayNumber(day),
    seed,
    services: Object.fromEntries(recalls.map(({ id, recallDays }) => [id, recallDays])),
  });
  await replaceChecks(db, practice, day, now, checks);
  return checks.length;
}

/** True when the models were never checked, or a week ago. */
export async function areChecksDue(db: Db, practice: PracticeId, now: Date): Promise<boolean> {
  const last = await findCheckedAt(db, practice);
  return last === undefined || now.getTime() - last.getTime() > weekMilliseconds;
}

/** How good the predictions are, service by service. */
export async function showPredictions(
  db: Db,
  practice: PracticeId,
): Promise<ReplyOf<typeof readPredictions>> {
  return { services: (await listChecks(db, practice)).map(presentCheck) };
}
