import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../database/database.ts';
import { findManifest, importExport } from '../../export/actions.ts';
import type { ExportManifest } from '../../export/model.ts';
import { importFiles } from '../../intake/actions.ts';
import { refuse } from '../../kit/outcome.ts';
import { startPlan } from '../../plan/actions.ts';
import { createPractice, getPracticeBySlug } from '../../practice/actions.ts';
import type { Practice } from '../../practice/model.ts';
import { type CommonOptions, getPractice, readAsOf, withDatabase } from '../context.ts';
import { answer, CommandRefused, showProgress } from '../say.ts';

interface Options extends CommonOptions {
  readonly create?: boolean;
  readonly dryRun?: boolean;
  readonly mapping?: string;
  readonly strict?: boolean;
  readonly forget?: boolean;
  readonly name?: string;
  readonly country?: string;
  readonly zone?: string;
}

async function findOrCreate(database: Database, options: Options): Promise<Practice> {
  if (options.create !== true) return getPractice(database, options.practice);
  const slug = options.practice;
  if (slug === undefined) {
    throw new CommandRefused(refuse('invalid_input', '--create needs --practice with the new name').refusal);
  }
  const existing = await getPracticeBySlug(database, slug);
  if (existing !== undefined) return existing;
  const made = await createPractice(database, {
    slug,
    name: options.name ?? slug,
    ...(options.country === undefined ? {} : { country: options.country.toUpperCase() }),
    ...(options.zone === undefined ? {} : { zone: options.zone }),
  });
  if (!made.ok) throw new CommandRefused(made.refusal);
  await database.inPractice(made.value.id, (db) => startPlan(db, made.value.id));
  return made.value;
}

async function readMapping(path: string | undefined): Promise<unknown> {
  if (path === undefined) return undefined;
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    throw new CommandRefused(
      refuse('invalid_input', `the mapping file ${path} is not there or is not JSON`).refusal,
    );
  }
}

/** An export of another installation is told by its list of contents and becomes a practice of its own. */
async function importBack(folder: string, manifest: ExportManifest, options: Options): Promise<void> {
  const json = options.json === true;
  if (options.dryRun === true || options.asOf !== undefined || options.mapping !== undefined) {
    throw new CommandRefused(
      refuse('invalid_input', 'an export of Keepwell is brought back whole, without further options').refusal,
    );
  }
  await withDatabase(async ({ database }) => {
    const progress = showProgress(json);
    const outcome = await importExport(database, folder, manifest, {
      ...(options.practice === undefined ? {} : { slug: options.practice }),
      onProgress: (words) => progress.step(words),
    });
    progress.end();
    if (!outcome.ok) throw new CommandRefused(outcome.refusal);
    const { practice, tables, rows, seconds } = outcome.value;
    answer(
      json,
      outcome.value,
      () => `the practice ${practice} is back: ${tables} tables, ${rows} rows; ${seconds} s`,
    );
  }, json);
}

/** Brings files in. The same file twice changes nothing. */
export async function runImport(paths: readonly string[], options: Options): Promise<void> {
  const json = options.json === true;
  const [only] = paths;
  const manifest = only === undefined || paths.length > 1 ? undefined : await findManifest(only);
  if (manifest !== undefined && only !== undefined) {
    if (!manifest.ok) throw new CommandRefused(manifest.refusal);
    await importBack(only, manifest.value, options);
    return;
  }
  const mapping = await readMapping(options.mapping);
  const asOf = readAsOf(options);
  await withDatabase(async ({ database, config }) => {
    const practice = await findOrCreate(database, options);
    const progress = showProgress(json);
    const outcome = await importFiles(database, practice, paths, {
      dryRun: options.dryRun === true,
      strict: options.strict === true,
      forget: options.forget === true,
      ...(asOf === undefined ? {} : { asOf }),
      refusalsFolder: join(config.dataFolder, 'refusals'),
      onProgress: (words) => progress.step(words),
      ...(mapping === undefined ? {} : { mapping }),
    });
    progress.end();
    if (!outcome.ok) throw new CommandRefused(outcome.refusal);
    const report = outcome.value;
    answer(json, report, () =>
      [
        ...report.files.map(
          (file) =>
            `${file.path} (${file.kind}): ${file.rows} rows, ${file.added} added, ${file.updated} updated, ${file.unchanged} unchanged, ${file.refused} refused`,
        ),
        `${report.patients} patients and ${report.visits} visits in ${report.seconds} s${options.dryRun === true ? '; nothing was written' : ''}`,
        ...(report.refusalsFile === null ? [] : [`what was refused, row by row: ${report.refusalsFile}`]),
        ...(report.refusalsNotListed === 0
          ? []
          : [`and ${report.refusalsNotListed} more that are not listed`]),
      ].join('\n'),
    );
  }, json);
}
