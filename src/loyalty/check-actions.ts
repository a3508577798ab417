import { sql } from 'kysely';
import { withBulkPlans } from '../database/bulk-plans.ts';
import { copyOut } from '../database/copy.ts';
import type { Database, Db } from '../database/database.ts';
import type { ReplyOf } from '../kit/contract.ts';
import type { PracticeId } from '../kit/ids.ts';
import { dayNumber } from '../kit/local-date.ts';
import type { Viewpoint } from '../visits/reading.ts';
import type { CheckQuestion } from './check-engine.ts';
import { runChecks } from './check-runner.ts';
import type { readPredictions } from './contract.ts';
import { presentCheck } from './present-check.ts';
import { countScoring, findCheckedAt, listChecks, replaceChecks, someScoringRows } from './queries/checks.ts';
import { findLastNews } from './queries/look-back.ts';
import { listRecalls } from './queries/scores.ts';
import { prepareScoring } from './queries/summaries.ts';

const seed = 4600;
// Choosing a model needs no more; what more there is would cost minutes and move no figure by its own error.
const mostRows = 40_000;
const weekMilliseconds = 7 * 86_400_000;
const longRead = { statementTimeoutMs: 600_000 } as const;

async function gather(db: Db, view: Viewpoint): Promise<{ rows: Uint8Array; question: CheckQuestion }> {
  await withBulkPlans(db, () => prepareScoring(db, view));
  const chunks: Buffer[] = [];
  for await (const chunk of copyOut(db, someScoringRows(await countScoring(db), mostRows))) {
    chunks.push(Buffer.from(chunk as Buffer));
  }
  await sql`drop table scoring`.execute(db);
  const recalls = await listRecalls(db, view.practice);
  return {
    rows: Uint8Array.from(Buffer.concat(chunks)),
    question: {
      asOf: dayNumber(view.day),
      seed,
      services: Object.fromEntries(recalls.map(({ id, recallDays }) => [id, recallDays])),
    },
  };
}

/**
 * Chooses each service's model by the practice's own past, and keeps how good all of them were. The next scores are made
 * with what was chosen. Reads what the last scoring summarised, and thinks outside of any transaction, in a thread.
 * @returns how many services were checked
 */
export async function refreshChecks(database: Database, view: Viewpoint, now: Date): Promise<number> {
  const { practice, day } = view;
  const { rows, question } = await database.inPractice(practice, (db) => gather(db, view), longRead);
  const checks = await runChecks(rows, question);
  await database.inPractice(practice, (db) => replaceChecks(db, practice, day, now, checks));
  return checks.length;
}

/** True when the models were never checked, or before the last import or its undo, or a week ago. */
export async function areChecksDue(db: Db, practice: PracticeId, now: Date): Promise<boolean> {
  const last = await findCheckedAt(db, practice);
  if (last === undefined || now.getTime() - last.getTime() > weekMilliseconds) return true;
  const { importedAt } = await findLastNews(db, practice);
  return importedAt !== null && importedAt > last;
}

/** How good the predictions are, service by service. */
export async function showPredictions(
  db: Db,
  practice: PracticeId,
): Promise<ReplyOf<typeof readPredictions>> {
  return { services: (await listChecks(db, practice)).map(presentCheck) };
}
