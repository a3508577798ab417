import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { disk, gigabytes, inspectCluster, majorVersion, wasShutDownCleanly } from './condition.ts';
import { type Layout, layoutOf } from './layout.ts';
import { judgePostmaster } from './pidfile.ts';
import { isInUse } from './presence.ts';
import { refusalOfFault } from './refusals.ts';

/** What `keepwell doctor` says of the database. */
export interface ServerReport {
  readonly dataFolder: string;
  readonly state: 'absent' | 'running' | 'unused' | 'stopped' | 'crashed' | 'unusable';
  readonly sentence: string;
  /** Absent: nothing needs doing. */
  readonly nextStep: string | undefined;
  readonly postgresVersion: string;
  readonly disk:
    | { readonly freeBytes: number; readonly usedShare: number; readonly sentence: string }
    | undefined;
}

type Finding = Pick<ServerReport, 'state' | 'sentence' | 'nextStep'>;

/** Looks and never touches: starts, makes, corrects nothing. About 1 ms. */
export async function reportOn(dataFolder: string): Promise<ServerReport> {
  const path = resolve(dataFolder);
  const report = { dataFolder: path, postgresVersion: majorVersion };
  if (!existsSync(path)) {
    const sentence = `There is no database in ${path} yet.`;
    return { ...report, state: 'absent', sentence, nextStep: 'keepwell start makes one.', disk: undefined };
  }
  try {
    return { ...report, ...look(layoutOf(realpathSync(path))), disk: measure(path) };
  } catch (fault) {
    const refusal = refusalOfFault(fault, path);
    if (refusal === undefined) throw fault;
    return { ...report, ...unusable(refusal.detail), disk: measure(path) };
  }
}

function look(layout: Layout): Finding {
  accessSync(layout.dataFolder, constants.R_OK | constants.W_OK | constants.X_OK);
  if (existsSync(layout.postgres)) accessSync(layout.postgres, constants.R_OK | constants.X_OK);
  const found = judgePostmaster(layout);
  if (found.kind === 'live') return describeLive(layout, found.process.pid);
  const cluster = inspectCluster(layout);
  if (!cluster.ok) return unusable(cluster.refusal.detail);
  if (cluster.value === 'absent') {
    const sentence = `There is no database in ${layout.dataFolder} yet.`;
    return { state: 'absent', sentence, nextStep: 'keepwell start makes one.' };
  }
  if (wasShutDownCleanly(layout)) {
    const sentence = 'The database is stopped; it was shut down in good order.';
    return { state: 'stopped', sentence, nextStep: undefined };
  }
  return {
    state: 'crashed',
    sentence: 'The database is stopped, and it was not shut down in good order.',
    nextStep: 'keepwell start repairs it from its journal; nothing that was acknowledged is lost.',
  };
}

function describeLive(layout: Layout, pid: number): Finding {
  if (isInUse(layout)) {
    return {
      state: 'running',
      sentence: `The database runs (process ${pid}) and is in use.`,
      nextStep: undefined,
    };
  }
  return {
    state: 'unused',
    sentence: `The database runs (process ${pid}), but no Keepwell uses it.`,
    nextStep: 'The next keepwell command takes it over; keepwell stop ends it.',
  };
}

function unusable(detail: string): Finding {
  const [sentence = detail, ...rest] = detail.split('; ');
  const nextStep = rest.length === 0 ? undefined : rest.join('; ');
  return { state: 'unusable', sentence, nextStep };
}

function measure(path: string): ServerReport['disk'] {
  try {
    const measured = disk(path);
    const used = Math.floor(measured.usedShare * 100);
    const urgency = used >= 90 ? 'almost full: ' : used >= 80 ? 'filling up: ' : '';
    return { ...measured, sentence: `Disk ${urgency}${used} % used, ${gigabytes(measured.freeBytes)} free.` };
  } catch {
    return undefined;
  }
}
