import { localDateIn } from '../../kit/instant.ts';
import { lookFromThePast, scorePractice } from '../../loyalty/actions.ts';
import { presentView, viewOf } from '../../today/actions.ts';
import { type CommonOptions, getPractice, readAsOf, withDatabase } from '../context.ts';
import { answer, showProgress } from '../say.ts';

/** Scores every patient; with --as-of of another day it computes and writes nothing. */
export async function runScore(options: CommonOptions): Promise<void> {
  const json = options.json === true;
  const startedAt = performance.now();
  const asOf = readAsOf(options);
  await withDatabase(async ({ database }) => {
    const practice = await getPractice(database, options.practice);
    const now = new Date();
    const progress = showProgress(json);
    const live = asOf === undefined || asOf === localDateIn(practice.zone, now);
    const report = await database.inPractice(
      practice.id,
      async (db) => {
        const view = live ? presentView(practice, now) : viewOf(practice, asOf);
        if (!live) await lookFromThePast(db, view);
        return scorePractice(db, view, (words) => progress.step(words));
      },
      { statementTimeoutMs: 600_000 },
    );
    progress.end();
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    answer(
      json,
      { ...report, seconds },
      () =>
        `${report.scored} of ${report.patients} patients scored with ${report.model}, looking ${report.horizonDays} days ahead; ${seconds} s`,
    );
  }, json);
}
