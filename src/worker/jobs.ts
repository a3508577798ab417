import * as z from 'zod/mini';
import type { Db } from '../database/database.ts';
import { applyMessages, processMessages } from '../intake/hl7-actions.ts';
import { matchChangedPatients } from '../intake/possible-match-actions.ts';
import type { PracticeId } from '../kit/ids.ts';
import { localDateIn } from '../kit/instant.ts';
import { areChecksDue, refreshChecks } from '../loyalty/check-actions.ts';
import { isLookBackDue, refreshLookBack } from '../loyalty/look-back-actions.ts';
import { endPauses } from '../patients/wish-actions.ts';
import { faultFields } from '../platform/log.ts';
import { enqueue, type Job, job } from '../platform/queue.ts';
import { getPracticeById } from '../practice/actions.ts';
import { announceDue, breakOverdue } from '../promises/settle-actions.ts';
import { advanceSample } from '../sample/actions.ts';
import { presentView, recheckActs, refreshToday } from '../today/actions.ts';
import { queueDueMessages } from '../today/send-actions.ts';
import type { WorkerPorts } from './ports.ts';
import { subscriptions } from './subscriptions.ts';

// A refresh of 100,000 patients takes seconds; a statement that runs for minutes is stuck.
const longWork = { statementTimeoutMs: 600_000 } as const;

const announced = job<WorkerPorts, z.ZodMiniType<{ event: string; ids: Record<string, string> }>>({
  name: 'announced',
  payload: z.object({ event: z.string(), ids: z.record(z.string(), z.string()) }),
  maxAttempts: 25,
  handle: async ({ database }, practice, { event, ids }) => {
    const woken = Object.hasOwn(subscriptions, event)
      ? subscriptions[event as keyof typeof subscriptions]
      : [];
    await database.inPractice(practice, async (db) => {
      for (const name of woken) await wake(db, name, ids);
    });
  },
});

// Several changes in a row wake one job: the key of a waiting one is replaced. A patient's own job is keyed by them.
async function wake(db: Db, name: string, ids: Readonly<Record<string, string>>): Promise<void> {
  const definition = jobs.find((one) => one.name === name);
  if (definition === undefined) throw new Error(`subscriptions name the job ${name}, which does not exist`);
  await enqueue(db, definition, { ids }, { key: `${name}:${ids.patientId ?? ''}` });
}

const noPayload = z.object({});
const idsPayload = z.object({ ids: z.record(z.string(), z.string()) });

const refresh = job<WorkerPorts, typeof idsPayload>({
  name: 'today.refresh',
  payload: idsPayload,
  maxAttempts: 8,
  handle: async ({ database, clock, log }, id) => {
    const practice = await getPracticeById(database, id);
    if (practice === undefined) return;
    if (practice.isSample) await advanceSample(database, practice, clock.now());
    const plan = await database.inPractice(id, (db) => refreshToday(db, practice, clock.now()), longWork);
    log.info({ job: 'today.refresh', practiceId: id, count: plan.acts.length }, 'planned the day');
    const { queued, refused } = await database.inPractice(
      id,
      (db) => queueDueMessages(db, practice, clock.now()),
      longWork,
    );
    if (queued > 0) log.info({ job: 'today.refresh', practiceId: id, count: queued }, 'queued messages');
    if (refused.length > 0) {
      log.warn(
        { job: 'today.refresh', practiceId: id, count: refused.length },
        'messages could not be queued',
      );
    }
  },
});

const recheck = job<WorkerPorts, typeof idsPayload>({
  name: 'today.recheck',
  payload: idsPayload,
  maxAttempts: 8,
  handle: async ({ database, clock }, id, { ids }) => {
    const practice = await getPracticeById(database, id);
    const { patientId } = ids;
    if (practice === undefined || patientId === undefined) return;
    await database.inPractice(id, (db) => recheckActs(db, practice, patientId, clock.now()));
  },
});

const matchPatients = job<WorkerPorts, typeof idsPayload>({
  name: 'patients.match',
  payload: idsPayload,
  maxAttempts: 8,
  handle: async ({ database, clock, log }, id) => {
    const practice = await getPracticeById(database, id);
    if (practice === undefined || practice.isSample) return;
    const report = await matchChangedPatients(database, id, clock.now());
    log.info({ job: 'patients.match', practiceId: id, count: report.compared }, 'compared patients');
  },
});

