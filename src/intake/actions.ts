import { rm } from 'node:fs/promises';
import type { Database, Db } from '../database/database.ts';
import { refreshPlannerStatistics } from '../database/planner-statistics.ts';
import { type ImportId, newId } from '../kit/ids.ts';
import { localDateIn } from '../kit/instant.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { stageOfPatients } from '../patients/actions.ts';
import { announce } from '../platform/queue.ts';
import type { Practice } from '../practice/model.ts';
import { ensureClinicians, ensureLocations, ensureServices, listPlaces } from '../practice/places.ts';
import { stageOfVisits } from '../visits/actions.ts';
import { told } from '../words/told.ts';
import { findFiles } from './find-files.ts';
import type { ReadEnd, ReadJob } from './job.ts';
import { refusalsPath, settleLeftovers, unfinishedPath } from './leftovers.ts';
import { type MappingByHand, readMappingByHand } from './mapping-by-hand.ts';
import type { ImportOptions, ImportReport } from './model.ts';
import { type ArrivedBatch, readOffThread } from './off-thread.ts';
import { unpackOffThread } from './packed/unpack-off-thread.ts';
import { countPossibleMatches } from './possible-match-actions.ts';
import { listRenames, recordMergeRequests } from './queries/merge-requests.ts';
import { beginImport, finishImport, listNamedSystems, recordRefusals } from './queries/record-import.ts';
import { listRememberedMappings, rememberMappings } from './queries/remembered-mappings.ts';
import { groupRefusals } from './refusal-groups.ts';
import { createRefusalsFile, type RefusalsFile } from './refusals-file.ts';
import { refusedOrphans } from './refused-orphans.ts';
import { mostListed, type RefusedRow } from './refused-row.ts';
import { notConfirmedKind } from './remembered-mapping.ts';
import { reportFiles, type StagedCounts } from './report.ts';

/** Carries a finished dry run out of its transaction, which is then rolled back. */
class DryRunEnds extends Error {
  readonly report: ImportReport;
  constructor(report: ImportReport) {
    super('a dry run is never committed');
    this.report = report;
  }
}

/** Rolls an import back that no person has confirmed. */
class NotConfirmed extends Error {}

/**
 * Brings files in: CSV of patients, of visits or of both in one table, FHIR R4 bundles or NDJSON, and HL7 v2
 * messages; see
 * docs/running/import.md. One transaction: an import that is cut off, by whatever, has left nothing, and the
 * same files twice change nothing. Rows that cannot be taken are refused one by one and do not hold back the
 * others. Announces `import.finished` once.
 * @param paths files and folders
 * @returns the report; `invalid_input` when a path or the mapping is not right; `not_confirmed` as the options ask
 * @cost 1M visits of 100k patients: see docs/decisions/0005; memory does not grow with the files
 */
