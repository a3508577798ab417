import { localDateIn } from '../../kit/instant.ts';
import { advanceSample } from '../../sample/actions.ts';
import { isPlanned } from '../../today/actions.ts';
import { readTodayAndHeld, type TodayList } from '../../today/list-actions.ts';
import { type CommonOptions, getPractice, readAsOf, withDatabase } from '../context.ts';
import { answer } from '../say.ts';

function inWords(list: TodayList): string {
  const { planned, available } = list.minutes;
  const lines = [`${list.asOf}: ${list.acts.length} acts, ${planned} of ${available} minutes`];
  for (const act of list.acts) {
    lines.push('', `${act.title}: ${act.patientName} (${act.ownerRole}, ${act.minutes} min) [${act.id}]`);
    for (const why of act.whyNow) lines.push(`  - ${why.fact} (${why.source}, ${why.date})`);
    if (act.value !== null && act.valueLow !== null && act.valueHigh !== null) {
      const range = `${act.valueLow.toFixed(3)} to ${act.valueHigh.toFixed(3)}`;
      lines.push(`  worth about ${act.value.toFixed(3)} extra visits (likely ${range})`);
    }
    lines.push(`  "${act.script}"`);
  }
  const { patients, minutes } = list.backlog;
  if (patients > 0) lines.push('', `Backlog: ${patients} patients due or drifting, about ${minutes} minutes`);
  const held = Object.values(list.heldCounts);
  if (held.length > 0)
    lines.push('', 'Held back:', ...held.map(({ count, reason }) => `  ${count}: ${reason}`));
  return lines.join('\n');
}

/** The ranked acts of the day. With --as-of it shows another day and writes nothing. */
export async function runToday(options: CommonOptions & { readonly minutes?: number }): Promise<void> {
  const asOf = readAsOf(options);
  await withDatabase(async ({ database }) => {
    const practice = await getPractice(database, options.practice);
    const now = new Date();
    const query = {
      practice,
      now,
      staffName: undefined,
      asOf: asOf === localDateIn(practice.zone, now) ? undefined : asOf,
      minutes: options.minutes,
      renew: true,
    };
    // Where no worker moves the sample on, the first look of a day does.
    if (practice.isSample && asOf === undefined && !(await isPlanned(database, practice, now))) {
      await advanceSample(database, practice, now);
    }
    const list = await database.inPractice(practice.id, (db) => readTodayAndHeld(db, query), {
      statementTimeoutMs: 600_000,
    });
    answer(options.json === true, list, () => inWords(list));
  }, options.json === true);
}
