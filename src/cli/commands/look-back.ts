import { localDateIn } from '../../kit/instant.ts';
import { makeLookBack } from '../../loyalty/look-back-actions.ts';
import { presentLookBack } from '../../loyalty/present-look-back.ts';
import { type CommonOptions, getPractice, withDatabase } from '../context.ts';
import { answer, showProgress } from '../say.ts';

type Shown = ReturnType<typeof presentLookBack>;

const caveatWords: Readonly<Record<Shown['caveats'][number], string>> = {
  bookings_unknown:
    'The record does not say when visits were booked: some of those named may have had one in the book already.',
  exits_unknown:
    'The record holds nobody who left: if they were left out of the export, more stayed away than is counted here.',
  history_short: 'The record begins shortly before that day: rhythms had hardly begun.',
};

const percent = (share: number): string => `${Math.round(100 * share)} %`;

function inWords(found: Shown): string {
  const lines = [
    `Standing on ${found.origin}: you would have called ${found.active} patients active; ${found.didNotReturn} did not return within ${found.horizonDays} days.`,
  ];
  const { compared, tooFew } = found;
  if (compared === null) {
    lines.push(`Counts only: ${tooFew?.n ?? 0} patients to judge by, ${tooFew?.needed ?? 0} are needed.`);
  } else {
    const { ours, longestAway, daysEarlier, model, quality } = compared;
    const came = ours.named - ours.stayedAway;
    lines.push(
      `We would have named ${ours.named}: ${ours.stayedAway} of them stayed away (${percent(ours.share.low)} to ${percent(ours.share.high)}), ${came} came anyway.`,
      `The ${longestAway.named} who had been away longest: ${longestAway.stayedAway} stayed away.`,
    );
    if (daysEarlier !== null) {
      lines.push(
        `That is a median of ${daysEarlier.median} days before the 18-month rule would have (half of them ${daysEarlier.from} to ${daysEarlier.to}).`,
      );
    }
    lines.push(
      `Model ${model.name}, fitted on ${model.n} patients; Brier ${quality.brier.value.toFixed(3)} (the rule ${quality.ruleBrier.value.toFixed(3)}).`,
    );
  }
  return [...lines, ...found.caveats.map((caveat) => caveatWords[caveat])].join('\n');
}

/** Stands a year back and compares what could have been said with what followed; writes nothing. */
export async function runLookBackCommand(options: CommonOptions): Promise<void> {
  const json = options.json === true;
  const startedAt = performance.now();
  await withDatabase(async ({ database }) => {
    const practice = await getPractice(database, options.practice);
    const now = new Date();
    const progress = showProgress(json);
    progress.step('Looking back ...');
    const made = await makeLookBack(database, practice.id, localDateIn(practice.zone, now), now);
    progress.end();
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    if (made === undefined) {
      answer(json, { state: 'none', seconds }, () => 'No visit is known yet: import some first.');
      return;
    }
    const shown = presentLookBack(made);
    answer(json, { state: 'made', ...shown, seconds }, () => inWords(shown));
  }, json);
}