export async function importFiles(
  database: Database,
  practice: Practice,
  paths: readonly string[],
  options: ImportOptions,
): Promise<Outcome<ImportReport, Refusal<'invalid_input' | 'not_confirmed'>>> {
  const startedAt = performance.now();
  const mapping = readMappingByHand(options.mapping);
  if (!mapping.ok) return mapping;
  const files = await findFiles(paths);
  if (!files.ok) return files;
  const id = newId<ImportId>();
  const folder = options.refusalsFolder;
  const scratch = unfinishedPath(folder, practice.id, 'unpacked', id);
  const unfinished = unfinishedPath(folder, practice.id, 'refused', id);
  const refusals = createRefusalsFile(unfinished, refusalsPath(folder, id));
  const tell = options.onStep ?? (() => {});
  try {
    tell({ phase: 'unpacking', read: 0 });
    const readable = await unpackOffThread(files.value, scratch);
    const report = await database.inPractice(practice.id, async (db) => {
      options.signal?.throwIfAborted();
      tell({ phase: 'waiting', read: 0 });
      await beginImport(db, practice.id, id, options.by);
      await settleLeftovers(db, practice.id, folder);
      const job = { ...(await makeJob(db, practice, files.value, mapping.value, options)), readable };
      const report = await runImport(db, practice, job, id, { refusals, options, startedAt });
      options.signal?.throwIfAborted();
      if (options.dryRun === true) {
        if (options.countMatches === true) tell({ phase: 'comparing', read: 0 });
        const possibleMatches =
          options.countMatches === true ? await countPossibleMatches(db, practice.id) : null;
        throw new DryRunEnds({ ...report, possibleMatches });
      }
      await options.alongside?.(db, report);
      await announce(db, 'import.finished', { importId: id });
      return report;
    });
    await refusals.keep();
    return done(report);
  } catch (error) {
    if (error instanceof DryRunEnds) {
      await refusals.keep();
      return done(error.report);
    }
    if (error instanceof NotConfirmed) {
      return refuse('not_confirmed', told.mapping.byHandFirst);
    }
    throw error;
  } finally {
    await refusals.drop();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function makeJob(
  db: Db,
  practice: Practice,
  paths: readonly string[],
  mapping: MappingByHand,
  options: ImportOptions,
): Promise<Omit<ReadJob, 'readable'>> {
  // What is said by hand counts alone, and is what will be remembered.
  const fresh = options.mapping !== undefined || options.forget === true;
  const remembered = fresh ? [] : await listRememberedMappings(db, practice.id);
  const before = remembered.flatMap(({ system }) => (system === undefined ? [] : [system]));
  const systems = [...new Set([mapping.system ?? 'csv', ...before])];
  return {
    paths: options.names ?? paths,
    country: practice.country,
    currency: practice.currency,
    zone: practice.zone,
    language: practice.languages[0] ?? 'en',
    practiceName: practice.name,
    known: await listPlaces(db, practice.id),
    namedSystems: await listNamedSystems(db, practice.id, systems),
    renames: await listRenames(db, practice.id),
    today: options.asOf ?? localDateIn(practice.zone, new Date()),
    strict: options.strict ?? false,
    mapping,
    remembered,
    onlyRemembered: options.onlyRemembered ?? false,
  };
}

interface Run {
  readonly refusals: RefusalsFile;
  readonly options: ImportOptions;
  readonly startedAt: number;
}

// What follows an import (summaries, scores, the day's plan) joins these at once.
const grownTables = [
  'patient',
  'patient_identifier',
  'contact_point',
  'patient_search_key',
  'visit',
  'visit_dirty',
];
const rowsWorthCounting = 1000;
// Often enough to see that it lives, seldom enough to read.
const millisecondsBetweenWords = 500;

async function runImport(
  db: Db,
  practice: Practice,
  job: ReadJob,
  id: ImportId,
  run: Run,
): Promise<ImportReport> {
  const say = run.options.onProgress ?? (() => {});
  const nameOf = (file: number): string => job.paths[file] ?? '';
  const patients = await stageOfPatients(db, practice.id);
  const visits = await stageOfVisits(db, practice.id);
  const tell = run.options.onStep ?? (() => {});
  const groups = groupRefusals();
  let refused = 0;
  const keepRefused = async (rows: readonly RefusedRow[]): Promise<void> => {
    groups.add(rows);
    const listed = rows.slice(0, Math.max(0, mostListed - refused));
    refused += rows.length;
    await run.refusals.write(listed, nameOf);
    await recordRefusals(db, practice.id, id, listed);
  };
  const reading = readOffThread(job);
  let saidAt = 0;
  let read = 0;
  let end: ReadEnd;
  for (;;) {
    if (run.options.signal?.aborted === true) await reading.return(undefined as never);
    run.options.signal?.throwIfAborted();
    const step = await reading.next();
    if (step.done === true) {
      end = step.value;
      break;
    }
    // A dry run counts, and nobody searches in it: half of what it would write are search keys.
    const keys = run.options.dryRun === true ? '' : step.value.patients.keys;
    await patients.stage({ ...step.value.patients, keys });
    await visits.stage(step.value.visits);
    await keepRefused(step.value.refused);
    read += rowsOf(step.value);
    if (performance.now() - saidAt > millisecondsBetweenWords) {
      saidAt = performance.now();
      say(`reading ${nameOf(step.value.file)}: ${step.value.rowsSoFar} visits`);
      tell({ phase: 'reading', read });
    }
  }
  if (end.files.some(({ kind }) => kind === notConfirmedKind)) throw new NotConfirmed();
  say('writing what was read');
  tell({ phase: 'writing', read });
  await ensureLocations(db, practice.id, end.added.locations);
  await ensureServices(db, practice.id, end.added.services);
  await ensureClinicians(db, practice.id, end.added.clinicians);
  const ofPatients = await patients.merge(id, mostListed);
  await keepRefused(refusedErased(ofPatients.erased));
  run.options.signal?.throwIfAborted();
  const hints = { repeats: end.visitsRepeat, mostOrphans: mostListed, ...end.defaults };
  const merge = await visits.merge(id, hints);
  await keepRefused(
    await refusedOrphans(
      job.readable.map(({ readPath }) => readPath),
      end.files,
      [...ofPatients.orphans.first, ...merge.orphans.first],
    ),
  );
  for (const source of new Set(end.merges.map((merge) => merge.source))) {
    const asked = end.merges.filter((merge) => merge.source === source).map((merge) => merge.asked);
    await recordMergeRequests(db, practice.id, source, asked);
  }
  const counts: StagedCounts = { patients: ofPatients, visits: merge };
  const { files, totals } = reportFiles(job.paths, end.files, counts);
  const named = files.map((file, i) => ({
    ...file,
    name: end.files[i]?.name ?? '',
    hash: end.files[i]?.hash ?? null,
  }));
  await finishImport(db, practice.id, id, named, totals);
  const toRemember = end.files.flatMap((file) => (file.toRemember === undefined ? [] : [file.toRemember]));
  await rememberMappings(db, practice.id, id, toRemember);
  const most = run.options.dryRun === true ? 0 : Math.max(0, ...files.map((file) => file.added));
  if (most > 0) await refreshPlannerStatistics(db, most > rowsWorthCounting ? grownTables : []);
  const seconds = Math.round((performance.now() - run.startedAt) / 10) / 100;
  const refusalsFile = await run.refusals.close();
  const refusalsNotListed =
    Math.max(0, refused - mostListed) +
    end.refusedNotListed +
    countNotListed(ofPatients.orphans) +
    countNotListed(merge.orphans);
  const report = { importId: id, files, ...totals, refusalsFile, refusalsNotListed };
  return { ...report, refusals: groups.list(), possibleMatches: null, seconds };
}

// Which of its rows they were is not said: a list of whom we were asked to forget would remember them.
function refusedErased(byFile: ReadonlyMap<number, number>): readonly RefusedRow[] {
  return [...byFile].map(([file, rows]) => ({
    file,
    row: 0,
    column: '',
    value: String(rows),
    code: 'erased' as const,
    reason: 'rows of patients who were erased at their own wish are left out',
    kept: false,
    original: [],
  }));
}

function countNotListed(orphans: {
  readonly first: readonly unknown[];
  readonly byFile: ReadonlyMap<number, number>;
}): number {
  return [...orphans.byFile.values()].reduce((sum, count) => sum + count, 0) - orphans.first.length;
}

// In a table of visits a row is a visit, and now and then a patient as well.
function rowsOf({ patients, visits, refused }: ArrivedBatch): number {
  return Math.max(patients.rows, visits.rows) + refused.filter(({ kept }) => !kept).length;
}