const lookBack = job<WorkerPorts, typeof idsPayload>({
  name: 'loyalty.look_back',
  payload: idsPayload,
  maxAttempts: 8,
  handle: async ({ database, clock, log }, id, { ids }) => {
    const practice = await getPracticeById(database, id);
    if (practice === undefined) return;
    const now = clock.now();
    // A day's few visits change nothing of a year; an import, or its undo, may.
    if (ids.day !== undefined && !(await database.inPractice(id, (db) => isLookBackDue(db, id, now)))) return;
    const made = await refreshLookBack(database, id, localDateIn(practice.zone, now), now);
    if (made !== undefined)
      log.info({ job: 'loyalty.look_back', practiceId: id, count: made.found.active }, 'looked back');
  },
});

const checkModels = job<WorkerPorts, typeof idsPayload>({
  name: 'loyalty.check',
  payload: idsPayload,
  maxAttempts: 8,
  handle: async ({ database, clock, log }, id) => {
    const practice = await getPracticeById(database, id);
    if (practice === undefined) return;
    const now = clock.now();
    if (!(await database.inPractice(id, (db) => areChecksDue(db, id, now)))) return;
    const count = await refreshChecks(database, presentView(practice, now), now);
    if (count > 0) log.info({ job: 'loyalty.check', practiceId: id, count }, 'checked the models');
  },
});

const settlePromises = job<WorkerPorts, typeof idsPayload>({
  name: 'promises.settle',
  payload: idsPayload,
  maxAttempts: 8,
  handle: async ({ database, clock, log }, id) => {
    const practice = await getPracticeById(database, id);
    if (practice === undefined) return;
    const now = clock.now();
    const today = localDateIn(practice.zone, now);
    const count = await database.inPractice(id, async (db) => {
      await announceDue(db, id, today);
      return breakOverdue(db, id, today, now);
    });
    if (count > 0)
      log.info({ job: 'promises.settle', practiceId: id, count }, 'promises were broken by their day');
  },
});

const endOfPauses = job<WorkerPorts, typeof idsPayload>({
  name: 'patients.end_pauses',
  payload: idsPayload,
  maxAttempts: 8,
  handle: async ({ database, clock, log }, id) => {
    const practice = await getPracticeById(database, id);
    if (practice === undefined) return;
    const now = clock.now();
    const today = localDateIn(practice.zone, now);
    const { length } = await database.inPractice(id, (db) => endPauses(db, id, today, now));
    if (length > 0) log.info({ job: 'patients.end_pauses', practiceId: id, count: length }, 'pauses ended');
  },
});

// A message a second would otherwise plan the day anew each second.
const refreshEveryMinutes = 5;

const processHl7 = job<WorkerPorts, typeof noPayload>({
  ...processMessages,
  payload: noPayload,
  handle: async ({ database, clock, log }, id) => {
    const practice = await getPracticeById(database, id);
    if (practice === undefined) return;
    const count = await applyMessages(database, practice, clock.now(), (error) =>
      log.warn(
        { job: processMessages.name, practiceId: id, fault: faultFields(error) },
        'messages were not applied',
      ),
    );
    log.info({ job: processMessages.name, practiceId: id, count }, 'applied what came over the line');
    if (count === 0) return;
    const turn = Math.floor(clock.now().getTime() / (refreshEveryMinutes * 60_000)) + 1;
    const runAt = new Date(turn * refreshEveryMinutes * 60_000);
    await database.inPractice(id, async (db) => {
      await enqueue(db, refresh, { ids: {} }, { key: `${refresh.name}:${turn}`, runAt });
      await enqueue(db, matchPatients, { ids: {} }, { key: `${matchPatients.name}:${turn}`, runAt });
    });
  },
});

/** Every job of the house. A handler may run twice and must then have happened once. */
export const jobs: readonly Job<WorkerPorts>[] = [
  announced,
  refresh,
  recheck,
  processHl7,
  matchPatients,
  lookBack,
  checkModels,
  settlePromises,
  endOfPauses,
];

export async function runJob(
  ports: WorkerPorts,
  definition: Job<WorkerPorts>,
  payload: unknown,
): Promise<void> {
  const practice = z.object({ practiceId: z.int() }).parse(payload).practiceId as PracticeId;
  await definition.handle(ports, practice, definition.payload.parse(payload));
}
