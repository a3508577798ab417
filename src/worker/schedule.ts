import { wallTime } from '../kit/instant.ts';
import { announce } from '../platform/queue.ts';
import { listAllPractices } from '../practice/actions.ts';
import type { WorkerPorts } from './ports.ts';

const sampleEveryMinutes = 15;

/**
 * Announces `day.began` once for each practice and local day. Which days have begun already is kept in memory only:
 * the job's key makes a second announcement of the same day harmless, and a restart plans the day anew. A sample
 * practice has nobody who checks patients in and out: its day is moved on and planned again every quarter of an hour.
 */
export function dayWatch(ports: WorkerPorts): () => Promise<void> {
  const begun = new Map<number, string>();
  return async () => {
    for (const practice of await listAllPractices(ports.database)) {
      const { day, minutes } = wallTime(ports.clock.now(), practice.zone);
      const mark = practice.isSample ? `${day} ${Math.floor(minutes / sampleEveryMinutes)}` : day;
      if (begun.get(practice.id) === mark) continue;
      await ports.database.inPractice(practice.id, (db) => announce(db, 'day.began', { day }));
      begun.set(practice.id, mark);
    }
  };
}
