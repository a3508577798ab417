import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kit/clock.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import { done, type Outcome, refuse } from '../../kit/outcome.ts';
import type { Log } from '../../platform/log.ts';
import type { Practice } from '../../practice/model.ts';
import { told } from '../../words/told.ts';
import { readMappingByHand } from '../mapping-by-hand.ts';
import type { ImportStep } from '../model.ts';
import { type ArrivedFile, forgetFiles, holdUploads } from './held.ts';
import type { MappingSent, UploadState } from './shapes.ts';
import { forgetUploads, makeUploadFolder, recordName, type UploadOwner } from './store.ts';
import { mostWaitMilliseconds, runTasks } from './tasks.ts';
import { createTurns } from './turns.ts';
import { lookNow, resultOf, takeIn } from './work.ts';

export interface UploadDeskPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly dataFolder: string;
  /** Fixed day for looking at the past; undefined: the clock's. */
  readonly asOf?: LocalDate | undefined;
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

export const mostUploads = 10;
const mostWaiting = 2;
const noSuch = refuse('not_found', told.refusals.noUpload);
const ended = refuse('already_done', told.refusals.uploadEnded);
const busy = refuse('import_waits', told.refusals.uploadBusy);

export function openUploadDesk(ports: UploadDeskPorts): UploadDesk {
  const { clock, dataFolder } = ports;
  const uploads = holdUploads(dataFolder, clock);
  const tasks = runTasks(uploads, clock, ports.log);
  const turns = createTurns(mostWaiting);
  const { own, save } = uploads;
  const given = { database: ports.database, asOf: ports.asOf };

  const desk: UploadDesk = {
    mayBegin: async (owner) => {
      const mine = await desk.list(owner);
      if (mine.length < mostUploads) return done(true);
      return refuse('import_waits', told.refusals.manyUploads(mostUploads));
    },
    folderOf: (id) => makeUploadFolder(dataFolder, id),
    keep: async (owner, id, files) => (await uploads.add(owner, id, files)).state,
    list: async (owner) =>
      (await uploads.list(owner)).map(({ state }) => state).filter(({ importId }) => importId === null),
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
      const before = tasks.end(one);
      tasks.start(
        one,
        'look',
        (signal) => lookNow(ports.database, one, practice, signal),
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
        const outcome = await takeIn(one, {
          ...given,
          practice,
          dryRun: true,
          refusalsFolder: one.folder,
          signal,
          tell,
        });
        if (!outcome.ok) return outcome.refusal.detail;
        const { refusalsFile } = outcome.value;
        if (one.refusals !== null) await rm(join(one.folder, one.refusals), { force: true });
        one.refusals = refusalsFile === null ? null : basename(refusalsFile);
        one.state = { ...one.state, check: resultOf(outcome.value, clock.now()) };
        return undefined;
      };
      tasks.start(one, 'check', work, (run) => turns.take(owner.practice, run));
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
        return refuse('check_first', told.refusals.checkFirst);
      }
      if (turns.full(owner.practice)) return tooManyWait;
      const refusalsFolder = join(dataFolder, 'refusals');
      const work = async (signal: AbortSignal, tell: (step: ImportStep) => void) => {
        const outcome = await takeIn(one, {
          ...given,
          practice,
          dryRun: false,
          refusalsFolder,
          signal,
          tell,
        });
        if (!outcome.ok) return outcome.refusal.detail;
        one.state = { ...one.state, importId: outcome.value.importId, look: null };
        await forgetFiles(one);
        return undefined;
      };
      tasks.start(one, 'import', work, (run) => turns.take(owner.practice, run));
      await save(one);
      return done(one.state);
    },
    stop: async (owner, id) => {
      const one = await own(owner, id);
      if (one === undefined) return noSuch;
      await tasks.endSoon(one);
      return done(one.state);
    },
    remove: async (owner, id) => {
      const one = await own(owner, id);
      if (one === undefined) return noSuch;
      if (one.running !== undefined && one.state.task?.kind === 'import') return busy;
      uploads.drop(one);
      await rm(join(one.folder, recordName), { force: true });
      const clear = (): Promise<void> => rm(one.folder, { recursive: true, force: true });
      const ending = tasks.end(one).then(clear).catch(clear);
      await Promise.race([ending, delay(mostWaitMilliseconds, undefined, { ref: false })]);
      return done(true);
    },
    refusals: async (owner, id) => {
      const one = await own(owner, id);
      if (one === undefined) return noSuch;
      if (one.refusals === null) return refuse('not_found', told.refusals.noUploadRefusals);
      return done(join(one.folder, one.refusals));
    },
    refusalsOfImport: (importId) => join(dataFolder, 'refusals', `refused-${importId}.csv`),
    forget: async () => {
      await forgetUploads(dataFolder, clock.now());
      await uploads.tidy();
    },
    close: () => tasks.close(),
  };
  return desk;
}

const tooManyWait = refuse('import_waits', told.refusals.othersWait);
const sampleStays = refuse('not_allowed', told.refusals.sampleStays);
