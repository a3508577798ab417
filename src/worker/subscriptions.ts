import type { AnnouncedEvent } from '../platform/queue.ts';

/** Which job each announced event wakes. A floor that announces does not know who listens. */
export const subscriptions: Readonly<Record<AnnouncedEvent, readonly string[]>> = {
  'import.finished': ['today.refresh', 'patients.match', 'loyalty.look_back'],
  'import.undone': ['today.refresh', 'patients.match', 'loyalty.look_back'],
  'patient.exited': ['today.recheck'],
  'patient.returned': ['today.recheck'],
  'patient.merged': ['today.recheck', 'today.refresh'],
  'consent.changed': ['today.recheck'],
  'visit.changed': [],
  // For this very day, or owed again: Today has it only when it is planned anew.
  'promise.made': ['today.refresh'],
  'promise.settled': ['today.recheck'],
  'promise.due': [],
  'promise.broken': ['today.recheck'],
  // Somebody waits: the day is planned anew, and of a stranger it is asked whether we know them.
  'inbound.received': ['today.refresh', 'patients.match'],
  'inbound.answered': ['today.recheck'],
  // A check reads what a scoring has summarised.
  'score.refreshed': ['loyalty.check'],
  'act.done': [],
  // Before the day is planned, so that what yesterday broke stands on it.
  'day.began': ['promises.settle', 'patients.end_pauses', 'today.refresh', 'loyalty.look_back'],
};
