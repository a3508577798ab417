import { exportPatient, exportPractice } from '../../export/actions.ts';
import type { ExportFormat } from '../../export/model.ts';
import { isUuid, type PatientId } from '../../kit/ids.ts';
import { refuse } from '../../kit/outcome.ts';
import { searchPatients } from '../../patients/queries/search-patients.ts';
import type { Practice } from '../../practice/model.ts';
import { type CommandContext, getPractice, withDatabase } from '../context.ts';
import { answer, CommandRefused, showProgress } from '../say.ts';

export interface ExportOptions {
  readonly practice?: string;
  readonly to?: string;
  readonly format: ExportFormat;
  readonly patient?: string;
  readonly json?: boolean;
}

async function onePatient({ database }: CommandContext, practice: Practice, asked: string): Promise<void> {
  const [found, ...more] = isUuid(asked)
    ? [asked as PatientId]
    : await database.inPractice(practice.id, (db) => searchPatients(db, practice.id, asked, 2));
  if (found === undefined) throw new CommandRefused(refuse('not_found', 'there is no such patient').refusal);
  if (more.length > 0) {
    throw new CommandRefused(
      refuse('invalid_input', 'several patients fit; name the one by id or by the number of the source')
        .refusal,
    );
  }
  const file = await exportPatient(database, practice, found, new Date());
  if (!file.ok) throw new CommandRefused(file.refusal);
  answer(true, file.value, () => '');
}

/** Everything of a practice into a folder, or everything of a patient to standard output. */
export async function runExport(options: ExportOptions): Promise<void> {
  const json = options.json === true;
  const { to, patient } = options;
  if ((to === undefined) === (patient === undefined)) {
    throw new CommandRefused(
      refuse('invalid_input', 'name a folder with --to, or one patient with --patient').refusal,
    );
  }
  await withDatabase(
    async (context) => {
      const practice = await getPractice(context.database, options.practice);
      if (patient !== undefined) {
        await onePatient(context, practice, patient);
        return;
      }
      const progress = showProgress(json);
      const made = await exportPractice(context.database, practice, {
        folder: to ?? '',
        format: options.format,
        now: new Date(),
        onProgress: (words) => progress.step(words),
      });
      progress.end();
      if (!made.ok) throw new CommandRefused(made.refusal);
      const { folder, tables, rows, resources, seconds } = made.value;
      answer(
        json,
        made.value,
        () =>
          `${practice.slug} in ${folder}: ${tables} tables with ${rows} rows, ${resources} FHIR resources; ${seconds} s`,
      );
    },
    json || patient !== undefined,
  );
}
