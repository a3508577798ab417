import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../kit/clock.ts';
import { faultFields, type Log } from '../../platform/log.ts';
import type { ImportStep } from '../model.ts';
import type { Held, HeldUploads } from './held.ts';
import type { Look, UploadTask } from './shapes.ts';

/** @returns why it was refused, in words; undefined when it was done */
export type Work = (signal: AbortSignal, tell: (step: ImportStep) => void) => Promise<string | undefined>;

/** What runs for uploads, one task an upload. */
export interface UploadTasks {
  /** @param turn runs it when its turn has come */
  start(
    one: Held,
    kind: UploadTask['kind'],
    work: Work,
    turn: (work: () => Promise<void>) => Promise<void>,
  ): void;
  end(one: Held): Promise<void>;
  endSoon(one: Held): Promise<void>;
  /** Ends whatever runs, because the server does. */
  close(): Promise<void>;
}

/** How long a request waits for a task to end. */
export const mostWaitMilliseconds = 1500;

export function runTasks(uploads: HeldUploads, clock: Clock, log: Log): UploadTasks {
  let closing = false;

  function start(
    one: Held,
    kind: UploadTask['kind'],
    work: Work,
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
        log.error({ job, practiceId: one.owner.practice, fault: faultFields(error) }, 'an upload failed');
        change({ state: 'failed' });
      })
      .then(() => {
        if (one.running?.abort === abort) delete one.running;
        return uploads.save(one);
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
      await uploads.save(one);
      return;
    }
    await Promise.race([running.ended, delay(mostWaitMilliseconds, undefined, { ref: false })]);
  }

  return {
    start,
    end,
    endSoon,
    close: async () => {
      closing = true;
      await Promise.all(uploads.all().map(end));
    },
  };
}

function rowsOf(look: Look | null): number | null {
  if (look === null || look.files.some(({ rows }) => rows === null)) return null;
  return look.files.reduce((sum, { rows }) => sum + (rows ?? 0), 0);
}
