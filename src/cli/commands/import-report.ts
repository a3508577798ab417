import { describeCapabilities } from '../../insight/record-actions.ts';
import { localDateIn } from '../../kit/instant.ts';
import { type CommonOptions, getPractice, readAsOf, withDatabase } from '../context.ts';
import { answer } from '../say.ts';

const marks = { yes: 'yes', partly: 'for some', no: 'not yet' } as const;

/** What the files that came in can and cannot tell. */
export async function runImportReport(options: CommonOptions): Promise<void> {
  const json = options.json === true;
  const asOf = readAsOf(options);
  await withDatabase(async ({ database }) => {
    const practice = await getPractice(database, options.practice);
    const day = asOf ?? localDateIn(practice.zone, new Date());
    const record = await database.inPractice(practice.id, (db) => describeCapabilities(db, practice.id, day));
    answer(json, record, () =>
      [
        record.words,
        ...record.capabilities.map(
          ({ words, can, n, of, counted, missing }) =>
            `${words}: ${marks[can]} (${n} of ${of} ${counted})${
              missing === null ? '' : `; missing: ${missing.words}, in ${missing.exportWords}`
            }`,
        ),
      ].join('\n'),
    );
  }, json);
}
