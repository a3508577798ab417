import { EventEmitter } from 'node:events';
import { Logger, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import type { ImapSettings } from '../contact/mail/imap-settings.ts';
import type { SenderFacts } from '../contact/mail/sender-check.ts';
import { faultFields } from '../platform/log.ts';
import { type BackupDuty, backupLookSeconds, backupWatch } from './backups.ts';
import { forgetWhatEnded } from './forget.ts';
import { inboxLookSeconds, inboxWatch } from './inbox.ts';
import { jobs, runJob } from './jobs.ts';
import { mailboxLookSeconds, mailboxWatch } from './mailbox.ts';
import type { WorkerPorts } from './ports.ts';
import { dayWatch } from './schedule.ts';
import { sealer } from './seal.ts';
import { sendLookSeconds, sendWatch } from './send.ts';
import { senderLookSeconds, senderWatch } from './sender.ts';
import { beat, endBeat, heartbeatEverySeconds, sweepDeadWorkers, sweepEverySeconds } from './sweep.ts';

export interface RunningWorker {
  /** Lets running jobs end, seals the trail, and leaves. */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly queue: pg.PoolConfig;
  readonly dataFolder: string;
  /** Of the audit anchor. */
  readonly anchorKey: Buffer;
  /** Makes backups by itself; left out where nobody wants that. */
  readonly backups?: BackupDuty;
  /** Holds the watched folders of the practices; left out where nobody wants them. */
  readonly inboxFolder?: string;
  /** By whose name mail goes out; left out where none does. */
  readonly sender?: SenderFacts;
  /** The mailbox of answers; left out where none is named. */
  readonly mailbox?: ImapSettings;
}

/** Does `work` every so many seconds, never twice at once; a fault is logged and the next turn tries again. */
function every(
  seconds: number,
  name: string,
  ports: WorkerPorts,
  work: () => Promise<unknown>,
): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const turn = (): void => {
    if (busy) return;
    busy = true;
    running = work()
      .catch((error: unknown) =>
        ports.log.error({ job: name, fault: faultFields(error) }, 'a regular duty failed'),
      )
      .finally(() => {
        busy = false;
      });
  };
  turn();
  const timer = setInterval(turn, seconds * 1000);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

function taskList(ports: WorkerPorts): TaskList {
  return Object.fromEntries(
    jobs.map((definition) => [
      definition.name,
      async (payload: unknown) => {
        try {
          await runJob(ports, definition, payload);
        } catch (error) {
          ports.log.error(
            { job: definition.name, fault: faultFields(error) },
            'a job failed and will be tried again',
          );
          // The queue stores the message of what is thrown; a driver's message may quote a patient.
          throw new Error(`${definition.name} failed: ${faultFields(error).name}`);
        }
      },
    ]),
  );
}

function listenForIds(events: EventEmitter): Set<string> {
  const ids = new Set<string>();
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => ids.add(workerPool.id));
  events.on('worker:create', ({ worker }: { worker: { workerId: string } }) => ids.add(worker.workerId));
  return ids;
}

/** The worker door: runs jobs, frees the jobs of dead workers, seals the audit trail, begins the days. */
export async function startWorker(ports: WorkerPorts, options: WorkerOptions): Promise<RunningWorker> {
  const pool = new pg.Pool({ ...options.queue, max: 6 });
  pool.on('error', (error) =>
    ports.log.warn({ fault: faultFields(error) }, 'a connection of the queue was lost'),
  );
  pool.on('connect', (client) => client.on('error', () => {}));
  const events = new EventEmitter() as WorkerEvents;
  const ids = listenForIds(events);
  await sweepDeadWorkers(pool);
  const runner = await run({
    pgPool: pool,
    taskList: taskList(ports),
    noHandleSignals: true,
    events,
    // The queue's own lines name jobs and payloads; ours name jobs.
    logger: new Logger(() => () => {}),
    preset: { worker: { concurrentJobs: 2, pollInterval: 2000, localQueue: { size: 10 } } },
  });
  const seal = sealer(ports, { dataFolder: options.dataFolder, key: options.anchorKey });
  const backups = options.backups === undefined ? undefined : backupWatch(ports, options.backups);
  const sending = ports.channels === undefined ? undefined : sendWatch(ports, ports.channels);
  const duties = [
    every(heartbeatEverySeconds, 'heartbeat', ports, () => beat(pool, [...ids])),
    every(sweepEverySeconds, 'sweep', ports, () => sweepDeadWorkers(pool)),
    every(1, 'seal', ports, () => seal.tick()),
    every(60, 'day', ports, dayWatch(ports)),
    every(3600, 'forget', ports, () => forgetWhatEnded(ports)),
    ...(sending === undefined ? [] : [every(sendLookSeconds, 'send', ports, sending.tick)]),
    ...(options.inboxFolder === undefined
      ? []
      : [every(inboxLookSeconds, 'inbox', ports, inboxWatch(ports, options.inboxFolder))]),
    ...(options.mailbox === undefined
      ? []
      : [every(mailboxLookSeconds, 'mailbox', ports, mailboxWatch(ports, options.mailbox))]),
    ...(options.sender === undefined
      ? []
      : [every(senderLookSeconds, 'sender', ports, senderWatch(ports, options.sender))]),
    ...(backups === undefined ? [] : [every(backupLookSeconds, 'backup', ports, backups.tick)]),
  ];
  return {
    stop: async () => {
      backups?.giveUp();
      sending?.giveUp();
      for (const end of duties) await end();
      await runner.stop();
      await ports.channels?.email.close();
      await ports.channels?.text.close();
      await seal.finish();
      await endBeat(pool, [...ids]);
      await pool.end();
    },
  };
}
