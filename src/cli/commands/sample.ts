import { makeSample } from '../../sample/actions.ts';
import { withDatabase } from '../context.ts';
import { answer, CommandRefused, showProgress } from '../say.ts';

/** Makes the sample practice at any size, from a seed. */
export async function runSample(options: {
  readonly patients: number;
  readonly years: number;
  readonly seed: number;
  readonly practice: string;
  readonly json?: boolean;
}): Promise<void> {
  const json = options.json === true;
  await withDatabase(async ({ database }) => {
    const progress = showProgress(json);
    const made = await makeSample(database, {
      slug: options.practice,
      patients: options.patients,
      years: options.years,
      seed: options.seed,
      now: new Date(),
      onProgress: (words) => progress.step(words),
    });
    progress.end();
    if (!made.ok) throw new CommandRefused(made.refusal);
    const { patients, visits, seconds } = made.value;
    answer(
      json,
      made.value,
      () => `the sample practice ${options.practice}: ${patients} patients, ${visits} visits; ${seconds} s`,
    );
  }, json);
}
