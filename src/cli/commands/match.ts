import { matchRecords } from '../../intake/match-actions.ts';
import { localDateIn } from '../../kit/instant.ts';
import { refuse } from '../../kit/outcome.ts';
import { answer, CommandRefused, showProgress } from '../say.ts';

interface Options {
  readonly dedupe?: string;
  readonly link?: readonly string[];
  readonly id?: string;
  readonly country: string;
  readonly json?: boolean;
}

/** Which records are one person: within one file, or between two. Needs no database and writes nothing. */
export async function runMatch(options: Options): Promise<void> {
  const json = options.json === true;
  const progress = showProgress(json);
  const outcome = await matchRecords(
    {
      paths: filesOf(options),
      idColumn: options.id,
      country: options.country.toUpperCase(),
      today: localDateIn('UTC', new Date()),
    },
    (words) => progress.step(words),
  );
  progress.end();
  if (!outcome.ok) throw new CommandRefused(outcome.refusal);
  const { pairs, records, seconds } = outcome.value;
  answer(json, { pairs, records, seconds }, () => {
    const auto = pairs.filter(({ decision }) => decision === 'auto').length;
    return [
      ...pairs.map(({ a, b, score, decision, why }) => {
        const reasons = why.map(({ field, level }) => `${field} ${level}`).join(', ');
        return `${decision}\t${a}\t${b}\t${score}\t${reasons}`;
      }),
      `${records} records in ${seconds} s: ${auto} pairs are one patient, ${pairs.length - auto} to look at`,
    ].join('\n');
  });
}

function filesOf({ dedupe, link }: Options): readonly [string] | readonly [string, string] {
  if (dedupe !== undefined && link === undefined) return [dedupe];
  const [first, second, ...more] = link ?? [];
  if (dedupe === undefined && first !== undefined && second !== undefined && more.length === 0) {
    return [first, second];
  }
  throw new CommandRefused(refuse('invalid_input', 'say --dedupe with one file, or --link with two').refusal);
}
