import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { holdWhatReturned } from '../contact/outbox-actions.ts';
import { clientOf, type Database } from '../database/database.ts';
import { readMigrations } from '../database/migration-files.ts';
import { refreshPlannerStatistics } from '../database/planner-statistics.ts';
import { newId, type PatientId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { recordAuditEvent } from '../platform/audit.ts';
import { announce } from '../platform/queue.ts';
import { programVersion } from '../platform/version.ts';
import type { Practice } from '../practice/model.ts';
import {
  type ExportFormat,
  type ExportManifest,
  exportManifest,
  exportVersion,
  manifestName,
} from './model.ts';
import { type PatientFile, readPatientFile } from './patient-file.ts';
import { readCsv } from './read-csv.ts';
import { writeCsv } from './write-csv.ts';
import { writeFhir } from './write-fhir.ts';
import { writeHashed } from './write-file.ts';

export interface ExportReport {
  readonly folder: string;
  readonly practice: string;
  /** Files of CSV, and their rows. */
  readonly tables: number;
  readonly rows: number;
  readonly resources: number;
  readonly seconds: number;
}

// A million visits are copied within a minute; one that takes hours is stuck.
const longWork = { snapshot: true, readOnly: true, statementTimeoutMs: 3_600_000 } as const;

function auditOf(action: string, patientIds: readonly PatientId[]) {
  const atConsole = { accountId: null, staffMemberId: null, network: null, objectIds: [] };
  return { ...atConsole, action, result: 'ok', patientIds, requestId: newId<ReturnType<typeof newId>>() };
}

async function refuseFilled(folder: string): Promise<Outcome<void, Refusal<'invalid_input'>>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await readdir(folder)).length === 0) return done(undefined);
    return refuse('invalid_input', `the folder ${folder} is not empty; name a new one with --to`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^(EACCES|EEXIST|ENOTDIR|EROFS|ENOSPC)$/.test(code)) throw error;
    return refuse('invalid_input', `the folder ${folder} cannot be used (${code}); name another with --to`);
  }
}

/**
 * Everything of a practice in open formats: a moment of it, into an empty folder, whose list of contents is written
 * last. Audited before anything leaves; the export itself shows the trail as it was before.
 */
export async function exportPractice(
  database: Database,
  practice: Practice,
  options: {
    readonly folder: string;
    readonly format: ExportFormat;
    readonly now: Date;
    readonly onProgress?: (words: string) => void;
  },
): Promise<Outcome<ExportReport, Refusal<'invalid_input'>>> {
  const startedAt = performance.now();
  const folder = resolve(options.folder);
  const say = options.onProgress ?? (() => {});
  const usable = await refuseFilled(folder);
  if (!usable.ok) return usable;
  const manifest = await database.inPractice(
    practice.id,
    async (db): Promise<ExportManifest> => {
      // The first statement fixes the moment that is exported; what follows in other transactions is not seen.
      await clientOf(db).query('select');
      await database.inPractice(practice.id, (audit) =>
        recordAuditEvent(audit, practice.id, auditOf('practice.export', [])),
      );
      const { format } = options;
      const csv = format === 'fhir' ? [] : await writeCsv(db, practice.id, join(folder, 'csv'), say);
      const fhir = format === 'csv' ? [] : await writeFhir(db, practice, join(folder, 'fhir'), say);
      return {
        format: 'keepwell-export',
        version: exportVersion,
        at: options.now.toISOString(),
        program: programVersion,
        schema: (await readMigrations()).at(-1)?.name ?? '',
        practice: { slug: practice.slug, name: practice.name },
        csv: [...csv],
        fhir: [...fhir],
      };
    },
    longWork,
  );
  const text = async function* (): AsyncGenerator<Buffer> {
    yield Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  };
  await writeHashed(join(folder, manifestName), text());
  return done({
    folder,
    practice: practice.slug,
    tables: manifest.csv.length,
    rows: manifest.csv.reduce((sum, { rows }) => sum + rows, 0),
    resources: manifest.fhir.reduce((sum, { resources }) => sum + resources, 0),
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  });
}

/** Everything of one patient. Audited as a look at their record. */
export async function exportPatient(
  database: Database,
  practice: Practice,
  patient: PatientId,
  now: Date,
): Promise<Outcome<PatientFile, Refusal<'not_found'>>> {
  const file = await database.inPractice(
    practice.id,
    async (db) => {
      const found = await readPatientFile(db, practice.id, patient, now);
      await database.inPractice(practice.id, (audit) =>
        recordAuditEvent(audit, practice.id, auditOf('patient.export', found === undefined ? [] : [patient])),
      );
      return found;
    },
    longWork,
  );
  return file === undefined ? refuse('not_found', 'there is no such patient') : done(file);
}

/** The list of contents of an export; undefined where a folder is no export of ours. */
export async function findManifest(
  folder: string,
): Promise<Outcome<ExportManifest, Refusal<'invalid_input'>> | undefined> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return done(exportManifest.parse(JSON.parse(text)));
  } catch {
    return refuse(
      'invalid_input',
      `${manifestName} in ${folder} cannot be read; was it made by a newer Keepwell?`,
    );
  }
}

async function hashOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
    return hash.digest('hex');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Carries a refusal out of the transaction, which is then rolled back. */
class ImportRefused extends Error {
  readonly refusal: Refusal<'invalid_input' | 'already_there'>;
  constructor(refusal: Refusal<'invalid_input' | 'already_there'>) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}

export interface ImportBackReport {
  readonly practice: string;
  readonly tables: number;
  readonly rows: number;
  readonly seconds: number;
}

/**
 * Brings an export of another installation back as a practice of its own, row for row. Every file is compared with the
 * list first; one transaction, as the application role.
 * @param slug another short name than that of the export
 */
export async function importExport(
  database: Database,
  folder: string,
  manifest: ExportManifest,
  options: { readonly slug?: string; readonly onProgress?: (words: string) => void },
): Promise<Outcome<ImportBackReport, Refusal<'invalid_input' | 'already_there'>>> {
  const startedAt = performance.now();
  if (manifest.csv.length === 0) {
    return refuse(
      'invalid_input',
      'this export holds FHIR only; import its folder fhir, or export again with --format csv',
    );
  }
  for (const { table, sha256 } of manifest.csv) {
    if ((await hashOf(join(folder, 'csv', `${table}.csv`))) !== sha256)
      return refuse('invalid_input', `csv/${table}.csv is not as it was exported; copy the export again`);
  }
  try {
    await database.untenanted(
      async (db) => {
        const read = await readCsv(db, folder, manifest, options.slug, options.onProgress ?? (() => {}));
        if (!read.ok) throw new ImportRefused(read.refusal);
        await refreshPlannerStatistics(
          db,
          manifest.csv.map(({ table }) => table),
        );
        await holdWhatReturned(db, read.value, new Date());
        await announce(db, 'import.finished', {});
      },
      { statementTimeoutMs: 3_600_000 },
    );
  } catch (error) {
    if (error instanceof ImportRefused) return { ok: false, refusal: error.refusal };
    throw error;
  }
  return done({
    practice: options.slug ?? manifest.practice.slug,
    tables: manifest.csv.length,
    rows: manifest.csv.reduce((sum, { rows }) => sum + rows, 0),
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  });
}
