import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kit/clock.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import { done, type Outcome, refuse } from '../../kit/outcome.ts';
import { faultFields, type Log } from '../../platform/log.ts';
import type { Practice } from '../../practice/model.ts';
import { importFiles } from '../actions.ts';
import { readMappingByHand } from '../mapping-by-hand.ts';
import type { ImportReport, ImportStep } from '../model.ts';
import type { ReadableFile } from '../packed/unpack.ts';
import { unpackOffThread } from '../packed/unpack-off-thread.ts';
import type { CheckResult, Look, MappingSent, UploadState, UploadTask } from './contract.ts';
import { lookOffThread } from './look-off-thread.ts';
import {
  forgetUploads,
  listUploadIds,
  makeUploadFolder,
  readRecord,
  recordName,
  type UploadOwner,
  type UploadRecord,
  uploadsFolder,
  writeRecord,
} from './store.ts';
import { createTurns } from './turns.ts';

export interface UploadDeskPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly dataFolder: string;
  /** Fixed day for looking at the past; undefined: the clock's. */
  readonly asOf?: LocalDate | undefined;
}

/** A file that has arrived. */
export interface ArrivedFile {
  /** What the person calls it. */
  readonly name: string;
  /** What it is called in the folder of the upload. */
  readonly stored: string;
  readonly bytes: number;
}

/** Where uploads lie, and what is done with them; see docs/running/import.md. */
export interface UploadDesk {
  /** Refuses when the person has too many uploads under way. */
  mayBegin(owner: UploadOwner): Promise<Outcome<true>>;
  folderOf(id: string): Promise<string>;
  keep(owner: UploadOwner, id: string, files: readonly ArrivedFile[]): Promise<UploadState>;
  /** The newest first. */
  list(owner: UploadOwner): Promise<readonly UploadState[]>;
  find(owner: UploadOwner, id: string): Promise<Outcome<UploadState>>;
  look(
    owner: UploadOwner,
    practice: Practice,
    id: string,
    wish: { readonly mapping: MappingSent; readonly source?: string | undefined },
  ): Promise<Outcome<UploadState>>;
  check(owner: UploadOwner, practice: Practice, id: string): Promise<Outcome<UploadState>>;
  import(owner: UploadOwner, practice: Practice, id: string): Promise<Outcome<UploadState>>;
  stop(owner: UploadOwner, id: string): Promise<Outcome<UploadState>>;
  remove(owner: UploadOwner, id: string): Promise<Outcome<true>>;
  /** Path of what the check would not take. */
  refusals(owner: UploadOwner, id: string): Promise<Outcome<string>>;
  /** Path of what an import did not take; there may be no file. */
  refusalsOfImport(importId: string): string;
  /** Forgets what is a day old. */
  forget(): Promise<void>;
  /** Stops whatever runs; it leaves nothing. */
  close(): Promise<void>;
}

interface Held {
  readonly owner: UploadOwner;
  readonly folder: string;
  readonly stored: readonly string[];
  state: UploadState;
  refusals: string | null;
  readable?: readonly ReadableFile[];
  running?: { readonly abort: AbortController; readonly ended: Promise<void> };
  saving: Promise<void>;
  /** Removed: nothing of it is written any more. */
  gone: boolean;
}

export const mostUploads = 10;
const mostWaiting = 2;
const mostWaitMilliseconds = 1500;
const noSuch = refuse('not_found', 'there is no such upload; it may have been removed after a day');
const ended = refuse('already_done', 'these files are imported already; send the next ones');
const busy = refuse('import_waits', 'the check or the import of these files runs: wait for it, or stop it');

