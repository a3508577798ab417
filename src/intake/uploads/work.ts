import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../database/database.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { Outcome } from '../../kit/outcome.ts';
import type { Practice } from '../../practice/model.ts';
import { importFiles } from '../actions.ts';
import { readMappingByHand } from '../mapping-by-hand.ts';
import type { ImportReport, ImportStep } from '../model.ts';
import { unpackOffThread } from '../packed/unpack-off-thread.ts';
import { listRememberedMappings } from '../queries/remembered-mappings.ts';
import { type Held, pathsOf } from './held.ts';
import { lookOffThread } from './look-off-thread.ts';
import type { CheckResult, Look, MappingSent } from './shapes.ts';

/** How the files of an upload are taken in, on trial or in earnest. */
export interface TakingIn {
  readonly database: Database;
  readonly practice: Practice;
  readonly dryRun: boolean;
  /** Where the list of what is not taken goes. */
  readonly refusalsFolder: string;
  readonly asOf: LocalDate | undefined;
  readonly signal: AbortSignal;
  readonly tell: (step: ImportStep) => void;
}

export async function takeIn(one: Held, how: TakingIn): Promise<Outcome<ImportReport>> {
  return importFiles(how.database, how.practice, pathsOf(one), {
    names: one.state.files.map(({ name }) => name),
    mapping: one.state.mapping,
    by: one.owner.account,
    dryRun: how.dryRun,
    countMatches: how.dryRun,
    refusalsFolder: how.refusalsFolder,
    onStep: how.tell,
    signal: how.signal,
    ...(how.asOf === undefined ? {} : { asOf: how.asOf }),
  });
}

/** Looks at the files with the mapping as it is; each look is there as soon as it was made. */
export async function lookNow(
  database: Database,
  one: Held,
  practice: Practice,
  signal: AbortSignal,
): Promise<string | undefined> {
  const mapping = readMappingByHand(one.state.mapping);
  if (!mapping.ok) return mapping.refusal.detail;
  if (one.readable === undefined) {
    const scratch = join(one.folder, 'unpacked');
    await rm(scratch, { recursive: true, force: true });
    one.readable = await unpackOffThread(pathsOf(one), scratch);
  }
  const names = one.state.files.map(({ name }) => name);
  const { readable } = one;
  // Until the person chooses, files are read as the last of their kind were.
  const untouched = hasNothingChosen(one.state.mapping);
  const remembered = untouched
    ? await database.inPractice(practice.id, (db) => listRememberedMappings(db, practice.id))
    : [];
  const job = { readable, names, country: practice.country, mapping: mapping.value, remembered };
  await lookOffThread(
    job,
    (look) => {
      const seen = untouched ? withRemembered(one.state.mapping, look) : one.state.mapping;
      one.state = { ...one.state, look, mapping: seen };
    },
    signal,
  );
  return undefined;
}

function hasNothingChosen({ columns, statuses, dates }: MappingSent): boolean {
  return Object.keys(columns).length === 0 && Object.keys(statuses).length === 0 && dates === undefined;
}

/**
 * The mapping as the person finds it: what is remembered of these files, to look at and to change. A remembered order of
 * day and month counts only where the file itself does not tell.
 */
function withRemembered(mapping: MappingSent, look: Look): MappingSent {
  let seen = mapping;
  for (const { remembered, dates } of look.files) {
    if (remembered === null) continue;
    const { columns, statuses, system, dates: order } = remembered.mapping;
    const isOpen = look.whole && dates?.decided === 'country' && order !== undefined;
    seen = {
      ...seen,
      columns: { ...seen.columns, ...columns },
      statuses: { ...seen.statuses, ...statuses },
      ...(seen.system === undefined && system !== undefined ? { system } : {}),
      ...(isOpen ? { dates: order } : {}),
    };
  }
  return seen;
}

/** What a person has to know of a dry run. */
export function resultOf(report: ImportReport, at: Date): CheckResult {
  return {
    at: at.toISOString(),
    files: report.files.map(({ path, kind, rows, added, updated, unchanged, refused }) => ({
      name: path,
      kind,
      rows,
      added,
      updated,
      unchanged,
      refused,
    })),
    patients: report.patients,
    visits: report.visits,
    refusals: report.refusals.map((group) => ({ ...group })),
    hasRefusals: report.refusalsFile !== null,
    possibleMatches: report.possibleMatches,
    seconds: report.seconds,
  };
}
