import { drawPatient } from '../../insight/actions.ts';
import { isUuid, type PatientId } from '../../kit/ids.ts';
import { localDateIn } from '../../kit/instant.ts';
import { refuse } from '../../kit/outcome.ts';
import { searchPatients } from '../../patients/queries/search-patients.ts';
import { consoleActor } from '../../practice/model.ts';
import { type CommonOptions, getPractice, readAsOf, withDatabase } from '../context.ts';
import { answer, CommandRefused } from '../say.ts';

/** One patient, by our id or by the number that the source gave them. */
export async function runPatient(idOrNumber: string, options: CommonOptions): Promise<void> {
  const asOf = readAsOf(options);
  await withDatabase(async ({ database }) => {
    const practice = await getPractice(database, options.practice);
    const now = new Date();
    const picture = await database.inPractice(practice.id, async (db) => {
      const [found] = isUuid(idOrNumber)
        ? [idOrNumber as PatientId]
        : await searchPatients(db, practice.id, idOrNumber, 1);
      if (found === undefined) return refuse('not_found', 'there is no such patient');
      return drawPatient(
        db,
        consoleActor(practice),
        found,
        asOf ?? localDateIn(practice.zone, now),
        now,
        true,
      );
    });
    if (!picture.ok) throw new CommandRefused(picture.refusal);
    const { name, rhythms, visitCount, promises } = picture.value;
    answer(options.json === true, picture.value, () =>
      [
        `${name} (${picture.value.status}), ${visitCount} visits`,
        ...rhythms.map((rhythm) => `  ${rhythm.service.en ?? ''}: ${rhythm.sentence.en ?? ''}`),
        ...promises
          .filter((promise) => promise.state === 'open')
          .map((promise) => `  promised by ${promise.dueOn}: ${promise.words}`),
      ].join('\n'),
    );
  }, options.json === true);
}