export function openUploadDesk(ports: UploadDeskPorts): UploadDesk {
  const { clock, dataFolder } = ports;
  const held = new Map<string, Held>();
  const turns = createTurns(mostWaiting);
  let closing = false;

  async function load(id: string): Promise<Held | undefined> {
    const known = held.get(id);
    if (known !== undefined) return known;
    const folder = join(uploadsFolder(dataFolder), id);
    const record = await readRecord(folder);
    if (record === undefined) return undefined;
    const { task } = record.state;
    // Whatever ran when the server ended has left nothing.
    const state =
      task?.state === 'running'
        ? { ...record.state, task: { ...task, state: 'interrupted' as const } }
        : record.state;
    const { owner, stored, refusals } = record;
    // Somebody else may have loaded it meanwhile.
    const one = held.get(id) ?? {
      owner,
      folder,
      stored,
      state,
      refusals,
      saving: Promise.resolve(),
      gone: false,
    };
    held.set(id, one);
    return one;
  }

  async function own(owner: UploadOwner, id: string): Promise<Held | undefined> {
    const one = await load(id);
    const mine = one?.owner.practice === owner.practice && one.owner.account === owner.account;
    return mine ? one : undefined;
  }

  function save(one: Held): Promise<void> {
    one.state = { ...one.state, savedAt: clock.now().toISOString() };
    one.saving = one.saving
      .catch(() => {})
      .then(() => (one.gone ? undefined : writeRecord(one.folder, recordOf(one))));
    return one.saving;
  }

  function start(
    one: Held,
    kind: UploadTask['kind'],
    work: (
      signal: AbortSignal,
      tell: (step: ImportStep) => void,
    ) => Promise<UploadTask['detail'] | undefined>,
    turn: (work: () => Promise<void>) => Promise<void>,
  ): void {
    const abort = new AbortController();
    const startedAt = clock.now().toISOString();
    const first = { kind, state: 'running', phase: 'queued', read: 0, detail: '', startedAt } as const;
    one.state = { ...one.state, task: { ...first, total: rowsOf(one.state.look) } };
    const change = (to: Partial<UploadTask>): void => {
      const mine = one.running?.abort === abort;
      if (mine && one.state.task !== null) one.state = { ...one.state, task: { ...one.state.task, ...to } };
    };
    const run = async (): Promise<void> => {
      abort.signal.throwIfAborted();
      const refused = await work(abort.signal, (step) => change(step));
      change(refused === undefined ? { state: 'done' } : { state: 'refused', detail: refused });
    };
    const ended = turn(run)
      .catch((error: unknown) => {
        if (abort.signal.aborted) return change({ state: closing ? 'interrupted' : 'stopped' });
        const job = `uploads.${kind}`;
        ports.log.error(
          { job, practiceId: one.owner.practice, fault: faultFields(error) },
          'an upload failed',
        );
        change({ state: 'failed' });
      })
      .then(() => {
        if (one.running?.abort === abort) delete one.running;
        return save(one);
      })
      .catch(() => {});
    one.running = { abort, ended };
  }

  async function end(one: Held): Promise<void> {
    one.running?.abort.abort();
    await one.running?.ended;
  }

  /** As `end`, for a person who waits: a statement under way may take longer than that, and is then still said to run. */
  async function endSoon(one: Held): Promise<void> {
    const { running, state } = one;
    if (running === undefined) return;
    running.abort.abort();
    if (state.task?.phase === 'queued') {
      // Its turn may be long in coming.
      delete one.running;
      one.state = { ...state, task: { ...state.task, state: 'stopped' } };
      await save(one);
      return;
    }
    await Promise.race([running.ended, delay(mostWaitMilliseconds, undefined, { ref: false })]);
  }

  function inTurn(one: Held): (work: () => Promise<void>) => Promise<void> {
    return (work) => turns.take(one.owner.practice, work);
  }

  async function takeIn(
    one: Held,
    practice: Practice,
    how: { readonly dryRun: boolean; readonly folder: string },
    signal: AbortSignal,
    tell: (step: ImportStep) => void,
  ): Promise<Outcome<ImportReport>> {
    return importFiles(ports.database, practice, pathsOf(one), {
      names: one.state.files.map(({ name }) => name),
      mapping: one.state.mapping,
      by: one.owner.account,
      dryRun: how.dryRun,
      countMatches: how.dryRun,
      refusalsFolder: how.folder,
      onStep: tell,
      signal,
      ...(ports.asOf === undefined ? {} : { asOf: ports.asOf }),
    });
  }

  async function lookNow(one: Held, practice: Practice, signal: AbortSignal): Promise<string | undefined> {
    const mapping = readMappingByHand(one.state.mapping);
    if (!mapping.ok) return mapping.refusal.detail;
    if (one.readable === undefined) {
      const scratch = join(one.folder, 'unpacked');
      await rm(scratch, { recursive: true, force: true });
      one.readable = await unpackOffThread(pathsOf(one), scratch);
    }
    const names = one.state.files.map(({ name }) => name);
    const job = { readable: one.readable, names, country: practice.country, mapping: mapping.value };
    await lookOffThread(
      job,
      (look) => {
        one.state = { ...one.state, look };
      },
      signal,
    );
    return undefined;
  }

  const desk: UploadDesk = {
    mayBegin: async (owner) => {
      const mine = await desk.list(owner);
      if (mine.length < mostUploads) return done(true);
      return refuse(
        'import_waits',
        `${mostUploads} uploads of yours are under way: finish or remove one first`,
      );
    },
    folderOf: (id) => makeUploadFolder(dataFolder, id),
    keep: async (owner, id, files) => {
      const now = clock.now().toISOString();
      const state: UploadState = {
        id,
        createdAt: now,
        savedAt: now,
        files: files.map(({ name, bytes }) => ({ name, bytes })),
        source: '',
        mapping: { columns: {}, statuses: {} },
        look: null,
        check: null,
        importId: null,
        task: null,
      };
      const stored = files.map((file) => file.stored);
      const folder = join(uploadsFolder(dataFolder), id);
      const one: Held = {
        owner,
        folder,
        stored,
        state,
        refusals: null,
        saving: Promise.resolve(),
        gone: false,
      };
      held.set(id, one);
      await save(one);
      return one.state;
    },
    list: async (owner) => {
      const found: UploadState[] = [];
      for (const id of await listUploadIds(dataFolder)) {
        const one = await own(owner, id);
        if (one !== undefined && one.state.importId === null) found.push(one.state);
      }
      return found.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    },
    find: async (owner, id) => {
      const one = await own(owner, id);
      return one === undefined ? noSuch : done(one.state);
    },
    look: async (owner, practice, id, { mapping, source }) => {
      const one = await own(owner, id);
      if (one === undefined) return noSuch;
      if (one.state.importId !== null) return ended;
      const read = readMappingByHand(mapping);
      if (!read.ok) return read;
      if (one.running !== undefined && one.state.task?.kind !== 'look') return busy;
      const same = JSON.stringify(mapping) === JSON.stringify(one.state.mapping);
      one.state = { ...one.state, mapping, source: source ?? one.state.source };
      // Looked at with this very mapping: going back and forth costs nothing and loses nothing.
      const looked = one.state.look !== null && (one.state.look.whole || one.running !== undefined);
      if (same && looked) {
        await save(one);
        return done(one.state);
      }
      if (!same) one.state = { ...one.state, check: null };
      const before = end(one);
      start(
        one,
        'look',
        (signal) => lookNow(one, practice, signal),
        async (work) => {
          await before;
          await work();
        },
      );
      await save(one);
      return done(one.state);
    },
    check: async (owner, practice, id) => {
      const one = await own(owner, id);
      if (one === undefined) return noSuch;
      if (one.state.importId !== null) return ended;
      if (one.running !== undefined && one.state.task?.kind === 'check') return done(one.state);
      if (one.running !== undefined && one.state.task?.kind === 'import') return busy;
      if (turns.full(owner.practice)) return tooManyWait;
      const before = one.running?.ended;
      one.state = { ...one.state, check: null };
      const work = async (signal: AbortSignal, tell: (step: ImportStep) => void) => {
        await before;
        const outcome = await takeIn(one, practice, { dryRun: true, folder: one.folder }, signal, tell);
        if (!outcome.ok) return outcome.refusal.detail;
        const { refusalsFile } = outcome.value;
        if (one.refusals !== null) await rm(join(one.folder, one.refusals), { force: true });
        one.refusals = refusalsFile === null ? null : basename(refusalsFile);
        one.state = { ...one.state, check: resultOf(outcome.value, clock.now()) };
        return undefined;
      };
      start(one, 'check', work, inTurn(one));
      await save(one);
      return done(one.state);
    },
    import: async (owner, practice, id) => {
      const one = await own(owner, id);
      if (one === undefined) return noSuch;
      if (one.state.importId !== null) return done(one.state);
      if (one.running !== undefined && one.state.task?.kind === 'import') return done(one.state);
      if (practice.isSample) return sampleStays;
      if (one.running !== undefined) return busy;
      if (one.state.check === null) {
        return refuse('check_first', 'check these files first, so that you see what the import will do');
      }
      if (turns.full(owner.practice)) return tooManyWait;
      const folder = join(dataFolder, 'refusals');
      const work = async (signal: AbortSignal, tell: (step: ImportStep) => void) => {
        const outcome = await takeIn(one, practice, { dryRun: false, folder }, signal, tell);
        if (!outcome.ok) return outcome.refusal.detail;
        one.state = { ...one.state, importId: outcome.value.importId, look: null };
        await forgetFiles(one);
        return undefined;
      };
      start(one, 'import', work, inTurn(one));
      await save(one);
      return done(one.state);
    },
    stop: async (owner, id) => {
      const one = await own(owner, id);
      if (one === undefined) return noSuch;
      await endSoon(one);
      return done(one.state);
    },
    remove: async (owner, id) => {
      const one = await own(owner, id);
      if (one === undefined) return noSuch;
      if (one.running !== undefined && one.state.task?.kind === 'import') return busy;
      one.gone = true;
      held.delete(id);
      await rm(join(one.folder, recordName), { force: true });
      const clear = (): Promise<void> => rm(one.folder, { recursive: true, force: true });
      const ending = end(one).then(clear).catch(clear);
      await Promise.race([ending, delay(mostWaitMilliseconds, undefined, { ref: false })]);
      return done(true);
    },
    refusals: async (owner, id) => {
      const one = await own(owner, id);
      if (one === undefined) return noSuch;
      if (one.refusals === null) return refuse('not_found', 'nothing was refused, so there is no list');
      return done(join(one.folder, one.refusals));
    },
    refusalsOfImport: (importId) => join(dataFolder, 'refusals', `refused-${importId}.csv`),
    forget: async () => {
      await forgetUploads(dataFolder, clock.now());
      const left = new Set(await listUploadIds(dataFolder));
      for (const id of [...held.keys()]) if (!left.has(id)) held.delete(id);
    },
    close: async () => {
      closing = true;
      await Promise.all([...held.values()].map(end));
    },
  };
  return desk;
}

const tooManyWait = refuse(
  'import_waits',
  'other files of this practice are being checked or imported: try again when they are done',
);
const sampleStays = refuse(
  'not_allowed',
  'this is the sample practice, where everybody is made up: make a practice of your own first',
);

function recordOf({ owner, stored, state, refusals }: Held): UploadRecord {
  return { owner, stored, state, refusals };
}

function pathsOf({ folder, stored }: Held): string[] {
  return stored.map((name) => join(folder, name));
}

function rowsOf(look: Look | null): number | null {
  if (look === null || look.files.some(({ rows }) => rows === null)) return null;
  return look.files.reduce((sum, { rows }) => sum + (rows ?? 0), 0);
}

/** What was imported needs its files no longer; what it came to stands in the record. */
async function forgetFiles(one: Held): Promise<void> {
  for (const path of pathsOf(one)) await rm(path, { force: true });
  await rm(join(one.folder, 'unpacked'), { recursive: true, force: true });
  if (one.refusals !== null) await rm(join(one.folder, one.refusals), { force: true });
  one.refusals = null;
  delete one.readable;
}

function resultOf(report: ImportReport, at: Date): CheckResult {
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
